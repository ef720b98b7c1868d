using System.Globalization;
using Xunit.v3;

namespace Hidori.Server.Tests.Kit;

/// <summary>
/// The test keeps us out of a trap that others fell into (reference/pain.md C1, by its number). The runner picks by it:
/// <c>-trait "Trap=4"</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TrapAttribute(params int[] numbers) : Attribute, ITraitAttribute
{
    public IReadOnlyList<int> Numbers => numbers;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [.. numbers.Select(n => KeyValuePair.Create("Trap", n.ToString(CultureInfo.InvariantCulture)))];
}
