using Hidori.Integrations;

namespace Hidori.Server.Tests.Contracts;

/// <summary>The simulator, by the grants of people who signed in.</summary>
public sealed class Microsoft365CalendarContract : CalendarProviderContract
{
    protected override async Task<IOutside> StartAsync() => await Microsoft365Outside.StartAsync(Ct);
}

/// <summary>The simulator, by what an administrator granted to the application itself (client credentials).</summary>
public sealed class Microsoft365ApplicationCalendarContract : CalendarProviderContract
{
    /// <summary>Nobody's sign-in mends it: the administrator has taken the permission back.</summary>
    protected override Type WithdrawnGrant => typeof(PermissionLostException);

    protected override async Task<IOutside> StartAsync() => await Microsoft365Outside.StartAsync(Ct, AccessMode.Application);
}
