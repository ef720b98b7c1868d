using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using NpgsqlTypes;

namespace Hidori.Benchmarks.Ground;

/// <summary>
/// Many rows at once, past the product: one prepared statement in one transaction on SQLite, COPY on PostgreSQL. Triggers and keys to
/// other tables are off meanwhile, so whoever has a server running tells it of the change.
/// </summary>
internal sealed class BulkRows(FiguresDatabase database)
{
    private static readonly InstantPattern Iso = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <param name="columns">In the order of each row's values: uuid, instant or truth.</param>
    public Task WriteAsync(string table, IReadOnlyList<string> columns, IEnumerable<object[]> rows) =>
        database.Name is null ? ToSqliteAsync(table, columns, rows) : ToPostgresAsync(table, columns, rows);

    private async Task ToSqliteAsync(string table, IReadOnlyList<string> columns, IEnumerable<object[]> rows)
    {
        await using var connection = new SqliteConnection(database.Connection + ";Foreign Keys=False;Pooling=False");
        await connection.OpenAsync();
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync();
        SqliteCommand Command(string sql)
        {
            var command = connection.CreateCommand();
            (command.Transaction, command.CommandText) = (transaction, sql);
            return command;
        }

        Dictionary<string, string> triggers = [];
        await using (var asked = Command($"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"))
        await using (var found = await asked.ExecuteReaderAsync())
        {
            while (await found.ReadAsync())
                triggers[found.GetString(0)] = found.GetString(1);
        }

        foreach (var name in triggers.Keys)
        {
            await using var drop = Command($"DROP TRIGGER {name}");
            await drop.ExecuteNonQueryAsync();
        }

        await using (var insert = Command($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})"))
        {
            var values = columns.Select((_, i) => insert.Parameters.Add(new SqliteParameter($"@p{i}", null))).ToList();
            foreach (var row in rows)
            {
                for (var i = 0; i < row.Length; i++)
                    values[i].Value = row[i] is Instant instant ? Iso.Format(instant) : row[i];
                await insert.ExecuteNonQueryAsync();
            }
        }

        foreach (var sql in triggers.Values)
        {
            await using var again = Command(sql);
            await again.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private async Task ToPostgresAsync(string table, IReadOnlyList<string> columns, IEnumerable<object[]> rows)
    {
        await using var connection = new NpgsqlConnection(database.Connection + ";Pooling=false");
        await connection.OpenAsync();
        await using (var command = new NpgsqlCommand("SET session_replication_role = replica", connection))
            await command.ExecuteNonQueryAsync();
        await using (var copy = await connection.BeginBinaryImportAsync($"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync();
                foreach (var value in row)
                {
                    if (value is Instant instant)
                        await copy.WriteAsync(instant.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
                    else if (value is Guid id)
                        await copy.WriteAsync(id, NpgsqlDbType.Uuid);
                    else
                        await copy.WriteAsync((bool)value, NpgsqlDbType.Boolean);
                }
            }

            await copy.CompleteAsync();
        }

        await using var analyze = new NpgsqlCommand($"ANALYZE {table}", connection);
        await analyze.ExecuteNonQueryAsync();
    }
}
