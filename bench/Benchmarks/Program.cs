using BenchmarkDotNet.Running;
using Hidori.Benchmarks;

if (args is ["kernel", .. var names]) return KernelCommand.Run(names, Console.Out);

BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args);
return 0;
