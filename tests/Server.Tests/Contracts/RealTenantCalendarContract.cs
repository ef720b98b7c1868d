namespace Hidori.Server.Tests.Contracts;

/// <summary>The same promises against Microsoft itself, when a tenant is named in the environment (docs/operations/real-tenant.md).</summary>
public sealed class RealTenantCalendarContract : CalendarProviderContract
{
    protected override Task<IOutside> StartAsync() => RealTenantOutside.StartAsync(RealTenant.Needed());
}
