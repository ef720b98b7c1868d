using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed partial class LogsCarryOnlyIds
{
    /// <summary>What a placeholder may end in. A name, an address, a token or a join link ends in none of these.</summary>
    private static readonly string[] Harmless =
    [
        "Id", "Ids", "Count", "Kind", "Status", "State", "Attempt", "Attempts", "Seconds", "Minutes", "Milliseconds",
        "Reason", "Code", "Key", "Port", "Number", "Version", "Revision", "Provider", "Database", "Route",
    ];

    /// <summary>Placeholders which end well but give something away.</summary>
    private static readonly string[] Secret = ["ReceptionCode", "AuthorizationCode", "PrivateKey", "SecretKey"];

    [Fact]
    public void Every_placeholder_of_a_log_message_is_an_id_a_kind_or_a_count()
    {
        var broken =
            from type in Repository.TypesOf(Repository.Domain, Repository.Integrations, Repository.Server)
            from method in type.GetMethods(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static |
                BindingFlags.DeclaredOnly)
            let template = method.GetCustomAttribute<LoggerMessageAttribute>()?.Message
            where template is not null
            from Match placeholder in Placeholder().Matches(template)
            let name = placeholder.Groups["name"].Value
            where Secret.Contains(name) || !Harmless.Contains(Repository.WordsOf(Capitalized(name))[^1])
            select $"{type.FullName}.{method.Name}: {{{name}}}";

        Repository.Holds("Logs have ids only: never names, addresses, tokens or join links (HOUSE §4.9).", broken);
    }

    [Fact]
    public void Every_log_message_is_declared_where_this_test_finds_it()
    {
        var broken =
            from file in Repository.Files("src", ".cs", ".razor")
            where !file.IsUnder("src/Simulator/")
            from Match call in LogCall().Matches(Repository.CodeOf(file.Text))
            select $"{file.Path}:{file.LineOf(call.Index)}: {call.Value}…";

        Repository.Holds("Logging is [LoggerMessage] (HOUSE §4.9).", broken);
    }

    private static string Capitalized(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"\{@?(?<name>\w+)[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)?\(\s*LogLevel|" +
        @"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)\(")]
    private static partial Regex LogCall();
}
