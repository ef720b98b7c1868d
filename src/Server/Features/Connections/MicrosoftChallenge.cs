using Hidori.Domain;
using Microsoft.AspNetCore.Authentication;

namespace Hidori.Server.Features.Connections;

/// <summary>Sends the browser to Microsoft, to sign in and to grant; Features/SignIn takes the answer.</summary>
public static class MicrosoftChallenge
{
    public const string Scheme = "Microsoft";
    internal const string ConnectingMember = "connecting-member";
    internal const string InvitationSecret = "invitation";

    /// <param name="connecting">The grant becomes this member's, whoever signs in there.</param>
    public static IResult To(string returnPath, MemberId? connecting = null, string? invitation = null)
    {
        var properties = new AuthenticationProperties { RedirectUri = returnPath };
        if (connecting is { } member)
            properties.Items[ConnectingMember] = member.ToString();
        if (invitation is not null)
            properties.Items[InvitationSecret] = invitation;
        return Results.Challenge(properties, [Scheme]);
    }
}
