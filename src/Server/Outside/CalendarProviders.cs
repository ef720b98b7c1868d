using Hidori.Integrations;

namespace Hidori.Server.Outside;

/// <summary>Finds the adapter that a connection leads to.</summary>
public sealed class CalendarProviders(IEnumerable<ICalendarProvider> providers)
{
    private readonly Dictionary<ProviderKind, ICalendarProvider> _byKind = providers.ToDictionary(p => p.Kind);

    public ICalendarProvider For(Connection connection) => _byKind[connection.Provider];
}
