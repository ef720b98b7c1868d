using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Server.Ui;
using Microsoft.Extensions.Primitives;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>What a guest typed on a page's form, or messages at its fields (SPEC B7).</summary>
public sealed class BookingForm
{
    public const string Trap = "website";

    /// <summary>The secret of a mailed link whose button was pressed: another time needs no second mail.</summary>
    public const string Proof = "proof";
    public const int LongestName = 100;

    /// <summary>Of what is no text of the guest's: identifiers, dates, ticks.</summary>
    private const int LongestWord = 64;

    /// <summary>Nobody reads and fills the form sooner than this; whoever does is asked to press once more.</summary>
    private static readonly Duration Soonest = Duration.FromSeconds(2);

    /// <summary>Chosen anew at every step, or drawn with the page.</summary>
    private static readonly string[] OfStep = ["start", "zone", "minutes", "lang", "attempt", "behalf", Proof];

    private readonly IFormCollection posted;
    private readonly Forms typed;

    /// <param name="behalf">A member fills it in for a guest on the telephone, who may have no mail and consents by voice.</param>
    public BookingForm(IFormCollection sent, GuestForm fields, bool behalf, Instant now)
    {
        posted = FieldsOf(sent, fields);
        typed = new Forms(posted);
        Start = StartOf(posted["start"]);
        Minutes = Forms.NumberOf(posted["minutes"]) ?? 0;
        Attempt = AttemptOf(posted);

        Company = fields.Company == FieldNeed.Hidden ? ""
            : fields.Company == FieldNeed.Required && !behalf ? typed.RequiredText("company", LongestName, Text.Of("CompanyMissing"))
            : typed.Text("company", LongestName);
        Name = typed.RequiredText("name", LongestName, Text.Of("NameMissing"));
        Mail = typed.Mail("mail");
        if (Mail.Length == 0 && !behalf)
            typed.Refuse("mail", Text.Of("MailMissing"));
        var phone = fields.Phone == FieldNeed.Hidden ? ""
            : fields.Phone == FieldNeed.Required ? typed.RequiredText("phone", GuestForm.LongestPhone, Text.Of("PhoneMissing"))
            : typed.Text("phone", GuestForm.LongestPhone);
        if (phone.Any(c => char.IsLetter(c)))
            typed.Refuse("phone", Text.Of("PhoneMalformed"));

        List<string> lines = phone.Length > 0 ? [$"TEL: {phone}"] : [];
        foreach (var question in fields.Questions)
        {
            // Only the end of a line stands in no choice: several are told one a line.
            lines.AddRange(AnswersTo(question, behalf) switch
            {
                [] => [],
                [var answer] => [$"{question.Label}: {answer}"],
                var several => [$"{question.Label}:", .. several.Select(a => "・" + a)],
            });
        }

        Companions = CompanionsOf(fields.MostCompanions);
        // Whoever is on the telephone reads none of this: the member says in what they are written to.
        Language = behalf && Languages.IsKnown(typed.Text("guestLanguage")) ? typed.Text("guestLanguage") : Languages.Current;
        if (fields.PrivacyText.Length > 0 && !behalf && !typed.IsChecked("privacy"))
            typed.Refuse("privacy", Text.Of("PrivacyMissing"));
        Note = string.Join("\n", lines);

        // A field that people do not see, and a form sent before anybody can have read it: robots. Whoever is none is told what to do.
        if (!behalf && IsByRobot(sent, now))
            typed.Refuse("", Text.Of("PressAgain", Text.Of("Confirm")));
    }

    public Instant? Start { get; }
    public int Minutes { get; }
    public Guid Attempt { get; }
    public string Company { get; }
    public string Name { get; }
    public string Mail { get; }
    public string Note { get; }

    /// <summary>In which the guest is written to.</summary>
    public string Language { get; }
    public string Companions { get; }
    public string ProofTyped => typed.Text(Proof);
    public bool IsValid => typed.IsValid;
    public FormState State => typed.State;

    /// <summary>As it was posted, field by field.</summary>
    public IEnumerable<KeyValuePair<string, string>> Posted => posted.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? "")));

    /// <summary>What goes along to another time.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> HandedOn => HandedOnOf(posted, ProofTyped);

    /// <summary>What a page's form asks for. Whatever else is posted is neither kept nor sent back.</summary>
    public static FormCollection FieldsOf(IFormCollection posted, GuestForm fields)
    {
        var all = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var name in (string[])[.. OfStep, "privacy", "guestLanguage"])
            Keep(name, v => v.Length <= LongestWord);
        foreach (var (name, isAsked) in (ReadOnlySpan<(string, bool)>)
            [("name", true), ("mail", true), ("company", fields.Company != FieldNeed.Hidden), ("phone", fields.Phone != FieldNeed.Hidden), ("companions", fields.MostCompanions > 0)])
            Keep(name, _ => isAsked);
        foreach (var question in fields.Questions)
        {
            Keep("q_" + question.Key, question.Kind switch
            {
                QuestionKind.Text or QuestionKind.LongText => _ => true,
                QuestionKind.Choice or QuestionKind.Several => question.Choices.Contains,
                QuestionKind.Consent => v => v.Length <= LongestWord,
            });
        }

        return new FormCollection(all);

        void Keep(string name, Func<string, bool> isFit)
        {
            if (posted[name].OfType<string>().Where(isFit).Distinct().ToArray() is { Length: > 0 } values)
                all[name] = values;
        }
    }

    /// <summary>
    /// What a link says that is known already: ?company=…&amp;name=…&amp;mail=…&amp;phone=…&amp;companions=…&amp;q_key=…. Nobody else can
    /// agree for the guest.
    /// </summary>
    public static FormCollection BroughtBy(IQueryCollection query, GuestForm fields)
    {
        (string Name, int Longest)[] texts =
        [
            ("company", LongestName), ("name", LongestName), ("mail", Forms.LongestMail), ("phone", GuestForm.LongestPhone),
            ("companions", Appointment.LongestCompanions),
            .. fields.Questions.Where(q => q.Kind != QuestionKind.Consent && q.Kind != QuestionKind.Several).Select(q => ("q_" + q.Key, GuestForm.LongestAnswer)),
        ];
        var all = texts.Where(t => query[t.Name].ToString().Length > 0)
            .ToDictionary(t => t.Name, t => new StringValues(LongText.Cut(query[t.Name][0] ?? "", t.Longest)), StringComparer.Ordinal);
        foreach (var several in fields.Questions.Where(q => q.Kind == QuestionKind.Several))
            all["q_" + several.Key] = query["q_" + several.Key];
        return FieldsOf(new FormCollection(all), fields);
    }

    /// <summary>What was typed and ticked, without what is chosen anew. Empty where nothing was.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> HandedOnOf(IFormCollection fields, string proof) =>
    [
        .. fields.Where(f => !OfStep.Contains(f.Key)).SelectMany(f => f.Value.OfType<string>().Where(v => v.Length > 0).Select(v => KeyValuePair.Create(f.Key, v))),
        .. proof.Length > 0 ? (KeyValuePair<string, string>[])[new(Proof, proof)] : [],
    ];

    public static string NewAttempt(Instant now) => Guid.CreateVersion7(now.ToDateTimeOffset()).ToString();

    public static Instant? StartOf(string? text) =>
        InstantPattern.ExtendedIso.Parse(text ?? "") is { Success: true, Value: var start } && Forms.IsNear(start.InUtc().Date) ? start : null;

    /// <summary>Goes along to the next step.</summary>
    public void Carry(string name, string value) => typed.Set(name, value);

    public void Refuse(string field, string message) => typed.Refuse(field, message);

    /// <summary>Empty where the form bore none.</summary>
    public static Guid AttemptOf(IFormCollection posted) =>
        Guid.TryParse(posted["attempt"], out var attempt) && attempt.Version == 7 ? attempt : Guid.Empty;

    /// <summary>Of a form that is shown again: whoever filled it in before is none the quicker for sending it at once.</summary>
    public static string KeptAttempt(IFormCollection posted, Instant now) =>
        AttemptOf(posted) is var kept && kept != Guid.Empty ? kept.ToString()
        : NewAttempt(posted["name"].ToString().Length > 0 ? now - Soonest : now);

    public static bool IsByRobot(IFormCollection posted, Instant now) =>
        posted[Trap].ToString().Length > 0 || AttemptOf(posted) is var attempt && (attempt == Guid.Empty || DrawnAt(attempt) > now - Soonest);

    /// <summary>When an id of version 7 was drawn (RFC 9562 §5.7).</summary>
    private static Instant DrawnAt(Guid attempt) =>
        Instant.FromUnixTimeMilliseconds(Convert.ToInt64(attempt.ToString("N")[..12], 16));

    private string[] AnswersTo(GuestQuestion question, bool behalf)
    {
        var field = "q_" + question.Key;
        var isMissed = question.IsRequired && !behalf;
        string[] answers = question.Kind switch
        {
            QuestionKind.Text or QuestionKind.LongText => typed.Text(field, GuestForm.LongestAnswer) is { Length: > 0 } text ? [text] : [],
            QuestionKind.Choice => [.. question.Choices.Where(c => c == typed.Text(field))],
            QuestionKind.Several => [.. question.Choices.Where(c => posted[field].Contains(c))],
            QuestionKind.Consent => typed.IsChecked(field) ? ["✓"] : [],
        };
        if (isMissed && answers.Length == 0)
            typed.Refuse(field, question.Kind is QuestionKind.Text or QuestionKind.LongText ? Text.Of("AnswerMissing", question.Label) : Text.Of("ChoiceMissing", question.Label));
        return answers;
    }

    private string CompanionsOf(int most)
    {
        if (most == 0)
            return "";
        var text = typed.Text("companions", Appointment.LongestCompanions);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length > most)
            typed.Refuse("companions", Text.Of("TooManyCompanions", most, lines.Length));
        return string.Join("\n", lines);
    }
}
