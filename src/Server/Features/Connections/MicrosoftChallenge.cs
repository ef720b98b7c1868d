using Hidori.Domain;
using Hidori.Integrations.Microsoft365;
using Microsoft.AspNetCore.Authentication;

namespace Hidori.Server.Features.Connections;

/// <summary>Sends the browser to Microsoft, to sign in and to grant; Features/SignIn takes the answer.</summary>
public static class MicrosoftChallenge
{
    public const string Scheme = "Microsoft";
    internal const string ConnectingMember = "connecting-member";
    internal const string InvitationSecret = "invitation";
    internal const string MoreScopes = "more-scopes";
    internal const string Account = "account";

    /// <summary>Where a grant leads that switches accounts, or asks whether it shall; null where the member wanted to be.</summary>
    public static string? PathAfter(ConnectOutcome outcome) => outcome switch
    {
        ConnectOutcome.AsksToSwitch => SwitchRoutes.Page,
        ConnectOutcome.Switched => SwitchRoutes.Done,
        ConnectOutcome.Connected or ConnectOutcome.LeftAsItIs => null,
    };

    /// <param name="connecting">The grant becomes this member's, whoever signs in there.</param>
    /// <param name="account">Whom Microsoft shall propose: the account that is connected already.</param>
    /// <param name="feature">Asks for what this feature needs beside the minimum.</param>
    public static IResult To(
        string returnPath, MemberId? connecting = null, string? invitation = null, string? account = null, OptionalFeature? feature = null)
    {
        var properties = new AuthenticationProperties { RedirectUri = returnPath };
        if (connecting is { } member)
            properties.Items[ConnectingMember] = member.ToString();
        if (invitation is not null)
            properties.Items[InvitationSecret] = invitation;
        if (account is { Length: > 0 })
            properties.Items[Account] = account;
        if (feature is { } more)
            properties.Items[MoreScopes] = string.Join(' ', OptionalScopes.Of(more));
        return Results.Challenge(properties, [Scheme]);
    }
}
