using System.Text;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Notifications;

/// <summary>The plain text twin of <see cref="MailPage"/>.</summary>
public static class MailText
{
    private const string Rule = "────────────────────────";

    public static string Of(MailContent mail)
    {
        var text = new StringBuilder();
        if (mail.Addressee.Count > 0)
        {
            Lines(text, mail.Addressee);
            text.Append('\n');
        }

        Lines(text, mail.Lead);
        text.Append('\n').Append(Rule).Append('\n');
        var facts = text.Length;
        if (mail.Moment is { } moment)
            Block(text, Text.Of("When"), [Dates.RangeWithYear(moment.Start, moment.End), moment.Zone]);
        if (mail.Code is { } code)
            Block(text, Text.Of("ReceptionCode"), [Ui.Text.Grouped(code.Digits), code.Hint]);
        if (mail.Numbered is { } list)
        {
            Block(text, list.Label, [.. list.Items.Select((item, i) => $"{i + list.First}) {item}"), .. list.Note is { } note ? [note] : Array.Empty<string>()]);
        }
        foreach (var fact in mail.Facts) Block(text, fact.Label, fact.Url is { } url ? [.. fact.Lines, url] : fact.Lines);
        if (text.Length > facts)
            text.Insert(text.Length - 1, Rule);
        text.Append('\n');
        if (mail.Button is { } button)
        {
            text.Append("▼ ").Append(button.Label).Append('\n').Append(button.Url).Append('\n');
            if (button.Hint is { } hint) text.Append(hint).Append('\n');
            text.Append('\n');
        }
        if (mail.Signature.Count > 0)
        {
            Lines(text, mail.Signature);
            text.Append('\n');
        }

        Lines(text, mail.Footer);
        return text.Append("\n-- \n").Append(mail.OrganizationName).Append('\n').Append(Text.Of("SentBy")).Append('\n').ToString();
    }

    private static void Block(StringBuilder text, string label, IEnumerable<string> lines)
    {
        text.Append("■ ").Append(label).Append('\n');
        foreach (var line in lines) text.Append("  ").Append(line).Append('\n');
        text.Append('\n');
    }

    private static void Lines(StringBuilder text, IEnumerable<string> lines)
    {
        foreach (var line in lines) text.Append(line).Append('\n');
    }
}
