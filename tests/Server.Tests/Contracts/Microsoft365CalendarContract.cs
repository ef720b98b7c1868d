namespace Hidori.Server.Tests.Contracts;

public sealed class Microsoft365CalendarContract : CalendarProviderContract
{
    protected override async Task<IOutside> StartAsync() => await Microsoft365Outside.StartAsync(Ct);
}
