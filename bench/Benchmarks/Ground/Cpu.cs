using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hidori.Benchmarks.Ground;

/// <summary>CPU time and cores of other processes, as Linux counts them: in nanoseconds, and threads that ended too.</summary>
internal static class Cpu
{
    /// <summary>What a process has used since it began.</summary>
    public static TimeSpan Of(Process process)
    {
        if (OperatingSystem.IsLinux())
            return Of(process.Id);
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>What the processes of a PostgreSQL database have used: their titles name it.</summary>
    public static TimeSpan OfDatabase(string name)
    {
        var all = TimeSpan.Zero;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id))
                continue;
            try
            {
                var title = File.ReadAllText(Path.Combine(folder, "cmdline"));
                if (title.StartsWith("postgres", StringComparison.Ordinal) && title.Contains(name, StringComparison.Ordinal))
                    all += Of(id);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                // It ended while we looked.
            }
        }

        return all;
    }

    /// <summary>Keeps a process to one core. Threads that it makes later stay there too.</summary>
    public static void Pin(Process process, int core)
    {
        if (!OperatingSystem.IsLinux() || Environment.ProcessorCount <= core)
            return;
        var mask = 1UL << core;
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process.Id}/task"))
        {
            // One that ended meanwhile needs no core.
            _ = sched_setaffinity(int.Parse(Path.GetFileName(thread), System.Globalization.CultureInfo.InvariantCulture), sizeof(ulong), ref mask);
        }
    }

    private static TimeSpan Of(int process)
    {
        if (clock_getcpuclockid(process, out var clock) != 0 || clock_gettime(clock, out var time) != 0)
            throw new InvalidOperationException($"Process {process} has ended.");
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [DllImport("libc")]
    private static extern int clock_getcpuclockid(int process, out int clock);

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out TimeSpec time);

    [DllImport("libc")]
    private static extern int sched_setaffinity(int thread, nuint size, ref ulong mask);
}
