using System.Collections.Frozen;
using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Server.Storage.Rows;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Storage;

/// <summary>One connection with the statement of <see cref="PageLooks"/> on it, once for each kind of address that was asked for.</summary>
internal sealed class PageLook(DbConnection connection) : IDisposable
{
    private static readonly DiagnosticListener Diagnostics = new(PageLooks.DiagnosticsName);

    // One row. What is news is looked up only where it is, not looked up and thrown away; its lists come as JSON.
    private const string Sql =
        """
        SELECT o.id, p.id, p.version, COALESCE(w.version, 0), o.name, o.zone_id,
            CASE WHEN COALESCE(w.version, 0) <> @known THEN {versions} END,
            CASE WHEN COALESCE(w.version, 0) <> @known THEN {days} END,
            {one-time}
        FROM booking_pages p
        JOIN organizations o ON o.id = p.organization
        LEFT JOIN availability_versions w ON w.organization = o.id AND w.subject = '{whole}'
        {where}
        """;

    private const string InSqlite =
        """
        (SELECT json_group_array(json_array(v.subject, v.version)) FROM availability_versions v
            WHERE v.organization = o.id AND v.subject IN (
                SELECT p.id UNION ALL SELECT '{shared}'
                UNION ALL SELECT m.member FROM booking_page_members m WHERE m.page_id = p.id
                UNION ALL SELECT upper(r.value) FROM json_each(p.settings, '$.rooms') r))
        """;

    // One by one: as long as the database has no statistics, it would read the versions of the whole organization for "IN".
    private const string InPostgres =
        """
        (SELECT json_agg(json_build_array(v.subject, v.version))::text FROM (
                SELECT p.id AS subject UNION ALL SELECT '{shared}'::uuid
                UNION ALL SELECT m.member FROM booking_page_members m WHERE m.page_id = p.id
                UNION ALL SELECT json_array_elements_text(p.settings::json -> 'rooms')::uuid) wanted,
            LATERAL (SELECT u.subject, u.version FROM availability_versions u WHERE u.organization = o.id AND u.subject = wanted.subject) v)
        """;

    private const string DaysInSqlite = "(SELECT json_group_array(json_array(d.date, d.kind)) FROM organization_days d WHERE d.organization = o.id)";
    private const string DaysInPostgres = "(SELECT json_agg(json_build_array(d.date, d.kind))::text FROM organization_days d WHERE d.organization = o.id)";

    private readonly bool isSqlite = connection is SqliteConnection;
    private readonly Dictionary<Type, DbCommand> commands = [];
    private long askedAt;

    public bool IsOpen { get; private set; }

    public TimeSpan Idle => Stopwatch.GetElapsedTime(askedAt);

    public async Task<PageFound?> AskAsync(PageAddress address, long? known, Instant now, CancellationToken ct)
    {
        if (!IsOpen)
            await OpenAsync(ct);
        askedAt = Stopwatch.GetTimestamp();
        if (!commands.TryGetValue(address.GetType(), out var command))
            commands.Add(address.GetType(), command = await PrepareAsync(address, ct));
        var values = Values(address, known, now);
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i].Value;
        if (Diagnostics.IsEnabled())
            Diagnostics.Write(nameof(PageLooks), connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader, known) : null;
    }

    public void Dispose()
    {
        foreach (var command in commands.Values)
            command.Dispose();
        connection.Dispose();
    }

    private static PageFound Read(DbDataReader row, long? known)
    {
        var whole = row.GetInt64(3);
        return new PageFound(
            new OrganizationId(row.GetGuid(0)),
            new BookingPageId(row.GetGuid(1)),
            row.GetInt32(2),
            whole,
            whole == known
                ? null
                : new PageNews(
                    new SharedByPages(
                        row.GetString(4),
                        row.GetString(5),
                        List(row, 7).ToFrozenDictionary(d => LocalDatePattern.Iso.Parse(d[0].GetString()!).Value, d => Enum.Parse<OrganizationDay>(d[1].GetString()!))),
                    List(row, 6).ToFrozenDictionary(v => v[0].GetGuid(), v => v[1].GetInt64())),
            row.IsDBNull(8) ? null : new OneTimeVisit(row.GetGuid(8), row.GetBoolean(9)));
    }

    private static List<JsonElement[]> List(DbDataReader row, int column) =>
        row.IsDBNull(column) ? [] : JsonSerializer.Deserialize<List<JsonElement[]>>(row.GetString(column))!;

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

        IsOpen = true;
    }

    private async Task<DbCommand> PrepareAsync(PageAddress address, CancellationToken ct)
    {
        var where = address switch
        {
            PageAddress.Slugs => "WHERE o.slug = @organization AND p.slug = @page",
            PageAddress.Secret => "JOIN one_time_links l ON l.page = p.id WHERE l.secret_hash = @secret",
            _ => "WHERE p.id = @page",
        };
        var command = connection.CreateCommand();
        command.CommandText = Sql
            .Replace("{versions}", isSqlite ? InSqlite : InPostgres, StringComparison.Ordinal)
            .Replace("{days}", isSqlite ? DaysInSqlite : DaysInPostgres, StringComparison.Ordinal)
            .Replace("{one-time}", address is PageAddress.Secret ? "l.id, l.appointment IS NULL AND l.ends_at > @now" : "NULL, NULL", StringComparison.Ordinal)
            .Replace("{where}", where, StringComparison.Ordinal)
            .Replace("{whole}", AvailabilityVersionRow.Whole.ToString(), StringComparison.Ordinal)
            .Replace("{shared}", AvailabilityVersionRow.Shared.ToString(), StringComparison.Ordinal);
        foreach (var (name, value) in Values(address, known: null, default))
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await command.PrepareAsync(ct);
        return command;
    }

    private (string Name, object Value)[] Values(PageAddress address, long? known, Instant now)
    {
        // No version is below 0.
        (string, object) version = ("known", known ?? -1);
        return address switch
        {
            PageAddress.Slugs slugs => [version, ("organization", slugs.Organization), ("page", slugs.Page)],
            PageAddress.Secret secret => [version, ("secret", secret.Hash), ("now", isSqlite ? SqliteDb.TextOf(now) : now)],
            PageAddress.Id id => [version, ("page", isSqlite ? id.Page.Value.ToString().ToUpperInvariant() : id.Page.Value)],
            _ => throw new UnreachableException(),
        };
    }
}
