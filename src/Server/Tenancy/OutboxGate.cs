using Hidori.Server.Outside;

namespace Hidori.Server.Tenancy;

/// <summary>The worker's way into an organization: a leased outbox row.</summary>
public static class OutboxGate
{
    public static void Let(IServiceProvider scope, Lease lease) =>
        scope.GetRequiredService<Admission>().Let(new CurrentOrganization(lease.Organization));
}
