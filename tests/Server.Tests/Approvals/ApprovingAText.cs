using Xunit;
using Xunit.Sdk;

namespace Hidori.Server.Tests.Approvals;

public sealed class ApprovingAText : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("approvals").FullName;

    private string Approved => Path.Combine(folder, "mail.ja.txt");

    private string Received => Path.Combine(folder, "mail.ja.received.txt");

    [Fact]
    public void The_same_text_passes_and_clears_an_old_difference_away()
    {
        File.WriteAllText(Approved, "件名: 日程確定\n");
        File.WriteAllText(Received, "old");

        Approve.Compare(Approved, "件名: 日程確定\r\n", takesOver: false);

        Assert.False(File.Exists(Received));
    }

    [Fact]
    public void A_different_text_fails_and_is_kept_beside_the_approved_one()
    {
        File.WriteAllText(Approved, "件名: 日程確定\n本文\n");

        var failure = Assert.Throws<FailException>(() => Approve.Compare(Approved, "件名: 日程確定\nほんぶん\n", takesOver: false));

        Assert.Contains("mail.ja.txt differs from line 2", failure.Message, StringComparison.Ordinal);
        Assert.Equal("件名: 日程確定\nほんぶん\n", File.ReadAllText(Received));
        Assert.Equal("件名: 日程確定\n本文\n", File.ReadAllText(Approved));
    }

    [Fact]
    public void A_text_nobody_has_approved_fails()
    {
        Assert.Throws<FailException>(() => Approve.Compare(Approved, "new", takesOver: false));

        Assert.False(File.Exists(Approved));
    }

    [Fact]
    public void Whoever_agrees_with_everything_takes_it_over()
    {
        Approve.Compare(Approved, "件名: 日程確定", takesOver: true);

        Assert.Equal("件名: 日程確定\n", File.ReadAllText(Approved));
        Assert.False(File.Exists(Received));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
