using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hidori.Integrations;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hidori.Server.Storage;

/// <summary>Slots as advisory locks: held by a session, so that they go with a node that dies, and need no table.</summary>
/// <remarks>
/// A slot occupies a connection while its call is in flight. They come from a pool of their own, and its bound is how
/// many calls one node has under way at once.
/// </remarks>
public sealed class PostgresCallSlots(IOptions<DatabaseOptions> options) : ICallSlots, IAsyncDisposable
{
    private const int MostSessions = 32;
    private const int ShortestPause = 20;
    private const int LongestPause = 120;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(options.Value.Connection) { MaxPoolSize = MostSessions, ConnectionIdleLifetime = 30 });

    public async Task<IAsyncDisposable> TakeAsync(string mailbox, int most, CancellationToken ct)
    {
        while (true)
        {
            // Nobody waits with a session in hand: those who hold a slot need none, and those who wait take turns.
            var session = await _source.OpenConnectionAsync(ct);
            try
            {
                for (var number = 0; number < most; number++)
                {
                    if (await TryAsync(session, KeyOf(mailbox, number), ct))
                        return new Held(session, KeyOf(mailbox, number));
                }
            }
            catch
            {
                await session.DisposeAsync();
                throw;
            }

            await session.DisposeAsync();
            await Task.Delay(RandomNumberGenerator.GetInt32(ShortestPause, LongestPause), ct);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task<bool> TryAsync(NpgsqlConnection session, long key, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", session) { Parameters = { new() { Value = key } } };
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private static long KeyOf(string mailbox, int number) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"call-slot {mailbox} {number}")));

    private sealed class Held(NpgsqlConnection session, long key) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (session)
            {
                await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", session) { Parameters = { new() { Value = key } } };
                await command.ExecuteNonQueryAsync();
            }
        }
    }
}
