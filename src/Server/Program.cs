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
