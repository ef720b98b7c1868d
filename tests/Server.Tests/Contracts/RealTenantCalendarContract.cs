using System.Reflection;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>The same promises against Microsoft itself, when a tenant is named in the environment (docs/operations/real-tenant.md).</summary>
/// <remarks>Each promise is a row, so that without a tenant one test is skipped and says why, and not one for each promise.</remarks>
public sealed class RealTenantCalendarContract
{
    private const string NoTenant = "everything that is promised";

    private static readonly IReadOnlyList<MethodInfo> All =
        [.. typeof(CalendarProviderContract).GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>() is not null)];

    public static TheoryData<string, int> Promises()
    {
        var promises = new TheoryData<string, int>();
        if (!RealTenant.IsNamed)
            promises.Add(NoTenant, 0);
        foreach (var promise in All.Where(_ => RealTenant.IsNamed))
        {
            for (var row = 0; row < Math.Max(1, Rows(promise).Count); row++)
                promises.Add(promise.Name, row);
        }

        return promises;
    }

    [Theory, MemberData(nameof(Promises))]
    public async Task Microsoft_keeps(string promise, int row)
    {
        await using var contract = new AtMicrosoft(RealTenant.Needed());
        await contract.InitializeAsync();
        var method = All.Single(m => m.Name == promise);
        var arguments = Rows(method) is { Count: > 0 } rows ? rows[row] : [];
        await (Task)method.Invoke(contract, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;
    }

    private static List<object?[]> Rows(MethodInfo promise) => [.. promise.GetCustomAttributes<InlineDataAttribute>().Select(d => d.Data)];

    private sealed class AtMicrosoft(RealTenant tenant) : CalendarProviderContract
    {
        protected override Task<IOutside> StartAsync() => RealTenantOutside.StartAsync(tenant);
    }
}
