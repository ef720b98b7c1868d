namespace Hidori.Simulator;

public sealed class SimulatorOptions
{
    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>0 takes a free port.</summary>
    public int SmtpPort { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Whether change notifications go out by themselves, once a second; where time is simulated the test says when.</summary>
    public bool DeliversByItself => TimeProvider == TimeProvider.System;

    /// <summary>A JSON snapshot: read at start, written shortly after each change and at the end.</summary>
    public string? DataFile { get; init; }

    public string ListenHost { get; init; } = "127.0.0.1";
}
