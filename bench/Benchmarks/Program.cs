using BenchmarkDotNet.Running;
using Hidori.Benchmarks;
using Hidori.Benchmarks.Busy;
using Hidori.Benchmarks.Confirm;
using Hidori.Benchmarks.Engine;
using Hidori.Benchmarks.Freshness;
using Hidori.Benchmarks.Ground;
using Hidori.Benchmarks.Pages;
using Hidori.Benchmarks.Proposals;

if (args is ["kernel", .. var names]) return KernelCommand.Run(names, Console.Out);
if (args is ["engine"]) return EngineCommand.Run(Console.Out);
if (args is ["proposal"]) return await ProposalCommand.RunAsync(Console.Out);
if (args is ["pages", .. var scenarios]) return await PagesCommand.RunAsync(scenarios, Console.Out);
if (args is ["freshness", .. var writes]) return await FreshnessCommand.RunAsync(writes, Console.Out);
if (args is ["confirm", .. var presses]) return await ConfirmCommand.RunAsync(presses, Console.Out);
if (args is ["serve", var clock]) return await FiguresServer.RunAsync(clock, Console.In);
if (args is ["busy", .. var figures]) return await BusyCommand.RunAsync(figures, Console.Out);

BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args);
return 0;
