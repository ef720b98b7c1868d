using Xunit;

namespace Hidori.Server.Tests.Kit;

/// <summary>A guest with a phone and no scripts.</summary>
public sealed class GuestBrowser(App app) : IDisposable
{
    public Browser Web { get; } = app.NewBrowser();

    public Task<WebPage> OpensAsync(ProposalMade proposal) => Web.GetAsync(proposal.GuestPath);

    /// <param name="number">Counts from 1, as on the page.</param>
    public async Task<WebPage> ChoosesAsync(ProposalMade proposal, int number, string note = "")
    {
        var page = await OpensAsync(proposal);
        return await ChoosesAsync(page, proposal, number, note);
    }

    public Task<WebPage> ChoosesAsync(WebPage page, ProposalMade proposal, int number, string note = "")
    {
        var candidates = page.Document.QuerySelectorAll("input[name=candidate]");
        Assert.True(candidates.Length >= number, $"{page.Status} {page.Text}");
        var id = candidates[number - 1].GetAttribute("value")!;
        return Web.SubmitAsync(page, proposal.GuestPath, ("candidate", id), ("note", note));
    }

    public async Task<WebPage> AsksForOtherTimesAsync(ProposalMade proposal, string message, params (string, string)[] wishes)
    {
        var page = await Web.GetAsync(proposal.GuestPath + "/other-times");
        return await Web.SubmitAsync(page, "/other-times", [("wishMessage", message), .. wishes]);
    }

    public void Dispose() => Web.Dispose();
}
