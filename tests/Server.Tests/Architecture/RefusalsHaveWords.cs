using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Rooms;
using Hidori.Integrations;
using Hidori.Server.Features.Appointments;
using Hidori.Server.Features.Connections;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

/// <summary>
/// Words that are asked for by a member's name. Other enums go through a switch without a default arm, whose keys
/// <see cref="WordsLiveInResources"/> looks up.
/// </summary>
public sealed partial class RefusalsHaveWords
{
    private static readonly (string Feature, string Prefix, Type Members)[] AskedByName =
    [
        ("BookingPages", "Refused", typeof(PageRefusal)),
        ("Appointments", "Refused", typeof(ChangeRefusal)),
        ("Appointments", "RefusedDeadline", typeof(ChangeRefusal)),
        ("Appointments", "RefusedJoining", typeof(ChangeRefusal)),
        ("Appointments", "RefusedGuest", typeof(GuestRefusal)),
        ("Appointments", "AddGuestLead", typeof(ToldOnAdding)),
        ("Appointments", "AddGuestNow", typeof(ToldOnAdding)),
        ("Appointments", "RefusedRoom", typeof(RoomRefusal)),
        ("Appointments", "RefusedChoice", typeof(ChoiceRefusal)),
        ("Proposals", "Refused", typeof(ProposalRefusal)),
        ("Proposals", "Unknown", typeof(UnknownReason)),
        ("Connections", "Problem", typeof(GrantProblem)),
        ("Connections", "Obstacle", typeof(MailboxObstacle)),
        ("Connections", "MailRefused", typeof(MailRefusal)),
        ("Notifications", "Cause", typeof(GrantProblem)),
        ("Notifications", "Mend", typeof(GrantProblem)),
    ];

    /// <summary>Refusal → where its words are, when not under its own name.</summary>
    private static readonly Dictionary<string, string> SpokenElsewhere = new()
    {
        ["ChoiceRefusal"] = "GuestPages.NoticeOf turns each into a notice of the guest's page, without a default arm",
        ["AdditionRefusal"] = "one is the form's MailTaken, the other the page for what is not found",
        ["CatalogueRefusal"] = "RoomPages.AddAsync turns each into a message at the address, without a default arm",
        ["RoleRefusal"] = "all end on the page for what is forbidden",
        ["CreationRefusal"] = "its one member is the form's AlreadyCreated",
        ["RegistrationRefusal"] = "MicrosoftSetup's Text.Of has a switch without a default arm",
        ["BookingRefusal"] = "GuestBooking's Text.Of has a switch without a default arm",
        ["PendingRefusal"] = "GuestBooking's Text.Of has a switch without a default arm",
        ["DraftRefusal"] = "Proposals' Text.Of has a switch without a default arm",
        ["TemplateRefusal"] = "TemplatePages and ComposeTemplates turn each into a message at the name, or the page for what is forbidden",
        ["PageSaveRefusal"] = "PageSettingsPages and PageListPages turn each into a message at its field, a notice, or the page for what is not found",
        ["LogoRefusal"] = "BookingPages' Text.Of has a switch without a default arm",
        ["TestMailRefusal"] = "PageMailPages.TestAsync turns each into a message above the page, without a default arm",
        ["TokenRefusal"] = "never shown: it becomes a connection's state, which has words",
    };

    [Fact]
    public void Every_member_has_words_in_both_languages()
    {
        var broken =
            from asked in AskedByName
            from language in (string[])["Text.resx", "Text.en.resx"]
            let words = Words($"src/Server/Features/{asked.Feature}/{language}")
            from member in Enum.GetNames(asked.Members)
            where !words.Contains(asked.Prefix + member)
            select $"{asked.Feature}/{language}: {asked.Prefix}{member}";

        Repository.Holds("Every enum member of a refusal has words in both languages (HOUSE §6.5).", broken);
    }

    [Fact]
    public void Every_refusal_is_known_here()
    {
        var broken = Repository.TypesOf(Repository.Domain, Repository.Integrations, Repository.Server)
            .Where(t => t.IsEnum && t.Name.EndsWith("Refusal", StringComparison.Ordinal))
            .Where(t => !SpokenElsewhere.ContainsKey(t.Name) && AskedByName.All(a => a.Members != t))
            .Select(t => t.Name);

        Repository.Holds("A new refusal names here where its words are.", broken);
    }

    [Fact]
    public void Words_that_are_asked_for_by_name_are_known_here()
    {
        var broken =
            from file in Repository.Files("src/Server/Features", ".cs", ".razor")
            let feature = file.Path.Split('/')[3]
            from Match asked in ByName().Matches(file.Text)
            let prefix = asked.Groups["prefix"].Value
            where !AskedByName.Any(a => a.Feature == feature && a.Prefix == prefix)
            select $"{file.Path}:{file.LineOf(asked.Index)}: {prefix}";

        Repository.Holds("Words asked for by an enum member's name need a line in this test.", broken);
    }

    private static HashSet<string> Words(string path) =>
        [.. XDocument.Load(Path.Combine(Repository.Root, path)).Root!.Elements("data").Select(d => (string)d.Attribute("name")!)];

    [GeneratedRegex("""\bOf\("(?<prefix>\w+)"\s*\+""")]
    private static partial Regex ByName();
}
