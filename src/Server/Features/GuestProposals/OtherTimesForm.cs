using Hidori.Domain.Appointments;
using Hidori.Domain.Time;
using Hidori.Server.Ui;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.GuestProposals;

/// <summary>再調整の依頼: a message, and up to five times in the guest's own zone.</summary>
public sealed class OtherTimesForm
{
    private readonly Forms _typed;

    public OtherTimesForm(IFormCollection form, DateTimeZone zone, Instant now)
    {
        _typed = new Forms(form);
        Message = _typed.RequiredText("wishMessage", Appointment.LongestText, Text.Of("WishMessageMissing"));
        Preferred =
        [
            .. Enumerable.Range(1, Appointment.MostPreferredTimes).Select(n => Read(n, zone, now)).OfType<PreferredTime>(),
        ];
    }

    public string Message { get; }
    public IReadOnlyList<PreferredTime> Preferred { get; }
    public bool IsValid => _typed.IsValid;
    public FormState State => _typed.State;

    public void Refuse(string field, string message) => _typed.Refuse(field, message);

    private PreferredTime? Read(int number, DateTimeZone zone, Instant now)
    {
        var (date, start, end) = (_typed.Text($"wishDate{number}"), _typed.Text($"wishStart{number}"), _typed.Text($"wishEnd{number}"));
        if (date.Length == 0)
            return null;
        var day = Forms.DateOf(date);
        var from = LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(start);
        var to = LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(end);
        if (day is null)
            _typed.Refuse($"wishDate{number}", Text.Of("WishDateMalformed"));
        if (!from.Success)
            _typed.Refuse($"wishStart{number}", Text.Of("WishTimeMissing"));
        if (!to.Success)
            _typed.Refuse($"wishEnd{number}", Text.Of("WishTimeMissing"));
        if (day is not { } on || !from.Success || !to.Success)
            return null;

        var begins = zone.InstantOf(on + from.Value);
        var ends = zone.InstantOf(on + to.Value);
        if (ends <= begins)
            _typed.Refuse($"wishEnd{number}", Text.Of("WishEndBeforeStart"));
        else if (begins <= now)
            _typed.Refuse($"wishDate{number}", Text.Of("WishInThePast"));
        else
            return new PreferredTime(begins, ends);
        return null;
    }
}
