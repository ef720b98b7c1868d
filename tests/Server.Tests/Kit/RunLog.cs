namespace Hidori.Server.Tests.Kit;

/// <summary>Seeds and counts of randomized tests, where the log of a run that passed shows them too.</summary>
public static class RunLog
{
    /// <summary>A file that .ci/run prints at the end; the test runner itself shows the output of failed tests only.</summary>
    private static readonly string? File = Environment.GetEnvironmentVariable("HIDORI_RUN_LOG");

    private static readonly Lock Gate = new();

    public static void Say(string line)
    {
        Console.WriteLine(line);
        if (File is null)
            return;
        lock (Gate)
            System.IO.File.AppendAllText(File, line + Environment.NewLine);
    }
}
