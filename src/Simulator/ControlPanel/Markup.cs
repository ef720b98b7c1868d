using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hidori.Simulator.ControlPanel;

/// <summary>HTML that is safe to show: whatever is put into its holes was encoded, unless it is markup itself.</summary>
internal readonly record struct Markup(string? Html)
{
    public string Text => Html ?? "";

    public static Markup Of(Builder content) => new(content.ToString());

    [InterpolatedStringHandler]
    public readonly struct Builder
    {
        private readonly StringBuilder text;

        public Builder(int literalLength, int formattedCount) => text = new StringBuilder(literalLength + formattedCount * 16);

        public void AppendLiteral(string literal) => text.Append(literal);

        public void AppendFormatted(Markup markup) => text.Append(markup.Text);

        public void AppendFormatted(IEnumerable<Markup> parts)
        {
            foreach (var part in parts) text.Append(part.Text);
        }

        public void AppendFormatted(string? value) => text.Append(WebUtility.HtmlEncode(value));

        public void AppendFormatted<T>(T value, string? format = null) where T : IFormattable =>
            text.Append(WebUtility.HtmlEncode(value.ToString(format, CultureInfo.InvariantCulture)));

        public override string ToString() => text.ToString();
    }
}
