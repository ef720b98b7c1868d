using BenchmarkDotNet.Running;
using Hidori.Benchmarks;
using Hidori.Benchmarks.Busy;
using Hidori.Benchmarks.Engine;
using Hidori.Benchmarks.Proposals;

if (args is ["kernel", .. var names]) return KernelCommand.Run(names, Console.Out);
if (args is ["engine"]) return EngineCommand.Run(Console.Out);
if (args is ["proposal"]) return await ProposalCommand.RunAsync(Console.Out);
if (args is ["busy", .. var figures]) return await BusyCommand.RunAsync(figures, Console.Out);

BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args);
return 0;
