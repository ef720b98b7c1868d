using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using Hidori.Integrations;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>What every calendar adapter promises (HOUSE §6.4), whatever the vendor. One subclass for each.</summary>
public abstract partial class CalendarProviderContract : IAsyncLifetime
{
    private static readonly ZonedDateTimePattern People =
        ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm z", DateTimeZoneProviders.Tzdb);

    private readonly EntryKey _key = new(AppointmentId.New(), CandidateId.New(), MemberId.New());

    protected IOutside Outside { get; private set; } = null!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What a withdrawn grant is called: its owner can mend it, or only an administrator.</summary>
    protected virtual Type WithdrawnGrant => typeof(ConnectionBrokenException);

    protected abstract Task<IOutside> StartAsync();

    public async ValueTask InitializeAsync() => Outside = await StartAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Outside.DisposeAsync();
    }

    protected static Instant At(string time) => People.Parse(time).Value.ToInstant();

    protected static Interval Between(string start, string end) => new(At(start), At(end));

    private static CalendarContent Hold(string start = "2026-04-06 10:00 Asia/Tokyo", int minutes = 60) => new(
        EntryPurpose.Hold, "【仮予約】サンプル商事:山本", new Interval(At(start), At(start) + Duration.FromMinutes(minutes)),
        "Asia/Tokyo", "お客様: サンプル商事 山本\n<b>太字ではない</b>", "", WithJoinLink: false, []);

    private CalendarContent Meeting(string start = "2026-04-06 10:00 Asia/Tokyo", bool withLink = true) => Hold(start) with
    {
        Purpose = EntryPurpose.Meeting,
        Subject = "ご相談",
        Place = "本社 3F",
        WithJoinLink = withLink,
        Attendees = [new Attendee("佐藤 健一", Outside.AddressOf(Outside.Sato))],
    };

    private Task<RemoteEntry> PutAsync(
        CalendarContent content, RemoteEntry? known = null, int generation = 0, bool inDoubt = false,
        WrittenEntry? ours = null) =>
        Outside.Calendar.PutAsync(Outside.Tanaka, _key, content, known?.RemoteId, generation, inDoubt, ours, Ct);

    private SeenEntry TheOnlyEntry() => Assert.Single(Outside.CalendarOf(Outside.Tanaka));

    private Task<BusyTimes.Known> ReadAsync(string start, string end) =>
        Outside.Calendar.ReadBusyAsync(Outside.Tanaka, Between(start, end), Ct);

    private Task<BusyTimes.Known> ReadApril() => ReadAsync("2026-04-01 00:00 Asia/Tokyo", "2026-05-01 00:00 Asia/Tokyo");

    private void Takes(string start, string end, Func<ForeignEntry, ForeignEntry>? with = null)
    {
        var entry = new ForeignEntry("別件", At(start), At(end));
        Outside.TakesTime(Outside.Tanaka, with is null ? entry : with(entry));
    }
}
