using Hidori.Domain;
using Hidori.Server.Tenancy;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Storage;

/// <summary>One file. A write transaction begins IMMEDIATE, so it holds the only write lock from its first statement.</summary>
public sealed class SqliteDb(string connection, CurrentOrganization organization) : Db(organization)
{
    // Fixed width, so that the order of text is the order of time.
    private static readonly InstantPattern Iso =
        InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");

    private const int Width = 24;

    private const int Busy = 5;
    private const int Locked = 6;
    private const int Constraint = 19;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintUnique = 2067;

    /// <summary>An instant as it is kept here.</summary>
    internal static string TextOf(Instant instant) => Iso.Format(instant);

    /// <summary>The transaction's IMMEDIATE lock already excludes every other writer.</summary>
    public override Task LockAgendasAsync(IReadOnlyCollection<AgendaId> agendas, CancellationToken ct) =>
        Task.CompletedTask;

    public override bool IsOverlapRefusal(Exception failure) =>
        Find(failure) is { SqliteErrorCode: Constraint } e && e.Message.Contains("agenda overlap", StringComparison.Ordinal);

    public override bool IsPassing(Exception failure) => Find(failure) is { SqliteErrorCode: Busy or Locked };

    public override bool IsDuplicate(Exception failure) =>
        Find(failure) is { SqliteExtendedErrorCode: ConstraintPrimaryKey or ConstraintUnique };

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connection);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Instant>().HaveConversion<InstantAsText>();
        configurationBuilder.DefaultTypeMapping<Instant>().HasConversion<InstantAsText>();
        configurationBuilder.Properties<LocalDate>().HaveConversion<LocalDateAsText>();
    }

    private static SqliteException? Find(Exception? failure) =>
        failure as SqliteException ?? (failure?.InnerException is { } inner ? Find(inner) : null);

    private sealed class LocalDateAsText() : ValueConverter<LocalDate, string>(v => LocalDatePattern.Iso.Format(v), v => LocalDatePattern.Iso.Parse(v).Value);

    private sealed class InstantAsText() : ValueConverter<Instant, string>(v => Iso.Format(v), v => Read(v))
    {
        /// <summary>As <see cref="Iso"/> reads it, digit by digit: two of them in each row of a calendar.</summary>
        private static Instant Read(string text)
        {
            if (text.Length != Width || text[^1] != 'Z')
                return Iso.Parse(text).Value;
            int Number(int from, int digits)
            {
                var number = 0;
                foreach (var digit in text.AsSpan(from, digits))
                    number = (number * 10) + (digit - '0');
                return number;
            }

            return Instant.FromUtc(Number(0, 4), Number(5, 2), Number(8, 2), Number(11, 2), Number(14, 2), Number(17, 2)).PlusNanoseconds(Number(20, 3) * 1_000_000L);
        }
    }
}
