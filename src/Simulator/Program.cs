using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;

var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions
{
    Port = settings.GetValue("port", 7100),
    SmtpPort = settings.GetValue("smtp-port", 7125),
    DataFile = settings["data"],
    ListenHost = settings["listen"] ?? "127.0.0.1",
});
if (simulator.Microsoft365.IsEmpty)
{
    SampleWorld.Seed(simulator.Microsoft365, new SampleOptions
    {
        ClientId = settings["client-id"] ?? "11111111-2222-4333-8444-555555555555",
        ClientSecret = settings["client-secret"] ?? "simulator-secret",
        RedirectUris = (settings["redirect-uris"] ?? "http://localhost/signin-microsoft http://localhost/connections/microsoft/return").Split(' '),
    });
}
Console.WriteLine($"シミュレーター  {simulator.Address}");
Console.WriteLine($"Graph           {simulator.GraphAddress}");
Console.WriteLine($"サインイン      {simulator.LoginAddress}");
Console.WriteLine($"SMTP            localhost:{simulator.SmtpPort}");
await simulator.WaitForShutdownAsync();
