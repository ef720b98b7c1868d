using Hidori.Simulator.Microsoft365.Identity;

namespace Hidori.Simulator.Microsoft365;

public sealed partial class Microsoft365World
{
    /// <summary>Takes back what the account, or an administrator for it, granted; tokens in use live on until they expire unless said otherwise.</summary>
    public void RevokeConsent(string who, bool alsoAccessTokens = false) => Run(o =>
    {
        var account = Known(o, who);
        o.State.Consents.RemoveAll(c => c.Account == account.Id || (c.Account is null && c.Tenant == account.Tenant));
        o.EndSubscriptions(s => s.Creator == account.Id);
        if (alsoAccessTokens) o.State.AccessGrants.RemoveAll(g => g.Account == account.Id);
    });

    /// <summary>"Revoke sessions", and a password that an administrator resets: refresh tokens answer AADSTS50173 from now on.</summary>
    public void RevokeRefreshTokens(string who) => Run(o =>
    {
        var account = Known(o, who);
        foreach (var grant in o.State.RefreshGrants.Where(g => g.Account == account.Id)) grant.IsRevoked = true;
    });

    /// <summary>Makes the access tokens of the account unknown, as if they had expired early.</summary>
    public void ForgetAccessTokens(string who) => Run(o =>
    {
        var account = Known(o, who);
        o.State.AccessGrants.RemoveAll(g => g.Account == account.Id);
    });

    /// <summary>Makes the access tokens of an application that speaks for itself unknown, as if they had expired early.</summary>
    public void ForgetApplicationTokens(string clientId) => Run(o =>
    {
        o.State.AccessGrants.RemoveAll(g => g.Account is null && g.ClientId == clientId);
    });

    public void GrantForOrganization(string tenant, string clientId, params IReadOnlyList<string> scopes) => Run(o =>
        Consents.Remember(o.State, TenantFor(o, tenant, "").Id, null, clientId, [.. scopes.Select(Scopes.Short)]));

    /// <summary>Uploads a certificate (DER) to a registration.</summary>
    public void UploadCertificate(string clientId, byte[] certificate) => Run(o =>
    {
        o.State.Apps.First(a => a.ClientId == clientId).Certificates.Add(Convert.ToBase64String(certificate));
    });

    /// <summary>The registration's secret runs out: AADSTS7000222 from now on.</summary>
    public void ExpireSecret(string clientId, bool isExpired = true) => Run(o =>
    {
        o.State.Apps.First(a => a.ClientId == clientId).SecretIsExpired = isExpired;
    });

    /// <summary>An administrator grants application permissions; tokens in use keep what they had.</summary>
    public void GrantToApplication(string tenant, string clientId, params IReadOnlyList<string> permissions) => Run(o =>
    {
        o.State.Apps.First(a => a.ClientId == clientId).ApplicationPermissions[TenantFor(o, tenant, "").Id] = [.. permissions];
    });

    /// <summary>ApplicationAccessPolicy: from now on the application reaches only these mailboxes.</summary>
    public void LimitApplication(string clientId, params IReadOnlyList<string> who) => Run(o =>
    {
        o.State.Apps.First(a => a.ClientId == clientId).ReachableAccounts = [.. who.Select(w => Known(o, w).Id)];
    });

    public void SetUserConsent(string tenant, UserConsent consent) => Run(o => { TenantFor(o, tenant, "").UserConsent = consent; });

    public void SetGuest(string who, bool isGuest = true) => Run(o => { Known(o, who).IsGuest = isGuest; });

    public void SetMailboxState(string who, MailboxState mailbox) => Run(o => { Known(o, who).Mailbox = mailbox; });

    /// <summary>Whether the account may sign in and refresh from now on.</summary>
    public void SetSignIn(string who, SignInBlock block) => Run(o => { Known(o, who).SignIn = block; });

    /// <summary>Consent to the app is kept from plain users because Microsoft deems it risky.</summary>
    public void SetRisk(string clientId, bool isRisky) => Run(o => { o.State.Apps.First(a => a.ClientId == clientId).IsRisky = isRisky; });

    /// <summary>Other products, with what they bring: an assigned or a removed licence.</summary>
    public void SetSkus(string who, params IReadOnlyList<string> skus) => Run(o => { Known(o, who).Skus = [.. skus]; });

    public void SetTeams(string who, TeamsAvailability teams) => Run(o => { Known(o, who).TeamsAfter = teams.After; });

    /// <summary>Whether colleagues are refused the mailbox's free/busy times.</summary>
    public void SetHidesFreeBusy(string who, bool hides) => Run(o => { Known(o, who).HidesFreeBusy = hides; });

    public void SetTimeZone(string who, string zone) => Run(o => { Known(o, who).TimeZone = zone; });

    public void SetRoomPolicy(string room, RoomPolicy policy) => Run(o =>
    {
        (Known(o, room).Room ?? throw new ArgumentException("Not a room.", nameof(room))).Policy = policy;
    });

    /// <summary>Forgets who is being throttled.</summary>
    public void ResetThrottle() => Turns.Reset();

    /// <summary>Everybody and every room, in the order they were added.</summary>
    public IReadOnlyList<AccountSummary> Accounts => Run(o => o.State.Accounts.Select(a => new AccountSummary(
        a.Id, a.Tenant, a.UserPrincipalName, a.Address, a.DisplayName, a.IsAdmin, a.Mailbox, new TeamsAvailability(a.TeamsAfter), a.Room?.Policy, a.SignIn,
        o.State.Consents.Exists(c => c.Account == a.Id || (c.Account is null && c.Tenant == a.Tenant)))).ToList(), changes: false);

    public IReadOnlyList<TenantSummary> Tenants =>
        Run(o => o.State.Tenants.Select(t => new TenantSummary(t.Id, t.Name, t.Domain, t.UserConsent)).ToList(), changes: false);

    /// <summary>How many times each refresh token was used, newest token last.</summary>
    public IReadOnlyList<int> RefreshTokenUses(string who) => Run(o =>
    {
        var account = Known(o, who);
        return o.State.RefreshGrants.Where(g => g.Account == account.Id).Select(g => g.Uses).ToList();
    }, changes: false);
}

/// <summary>An account at a moment; the room policy is null for people.</summary>
public sealed record AccountSummary(
    string Id,
    string Tenant,
    string UserPrincipalName,
    string Address,
    string DisplayName,
    bool IsAdmin,
    MailboxState Mailbox,
    TeamsAvailability Teams,
    RoomPolicy? RoomPolicy,
    SignInBlock SignIn,
    bool HasConsented);

public sealed record TenantSummary(string Id, string Name, string Domain, UserConsent UserConsent);
