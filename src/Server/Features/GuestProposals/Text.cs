using Hidori.Server.Ui;

namespace Hidori.Server.Features.GuestProposals;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(CandidateClosed closed) => closed switch
    {
        CandidateClosed.Past => Of("ClosedPast"),
        CandidateClosed.Taken => Of("ClosedTaken"),
        CandidateClosed.CannotBeConfirmed => Of("ClosedCannotBeConfirmed"),
        CandidateClosed.Withdrawn => Of("ClosedWithdrawn"),
    };

    /// <summary>The format as the guest sees it: 来訪 or 往訪 with the place.</summary>
    public static string Format(ProposalFacts facts) => facts.Place is { Length: > 0 } place
        ? Ui.Text.Of(facts.Format) + Of("PlaceSeparator") + place
        : Ui.Text.Of(facts.Format);

    public static string Guest(ProposalFacts facts) => Guest(facts.Company, facts.GuestName);

    public static string Guest(string company, string name) =>
        company.Length == 0 ? Of("GuestAlone", name) : Of("GuestOf", company, name);
}
