using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Hidori.Benchmarks.Confirm;

/// <summary>What bare rows came to.</summary>
internal sealed record RawFigures(int Won, int Pressed, TimeSpan Lasted)
{
    public double PerSecond => Pressed / Lasted.TotalSeconds;
}

/// <summary>The primitive beneath: the same attempts as bare rows of the same table, one a commit, refused by the same constraint.</summary>
internal static class RawInserts
{
    private const string Sql = "INSERT INTO taken_times (whose, appointment, candidate, organization, starts_at, ends_at, is_fixed) "
        + "VALUES (@whose, @appointment, @candidate, @organization, @start, @end, @fixed)";

    private static readonly InstantPattern Iso = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");

    public static async Task<RawFigures> RunAsync(ConfirmWorld world, IReadOnlyList<int> slots, int clients)
    {
        // Nobody's hosts, of no organization that anybody shows.
        var (hosts, organization) = (Enumerable.Range(0, ConfirmWorld.Hosts).Select(_ => Guid.CreateVersion7()).ToList(), Guid.CreateVersion7());
        var (next, won) = (-1, 0);
        // One a process waits for SQLite's one writer in order, as the product does.
        using var turn = new SemaphoreSlim(world.Database.Name is null ? 1 : clients);
        var since = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            await using System.Data.Common.DbConnection connection = world.Database.Name is null
                ? new SqliteConnection(world.Database.Connection + ";Foreign Keys=False")
                : new NpgsqlConnection(world.Database.Connection + ";Options=-c session_replication_role=replica");
            await connection.OpenAsync();
            for (var i = Interlocked.Increment(ref next); i < slots.Count; i = Interlocked.Increment(ref next))
            {
                await using var command = Command(connection, hosts[slots[i] % hosts.Count], organization, world.StartOf(slots[i]));
                await turn.WaitAsync();
                try
                {
                    await command.ExecuteNonQueryAsync();
                    Interlocked.Increment(ref won);
                }
                catch (Exception refused) when (
                    refused is PostgresException { SqlState: PostgresErrorCodes.ExclusionViolation } || refused is SqliteException { SqliteErrorCode: 19 })
                {
                    // Somebody was quicker.
                }
                finally
                {
                    turn.Release();
                }
            }
        })));
        var lasted = since.Elapsed;
        await world.Database.CountAsync($"DELETE FROM taken_times WHERE organization = '{(world.Database.Name is null ? organization.ToString().ToUpperInvariant() : organization)}' RETURNING 1");
        return new RawFigures(won, slots.Count, lasted);
    }

    public static Task<Instant> NowAsync(ConfirmWorld world) =>
        world.InOrganizationAsync(scope => Task.FromResult(scope.GetRequiredService<IClock>().GetCurrentInstant()));

    private static System.Data.Common.DbCommand Command(System.Data.Common.DbConnection connection, Guid host, Guid organization, Instant start)
    {
        var command = connection.CreateCommand();
        command.CommandText = Sql;
        var isSqlite = connection is SqliteConnection;
        object At(Instant instant) => isSqlite ? Iso.Format(instant) : instant.ToDateTimeUtc();
        foreach (var (name, value) in (IEnumerable<(string, object)>)
            [
                ("whose", host), ("appointment", Guid.CreateVersion7()), ("candidate", Guid.CreateVersion7()), ("organization", organization),
                ("start", At(start)), ("end", At(start + Duration.FromMinutes(ConfirmWorld.Minutes))), ("fixed", true),
            ])
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
