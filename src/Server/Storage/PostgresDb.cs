using Hidori.Domain;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Hidori.Server.Storage;

/// <summary>For several nodes or many people.</summary>
public sealed class PostgresDb(NpgsqlDataSource source, CurrentOrganization organization) : Db(organization)
{
    public override async Task LockAgendasAsync(IReadOnlyCollection<AgendaId> agendas, CancellationToken ct)
    {
        var ids = agendas.Select(a => a.Value).ToArray();
        await Database.ExecuteSqlAsync(
            $"SELECT version FROM agendas WHERE whose = ANY({ids}) ORDER BY whose FOR UPDATE", ct);
    }

    public override bool IsOverlapRefusal(Exception failure) =>
        Find(failure) is { SqlState: PostgresErrorCodes.ExclusionViolation };

    public override bool IsPassing(Exception failure) => Find(failure) is
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable
    };

    public override bool IsDuplicate(Exception failure) =>
        Find(failure) is { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>A connection of the source, not the source: with that, EF would build its model and queries once more for each.</summary>
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.UseNpgsql(source.CreateConnection(), contextOwnsConnection: true, npgsql => npgsql.UseNodaTime());

    private static PostgresException? Find(Exception? failure) =>
        failure as PostgresException ?? (failure?.InnerException is { } inner ? Find(inner) : null);
}
