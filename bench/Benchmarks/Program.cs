using BenchmarkDotNet.Running;
using Hidori.Benchmarks;
using Hidori.Benchmarks.Busy;
using Hidori.Benchmarks.Engine;
using Hidori.Benchmarks.Pages;
using Hidori.Benchmarks.Proposals;

if (args is ["kernel", .. var names]) return KernelCommand.Run(names, Console.Out);
if (args is ["engine"]) return EngineCommand.Run(Console.Out);
if (args is ["proposal"]) return await ProposalCommand.RunAsync(Console.Out);
if (args is ["pages"]) return await PagesCommand.RunAsync(Console.Out);
if (args is ["serve", var provider, var connection, var port])
    return await PagesServer.RunAsync(provider, connection, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), Console.In);
if (args is ["busy", .. var figures]) return await BusyCommand.RunAsync(figures, Console.Out);

BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args);
return 0;
