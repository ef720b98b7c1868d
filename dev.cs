#:project src/Server/Server.csproj
#:project src/Simulator/Simulator.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

// `dotnet run dev.cs`: a simulated Microsoft 365, the server on SQLite, and a sample organization. Nothing else is needed.

using System.Globalization;
using System.Security.Cryptography;
using Hidori.Domain.Rooms;
using Hidori.Server;
using Hidori.Server.Features.Administration;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

if (args.Contains("--help"))
{
    Console.WriteLine("dotnet run dev.cs -- [--port 5080] [--simulator-port 7100] [--data data] [--reset] [--no-sample]");
    return 0;
}

var port = Number("--port", 5080);
var simulatorPort = Number("--simulator-port", 7100);
var data = Path.GetFullPath(Value("--data") ?? "data");
var withSample = !args.Contains("--no-sample");
if (args.Contains("--reset") && Directory.Exists(data))
{
    // Only what we made: the folder may be anybody's.
    foreach (var file in Directory.GetFiles(data, "hidori.*").Concat(Directory.GetFiles(data, "simulator.*")).Concat(Directory.GetFiles(data, "secret.key")))
        File.Delete(file);
}

Directory.CreateDirectory(data);
var address = new Uri($"http://localhost:{port}");
const string ClientId = "11111111-2222-4333-8444-555555555555";
const string ClientSecret = "sample-secret-of-the-simulator";

await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions
{
    Port = simulatorPort,
    DataFile = Path.Combine(data, "simulator.json"),
});
if (simulator.Microsoft365.IsEmpty)
{
    SampleWorld.Seed(simulator.Microsoft365, new SampleOptions
    {
        ClientId = ClientId,
        ClientSecret = ClientSecret,
        RedirectUris = [new Uri(address, "sign-in/microsoft/callback").AbsoluteUri],
    });
}

await using var server = await ServerHost.BuildAsync([], builder =>
{
    builder.WebHost.UseUrls(address.AbsoluteUri);
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    // Pages are never cached anyhow; a line per form would drown the others.
    builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["PublicAddress"] = address.AbsoluteUri,
        ["Database:Provider"] = "sqlite",
        ["Database:Connection"] = $"Data Source={Path.Combine(data, "hidori.db")}",
        ["Secrets:Key"] = SecretKey(Path.Combine(data, "secret.key")),
        ["Microsoft365:LoginAddress"] = simulator.LoginAddress.AbsoluteUri,
        ["Microsoft365:GraphAddress"] = simulator.GraphAddress.AbsoluteUri,
        ["Microsoft365:Tenant"] = SampleWorld.TenantId,
        ["Microsoft365:ClientId"] = ClientId,
        ["Microsoft365:ClientSecret"] = ClientSecret,
        ["Mail:Host"] = "127.0.0.1",
        ["Mail:Port"] = simulator.SmtpPort.ToString(CultureInfo.InvariantCulture),
        ["Mail:From"] = "noreply@hidori.example",
    });
});

if (withSample)
{
    await using var scope = server.Services.CreateAsyncScope();
    await scope.ServiceProvider.GetRequiredService<SampleOrganization>().MakeAsync(
        "株式会社サンプル",
        SampleWorld.TenantId,
        [.. SampleWorld.Members.Select(SampleWorld.Address).Select(mail =>
            new SampleMember(simulator.Microsoft365.Accounts.First(a => a.UserPrincipalName == mail).DisplayName, mail))],
        [
            .. SampleWorld.Rooms.Select(r => new SampleRoom(r.Address, new RoomFacts(
                r.DisplayName, r.Building ?? "", r.FloorNumber?.ToString(CultureInfo.InvariantCulture) ?? "", r.Capacity,
                [.. new[] { r.DisplayDeviceName, r.VideoDeviceName, r.AudioDeviceName }.OfType<string>(), .. r.Tags]))),
        ],
        CancellationToken.None);
}

await server.StartAsync();
var firstRun = await server.Services.GetRequiredService<FirstRunToken>().LinkAsync(CancellationToken.None);
Console.WriteLine();
Console.WriteLine(firstRun is null
    ? $"  ログイン / Sign in           {new Uri(address, "sign-in")}"
    : $"  会社を作成 / Create          {firstRun}");
Console.WriteLine($"  Outlook (simulated)          {new Uri(simulator.Address, "calendars")}");
Console.WriteLine($"  メール / Mail box            {new Uri(simulator.Address, "mail")}");
Console.WriteLine("Hidori is ready. Ctrl-C stops it.");
await server.WaitForShutdownAsync();
return 0;

string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

int Number(string name, int otherwise) =>
    Value(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

// Without it the tokens in the database could not be opened: it belongs to the data and is kept beside it.
static string SecretKey(string file)
{
    if (!File.Exists(file))
        File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
    return File.ReadAllText(file).Trim();
}
