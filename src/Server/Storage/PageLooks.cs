using System.Collections.Frozen;
using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Hidori.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.ObjectPool;

namespace Hidori.Server.Storage;

/// <summary>What stands at the address of a booking page, and in which version.</summary>
/// <param name="PageVersion">Of the page's own row.</param>
/// <param name="Whole">The organization's; 0 where nothing of it ever changed.</param>
/// <param name="Parts">The versions of the subjects that were asked for, where the organization's is news; else empty.</param>
public sealed record PageFound(OrganizationId Organization, BookingPageId Page, int PageVersion, long Whole, IReadOnlyDictionary<Guid, long> Parts);

/// <summary>Whose versions a page in memory stands on, as a database is asked for them: written once a page, not once a look.</summary>
public sealed class WantedVersions(IEnumerable<Guid> subjects)
{
    public static readonly WantedVersions None = new([]);

    public Guid[] Subjects { get; } = [.. subjects];

    /// <summary>In JSON, as SQLite holds ids.</summary>
    public string Json => field ??= JsonSerializer.Serialize(Subjects.Select(s => s.ToString().ToUpperInvariant()));
}

/// <summary>
/// The one statement of a look at a booking page that follows no change (ADR 12). It is asked more often than all others together, and
/// a context, a query's tree and a connection made ready for each of them cost ten times what the database takes: so it is plain SQL,
/// prepared once on connections that are kept.
/// </summary>
public sealed class PageLooks(DbFactory factory) : IDisposable
{
    /// <summary>Tells of each statement with its connection, as EF Core's own diagnostics do of theirs, to whoever counts.</summary>
    public const string DiagnosticsName = "Hidori.Storage.PageLooks";

    private static readonly DiagnosticListener Diagnostics = new(DiagnosticsName);

    /// <summary>More looks than these at once open further connections and give them back. So many are kept from everybody else.</summary>
    private const int Most = 8;

    /// <summary>What stands between may have forgotten a connection that was silent for longer.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(2);

    private readonly ObjectPool<Statement> statements = new DefaultObjectPoolProvider
    {
        MaximumRetained = Math.Max(1, Math.Min(Most, factory.MostConnections / 4)),
    }.Create(new Policy(factory));

    /// <param name="known">The organization's version that the asker has in memory; null for none.</param>
    /// <param name="wanted">Whose versions are wanted as well where that one has passed.</param>
    public async Task<PageFound?> FindAsync(string organization, string page, long? known, WantedVersions wanted, CancellationToken ct)
    {
        for (var again = false; ; again = true)
        {
            // Whoever tries again does so on a connection of their own.
            var statement = again ? new Statement(factory.Connect()) : Take();
            var isKept = statement.IsOpen;
            try
            {
                var found = await statement.AskAsync(organization, page, known, wanted, ct);
                statements.Return(statement);
                return found;
            }
            catch (DbException e) when (isKept && e.InnerException is not TimeoutException && !ct.IsCancellationRequested)
            {
                // Its connection may have ended while it was kept, with the database's restart: a new one tells.
                statement.Dispose();
            }
            catch
            {
                statement.Dispose();
                throw;
            }
        }
    }

    public void Dispose() => (statements as IDisposable)?.Dispose();

    private Statement Take()
    {
        while (true)
        {
            var statement = statements.Get();
            if (!statement.IsOpen || statement.Idle < LongestIdle)
                return statement;
            statement.Dispose();
        }
    }

    private sealed class Policy(DbFactory factory) : PooledObjectPolicy<Statement>
    {
        public override Statement Create() => new(factory.Connect());

        public override bool Return(Statement obj) => true;
    }

    /// <summary>One connection with the statement on it.</summary>
    private sealed class Statement(DbConnection connection) : IDisposable
    {
        // One row where nothing has changed; else one for each subject that has a version.
        private const string Sql =
            """
            SELECT o.id, p.id, p.version, w.version, s.subject, s.version
            FROM organizations o
            JOIN booking_pages p ON p.organization = o.id
            LEFT JOIN availability_versions w ON w.organization = o.id AND w.subject = '00000000-0000-0000-0000-000000000000'
            LEFT JOIN {0}
            WHERE o.slug = @organization AND p.slug = @page
            """;

        // Subjects are looked up only where they are news, not looked up and thrown away.
        private const string InSqlite =
            "availability_versions s ON s.organization = o.id AND s.subject IN (SELECT value FROM json_each(CASE WHEN w.version <> @known THEN @subjects ELSE '[]' END))";

        // One by one: as long as the database has no statistics, it would read the versions of the whole organization for "= ANY".
        private const string InPostgres =
            """
            LATERAL (
                SELECT v.subject, v.version
                FROM unnest(CASE WHEN w.version <> @known THEN @subjects ELSE '{}'::uuid[] END) AS wanted (subject)
                JOIN availability_versions v ON v.organization = o.id AND v.subject = wanted.subject) s ON true
            """;

        private readonly DbCommand command = connection.CreateCommand();
        private readonly bool isSqlite = connection is SqliteConnection;
        private long askedAt;

        public bool IsOpen { get; private set; }

        public TimeSpan Idle => Stopwatch.GetElapsedTime(askedAt);

        public async Task<PageFound?> AskAsync(string organization, string page, long? known, WantedVersions wanted, CancellationToken ct)
        {
            if (!IsOpen)
                await OpenAsync(ct);
            askedAt = Stopwatch.GetTimestamp();
            command.Parameters[0].Value = organization;
            command.Parameters[1].Value = page;
            command.Parameters[2].Value = known ?? 0;
            command.Parameters[3].Value = isSqlite ? wanted.Json : wanted.Subjects;
            if (Diagnostics.IsEnabled())
                Diagnostics.Write(nameof(PageLooks), connection);
            await using var reader = await command.ExecuteReaderAsync(ct);
            if (!await reader.ReadAsync(ct))
                return null;
            var found = new PageFound(
                new OrganizationId(reader.GetGuid(0)), new BookingPageId(reader.GetGuid(1)), reader.GetInt32(2), Version(reader), FrozenDictionary<Guid, long>.Empty);
            if (reader.IsDBNull(4))
                return found;
            var parts = new Dictionary<Guid, long>();
            do
            {
                parts.Add(reader.GetGuid(4), reader.GetInt64(5));
            }
            while (await reader.ReadAsync(ct));
            return found with { Parts = parts };
        }

        public void Dispose()
        {
            command.Dispose();
            connection.Dispose();
        }

        private static long Version(DbDataReader reader) => reader.IsDBNull(3) ? 0 : reader.GetInt64(3);

        private async Task OpenAsync(CancellationToken ct)
        {
            await connection.OpenAsync(ct);
            if (!isSqlite)
            {
                // The plan is the same for every page; to plan it anew costs several times what it takes to run.
                await using var setting = connection.CreateCommand();
                setting.CommandText = "SET plan_cache_mode = force_generic_plan";
                await setting.ExecuteNonQueryAsync(ct);
            }

            command.CommandText = Sql.Replace("{0}", isSqlite ? InSqlite : InPostgres, StringComparison.Ordinal);
            Add("organization", "");
            Add("page", "");
            Add("known", 0L);
            Add("subjects", isSqlite ? "" : Array.Empty<Guid>());
            await command.PrepareAsync(ct);
            IsOpen = true;
        }

        private void Add(string name, object value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }
}
