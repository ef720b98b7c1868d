using System.Collections.Concurrent;
using System.Reflection;
using Hidori.Server.Tests.GraphContract;
using Hidori.Simulator;
using Xunit;
using Xunit.v3;

[assembly: HeldToTheContract]

namespace Hidori.Server.Tests.GraphContract;

/// <summary>Fails a test in which the adapters or the simulator left Microsoft's published contract.</summary>
/// <remarks>After the test, not while it cleans up: so its own failure is told beside this one and not hidden by it.</remarks>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class HeldToTheContractAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, ConcurrentBag<(ConcurrentQueue<string> Differences, Func<string, bool> Counts)>> Watched = [];

    /// <summary>From now on, every exchange with this simulator counts for the running test.</summary>
    /// <param name="counts">Which differences do; all when nothing is said.</param>
    public static ConcurrentQueue<string> Watch(SimulatorHost simulator, Func<string, bool>? counts = null)
    {
        var differences = GraphApiContract.Watch(simulator);
        var test = TestContext.Current.Test ?? throw new InvalidOperationException("Only a test can be held to the contract.");
        Watched.GetOrAdd(test.UniqueID, _ => []).Add((differences, counts ?? (_ => true)));
        return differences;
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (!Watched.TryRemove(test.UniqueID, out var watched)) return;
        var left = watched.SelectMany(w => w.Differences.Where(w.Counts)).Distinct().ToList();
        Assert.True(left.Count == 0, "The published contract of Microsoft Graph was left:\n" + string.Join('\n', left));
    }
}
