using Hidori.Server;
using Microsoft.Extensions.Options;

try
{
    await using var app = await ServerHost.BuildAsync(args);
    await ServerHost.RunAsync(app);
    return 0;
}
catch (OptionsValidationException wrong)
{
    foreach (var failure in wrong.Failures)
        await Console.Error.WriteLineAsync(failure);
    return 1;
}
catch (InvalidOperationException wrong) when (wrong.InnerException is FormatException or ArgumentException)
{
    // The framework's own words for a value of the wrong kind name the key: "… at 'Mail:Port' …".
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
