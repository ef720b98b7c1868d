namespace Hidori.Simulator.ControlPanel;

/// <summary>The screens for people: what the outside world looks like, and ways to disturb it.</summary>
internal static class PanelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, SimulatorHost host)
    {
        routes.MapGet("/simulator.css", () => Results.Text(host.Address.ToString(), "text/css"));
    }
}
