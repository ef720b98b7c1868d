using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.Smtp;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Tests.Approvals;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

/// <summary>docs/configuration.md is made from the option classes: names, defaults and what their summaries say.</summary>
public sealed partial class TheConfigurationPageIsCurrent
{
    private static readonly (Type Options, string Section)[] Modules =
    [
        (typeof(ServerOptions), ServerOptions.Section),
        (typeof(DatabaseOptions), DatabaseOptions.Section),
        (typeof(SecretsOptions), SecretsOptions.Section),
        (typeof(Microsoft365Options), Microsoft365Options.Section),
        (typeof(MailOptions), MailOptions.Section),
        (typeof(MailboxOptions), MailboxOptions.Section),
    ];

    [Fact]
    public void Every_setting_stands_on_the_page()
    {
        var page = new StringBuilder("""
            # Settings / 設定

            <!-- Made from the option classes by a test: HIDORI_APPROVE=write dotnet test. Do not edit. -->

            Environment variables, or the same names in `appsettings.json` beside the server, with `:` or nesting in place of
            `__`. They are read at the start. A malformed value stops the start with the key's name; without the keys of
            Microsoft 365 the server starts, and offers no connection.

            環境変数(または `appsettings.json`)で指定します。起動時に読み込み、誤りがあればキーの名前を示して起動を止めます。
            Microsoft 365 のキーは無くても起動し、その間は外部連携だけが使えません。

            `ASPNETCORE_URLS` (ASP.NET Core) says on which address the server listens, such as `http://127.0.0.1:5080`.

            """);
        foreach (var (options, section) in Modules)
        {
            page.Append("\n## ").Append(section.Length == 0 ? "Server" : section).Append("\n\n").Append(Summary(options, $"T:{options.FullName}")).Append("\n\n");
            page.Append("| Setting | Default | Meaning |\n| --- | --- | --- |\n");
            var defaults = Activator.CreateInstance(options)!;
            foreach (var property in Settable(options))
                page.Append(CultureInfo.InvariantCulture, $"| `{Settings.KeyOf(section, property.Name)}` | {Default(property, defaults)} | {Meaning(options, property)} |\n");
        }

        Approve.Page("docs/configuration.md", page.ToString());
    }

    [Fact]
    public void Every_option_class_is_on_the_page()
    {
        var missing = Repository.TypesOf(Repository.Integrations, Repository.Server)
            .Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal) && Modules.All(m => m.Options != t))
            .Select(t => t.FullName!);

        Repository.Holds("An options class is validated at the start and stands in docs/configuration.md (HOUSE §4.9).", missing);
    }

    private static IEnumerable<PropertyInfo> Settable(Type options) =>
        options.GetProperties().Where(p => p.SetMethod is { IsPublic: true });

    private static string Default(PropertyInfo property, object defaults) =>
        Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture) is { Length: > 0 } value ? $"`{value}`" : "–";

    private static string Meaning(Type options, PropertyInfo property)
    {
        var words = Summary(options, $"P:{options.FullName}.{property.Name}");
        if (!property.PropertyType.IsEnum)
            return words;
        var values = Enum.GetNames(property.PropertyType)
            .Select(v => $"`{v}`: {Summary(property.PropertyType, $"F:{property.PropertyType.FullName}.{v}")}");
        return $"{words} {string.Join(" ", values)}";
    }

    private static string Summary(Type type, string member)
    {
        var documents = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        var summary = documents.Descendants("member").FirstOrDefault(m => (string?)m.Attribute("name") == member)?.Element("summary");
        Assert.True(summary is not null, $"{member} has no summary: nobody could tell what it is for.");
        foreach (var see in summary.Descendants("see").ToList())
            see.ReplaceWith($"`{((string)see.Attribute("cref")!).Split('.')[^1]}`");
        return Spaces().Replace(summary.Value, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
