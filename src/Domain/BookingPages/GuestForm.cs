namespace Hidori.Domain.BookingPages;

/// <summary>Whether the guest's form asks for something.</summary>
public enum FieldNeed
{
    Hidden,

    /// <summary>任意</summary>
    Asked,

    /// <summary>必須</summary>
    Required,
}

/// <summary>How a question of a page's own is answered.</summary>
public enum QuestionKind
{
    /// <summary>One line.</summary>
    Text,

    /// <summary>Several lines.</summary>
    LongText,

    /// <summary>One of the choices.</summary>
    Choice,

    /// <summary>Any of the choices.</summary>
    Several,

    /// <summary>A box to be ticked.</summary>
    Consent,
}

/// <summary>A question of the page's own (SPEC B7).</summary>
/// <param name="Key">Stays when the question is worded anew, so that links which pre-fill it go on working; letters and digits.</param>
/// <param name="Choices">Of <see cref="QuestionKind.Choice"/> and <see cref="QuestionKind.Several"/>; empty otherwise.</param>
public sealed record GuestQuestion(string Key, string Label, QuestionKind Kind, bool IsRequired, IReadOnlyList<string> Choices);

/// <summary>入力フォーム: what a page asks of its guests beside name and mail, which every booking needs (SPEC B7).</summary>
/// <param name="MostCompanions">ご同行の方: how many may be named; 0 asks for none.</param>
/// <param name="PrivacyText">What the guest agrees to before booking; empty asks for nothing.</param>
/// <param name="PrivacyAddress">Where it is explained; empty for nowhere.</param>
public sealed record GuestForm(
    FieldNeed Company, FieldNeed Phone, IReadOnlyList<GuestQuestion> Questions, int MostCompanions, string PrivacyText, string PrivacyAddress)
{
    public const int MostQuestions = 20;
    public const int MostChoices = 30;
    public const int MostCompanionsEver = 50;
    public const int LongestAnswer = 1000;
    public const int LongestLabel = 200;
    public const int LongestPhone = 30;

    /// <summary>All choices of one question, one a line.</summary>
    public const int LongestChoices = MostChoices * 101;

    /// <summary>Phone and answers behind their labels, each of several choices behind a dot on a line of its own: whatever a form takes has room in it.</summary>
    public const int LongestNote = LongestLabel + LongestPhone + (MostQuestions * (LongestLabel + LongestChoices + MostChoices + 4));

    public static readonly GuestForm Usual = new(FieldNeed.Required, FieldNeed.Asked, [], 5, "", "");
}
