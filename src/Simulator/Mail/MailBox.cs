using NodaTime;

namespace Hidori.Simulator.Mail;

/// <summary>Every message the mail server accepted, for whomever, oldest first.</summary>
public sealed class MailBox(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<ReceivedMail> messages = [];

    internal Action? Changed { get; set; }

    public IReadOnlyList<ReceivedMail> Messages
    {
        get
        {
            lock (gate) return [.. messages];
        }
    }

    /// <summary>The messages whose envelope names the address.</summary>
    public IReadOnlyList<ReceivedMail> To(string address) =>
        [.. Messages.Where(m => m.EnvelopeTo.Contains(address, StringComparer.OrdinalIgnoreCase))];

    public void Clear()
    {
        lock (gate) messages.Clear();
        Changed?.Invoke();
    }

    internal IReadOnlyList<RawMail> Raw => [.. Messages.Select(m => new RawMail(m.ReceivedAt, m.EnvelopeFrom, m.EnvelopeTo, Convert.ToBase64String(m.Raw.Span)))];

    internal void Accept(string from, IReadOnlyList<string> to, byte[] raw) =>
        Add(Instant.FromDateTimeOffset(time.GetUtcNow()), from, to, raw);

    internal void Load(IEnumerable<RawMail> saved)
    {
        foreach (var mail in saved) Add(mail.At, mail.From, mail.To, Convert.FromBase64String(mail.Content));
    }

    private void Add(Instant at, string from, IReadOnlyList<string> to, byte[] raw)
    {
        lock (gate) messages.Add(ReceivedMail.Read(messages.Count + 1, at, from, to, raw));
        Changed?.Invoke();
    }
}

internal sealed record RawMail(Instant At, string From, IReadOnlyList<string> To, string Content);
