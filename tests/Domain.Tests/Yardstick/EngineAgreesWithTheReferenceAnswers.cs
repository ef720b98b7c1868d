using Hidori.Benchmarks.Yardstick;
using Xunit;

namespace Hidori.Domain.Tests.Yardstick;

public sealed class EngineAgreesWithTheReferenceAnswers
{
    public static TheoryData<string> Names => [.. ReferenceCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Asked_for_the_same_times(string name)
    {
        var reference = ReferenceCases.All.Single(c => c.Name == name);

        var starts = EngineQuestion.StartsOf(EngineQuestion.Of(reference.Question));

        Assert.Equal((reference.Slots, reference.Checksum), (starts.Length, Checksum.Of(starts)));
    }
}
