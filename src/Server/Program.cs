using Hidori.Server;

await using var app = await ServerHost.BuildAsync(args);
await ServerHost.RunAsync(app);
