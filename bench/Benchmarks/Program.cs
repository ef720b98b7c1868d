using BenchmarkDotNet.Running;
using Hidori.Benchmarks;
using Hidori.Benchmarks.Busy;

if (args is ["kernel", .. var names]) return KernelCommand.Run(names, Console.Out);
if (args is ["busy", .. var figures]) return await BusyCommand.RunAsync(figures, Console.Out);

BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args);
return 0;
