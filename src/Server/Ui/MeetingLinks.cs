using Hidori.Domain.Appointments;

namespace Hidori.Server.Ui;

/// <summary>Reads what <see cref="MeetingLinkField"/> says.</summary>
public static class MeetingLinks
{
    public const string Issued = "issued";
    public const string Own = "own";
    public const string Later = "later";

    /// <summary>As the field carries it.</summary>
    public static string ChoiceOf(MeetingLink link) => link.IsIssued ? Issued : link.Own.Length > 0 ? Own : Later;

    /// <returns>Null where the page had no such field.</returns>
    public static MeetingLink? Read(Forms typed)
    {
        switch (typed.Text("meetingLink"))
        {
            case Issued:
                return MeetingLink.Issued;
            case Later:
                return MeetingLink.Later;
            case Own:
                var own = typed.RequiredText("ownLink", MeetingLink.Longest, Text.Of("OwnLinkMissing"));
                if (own.Length > 0 && !MeetingLink.IsUrl(own))
                    typed.Refuse("ownLink", Text.Of("OwnLinkMalformed"));
                return new MeetingLink(IsIssued: false, own);
            default:
                return null;
        }
    }
}
