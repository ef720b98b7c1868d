using System.Text.Json;
using Hidori.Domain;
using Hidori.Server.Features.Notifications;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>Why no mail goes out that asks to confirm an address.</summary>
public enum PendingRefusal
{
    /// <summary>Enough was mailed to it within the hour.</summary>
    AddressHasEnough,

    /// <summary>Enough was mailed for the page within the hour, to whatever addresses.</summary>
    PageHasEnough,
}

/// <summary>
/// メールアドレスの確認: bookings that wait for their guest to press the button that was mailed to them. Nothing is taken
/// meanwhile, so that nobody can fill a page with addresses that are not theirs.
/// </summary>
public sealed class KeepPending(Db db, AddressConfirmations confirmations, MailQueue mails, Bell bell, ISecrets secrets, SealedText sealedText, IClock clock)
{
    /// <summary>Each hour, to one address of one organization.</summary>
    public const int MostMails = 3;

    public static readonly Duration Life = Duration.FromHours(24);
    private static readonly Duration Window = Duration.FromHours(1);

    /// <summary>Whether this page asks its guests, and can.</summary>
    public bool Asks(EnteredPage entered) => entered.Page.Settings.Mails.ConfirmsAddress && entered.OnBehalf is null && confirmations.CanMail;

    /// <summary>Keeps what was typed and mails the link. The same form sent again mails nothing again.</summary>
    /// <returns>Null when the mail goes out, or did.</returns>
    public async Task<PendingRefusal?> AskAsync(EnteredPage entered, BookingForm form, Instant start, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await db.PendingBookings.AnyAsync(p => p.Attempt == form.Attempt, ct))
            return null;
        var address = LinkHash.Of(form.Mail);
        if (await db.PendingBookings.CountAsync(p => p.AddressHash == address && p.CreatedAt > now - Window, ct) >= MostMails)
            return PendingRefusal.AddressHasEnough;
        // Forms that come at the same moment may pass together: it bounds a flood, and counts no single mail.
        if (await db.PendingBookings.CountAsync(p => p.Page == entered.Page.Id && p.CreatedAt > now - Window, ct) >= confirmations.MostPerPage)
            return PendingRefusal.PageHasEnough;

        var secret = secrets.NewLinkSecret();
        var id = Guid.CreateVersion7();
        Outbox.Open(db, SubjectKind.PendingBooking, id, entered.Page.Organization, now + Life);
        db.PendingBookings.Add(new PendingBookingRow
        {
            Id = id,
            Organization = entered.Page.Organization,
            Page = entered.Page.Id,
            Attempt = form.Attempt,
            SecretHash = LinkHash.Of(secret),
            AddressHash = address,
            ProtectedForm = sealedText.Seal(SealedText.PendingBooking, JsonSerializer.Serialize(
                form.Posted.ToLookup(f => f.Key, f => f.Value).ToDictionary(f => f.Key, f => f.ToArray()))),
            CreatedAt = now,
            EndsAt = now + Life,
        });
        var time = new Interval(start, start + Duration.FromMinutes(form.Minutes));
        mails.Queue(entered.Page.Organization, await confirmations.PrepareAsync(
            entered.Frame.OrganizationName, entered.Page.Name, form.Mail, time, entered.Choice.Zone, now + Life, $"{entered.Base}/confirm/{secret}",
            (await Letterhead.OfAsync(db, entered.Page.Id, ct)).Logo));
        try
        {
            await db.SaveChangesAsync(ct);
            bell.Ring();
        }
        catch (DbUpdateException failure) when (db.IsDuplicate(failure))
        {
            // The same form twice at once: the other one mails.
            db.ChangeTracker.Clear();
        }

        return null;
    }

    /// <returns>Null when there is none, or its time is over.</returns>
    public async Task<Pending?> FindAsync(BookingPageId page, string secret, CancellationToken ct)
    {
        var (hash, now) = (LinkHash.Of(secret), clock.GetCurrentInstant());
        return await db.PendingBookings.AsNoTracking().FirstOrDefaultAsync(p => p.SecretHash == hash && p.Page == page && p.EndsAt > now, ct) is not { } row ? null
            : new Pending(row.Attempt, row.ProtectedForm is { } kept ? FormOf(kept) : null, row.IsConfirmed);
    }

    /// <summary>Whoever pressed has read the mail. What was typed is kept until a booking stands.</summary>
    public Task NoteConfirmedAsync(string secret, CancellationToken ct)
    {
        var hash = LinkHash.Of(secret);
        return db.PendingBookings.Where(p => p.SecretHash == hash).ExecuteUpdateAsync(set => set.SetProperty(p => p.IsConfirmed, true), ct);
    }

    /// <summary>Whether somebody who chooses another time has confirmed this address already.</summary>
    public Task<bool> IsProvenAsync(BookingPageId page, string secret, string mail, CancellationToken ct)
    {
        var (hash, address, now) = (LinkHash.Of(secret), LinkHash.Of(mail), clock.GetCurrentInstant());
        return db.PendingBookings.AnyAsync(
            p => p.SecretHash == hash && p.Page == page && p.AddressHash == address && p.IsConfirmed && p.ProtectedForm != null && p.EndsAt > now, ct);
    }

    /// <summary>A booking stands: what was typed is forgotten, and the link proves nothing any more.</summary>
    public Task NoteBookedAsync(string secret, CancellationToken ct)
    {
        var hash = LinkHash.Of(secret);
        return db.PendingBookings.Where(p => p.SecretHash == hash).ExecuteUpdateAsync(set => set.SetProperty(p => p.ProtectedForm, (string?)null), ct);
    }

    private FormCollection FormOf(string kept) => new(
        JsonSerializer.Deserialize<Dictionary<string, string?[]>>(sealedText.Open(SealedText.PendingBooking, kept))!
            .ToDictionary(f => f.Key, f => new StringValues(f.Value), StringComparer.Ordinal));
}

/// <param name="Form">As it was typed; null once it was booked.</param>
public sealed record Pending(Guid Attempt, FormCollection? Form, bool IsConfirmed);
