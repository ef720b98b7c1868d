using Xunit;

namespace Hidori.Server.Tests.GraphContract;

public sealed class TheExamplesFitTheContract
{
    [Fact]
    public void Every_documented_example_passes_or_has_a_reason()
    {
        var contract = GraphApiContract.Needed();

        var unexplained = new List<string>();
        var examples = GraphExample.All(contract);
        foreach (var example in examples)
        {
            if (example.Status is not { } status) continue;
            var differences = contract.Differences(example.Method, example.Path, example.Query, example.RequestBody, status, example.ResponseBody);
            unexplained.AddRange(differences.Where(d => !ExampleExemptions.Explain(example.File, d)).Select(d => $"{example.File}: {d}"));
        }

        Assert.True(examples.Count > 100, $"Only {examples.Count} examples were found.");
        Assert.True(unexplained.Count == 0, string.Join('\n', unexplained));
    }
}
