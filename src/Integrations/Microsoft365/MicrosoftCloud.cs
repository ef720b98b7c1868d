namespace Hidori.Integrations.Microsoft365;

/// <summary>Microsoft's clouds. Tenants, registrations and tokens of one mean nothing in another.</summary>
public enum MicrosoftCloud
{
    /// <summary>The worldwide cloud, and the United States' GCC.</summary>
    Global,

    /// <summary>US Government L4 (GCC High).</summary>
    UsGovernment,

    /// <summary>US Government L5 (DoD).</summary>
    UsDefense,

    /// <summary>China, operated by 21Vianet.</summary>
    China,
}

/// <summary>Where a cloud's services are (reference/graph.md §1.1).</summary>
/// <param name="Login">Base of the sign-in service.</param>
/// <param name="Graph">Base of Microsoft Graph, version included.</param>
/// <param name="Portal">The portal on which registrations are made.</param>
public sealed record MicrosoftCloudAddresses(Uri Login, Uri Graph, Uri Portal)
{
    public static MicrosoftCloudAddresses Of(MicrosoftCloud cloud) => cloud switch
    {
        MicrosoftCloud.Global => Hosts("login.microsoftonline.com", "graph.microsoft.com", "portal.azure.com"),
        MicrosoftCloud.UsGovernment => Hosts("login.microsoftonline.us", "graph.microsoft.us", "portal.azure.us"),
        MicrosoftCloud.UsDefense => Hosts("login.microsoftonline.us", "dod-graph.microsoft.us", "portal.azure.us"),
        MicrosoftCloud.China => Hosts("login.partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn", "portal.azure.cn"),
    };

    /// <summary>The cloud these addresses belong to; null for addresses of one's own, such as a simulator's.</summary>
    public static MicrosoftCloud? CloudOf(Uri login, Uri graph) => Enum.GetValues<MicrosoftCloud>()
        .Cast<MicrosoftCloud?>()
        .FirstOrDefault(c => Of(c!.Value) is var known && known.Login.Host == login.Host && known.Graph.Host == graph.Host);

    /// <summary>A page of the registration in the portal.</summary>
    /// <param name="blade">Overview, Authentication, Credentials or CallAnAPI.</param>
    public Uri RegistrationPage(string clientId, string blade) => new(
        Portal, $"#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/{blade}/appId/{Uri.EscapeDataString(clientId)}");

    /// <summary>The list of registrations in the portal.</summary>
    public Uri RegistrationsPage => new(Portal, "#view/Microsoft_AAD_IAM/ActiveDirectoryMenuBlade/~/RegisteredApps");

    private static MicrosoftCloudAddresses Hosts(string login, string graph, string portal) =>
        new(new($"https://{login}/"), new($"https://{graph}/v1.0/"), new($"https://{portal}/"));
}
