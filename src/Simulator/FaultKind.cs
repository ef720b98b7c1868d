using NodaTime;

namespace Hidori.Simulator;

/// <summary>What goes wrong with one call.</summary>
public abstract record FaultKind
{
    /// <summary>The call is answered with this status and the vendor's own error body; the handler does not run.</summary>
    public static FaultKind Status(int status, int? retryAfterSeconds = null, string? code = null) => new Refused(status, retryAfterSeconds, code);

    /// <summary>The handler runs after a pause, by the wall clock or by the simulated one.</summary>
    public static FaultKind Slow(Duration pause, bool onSimulatedTime = false) => new Delayed(pause, onSimulatedTime);

    /// <summary>The connection breaks before the handler runs.</summary>
    public static FaultKind NeverArrives { get; } = new Lost(HandlerRuns: false);

    /// <summary>The handler runs to its end, then the connection breaks: done, and nobody knows.</summary>
    public static FaultKind DoneThenDisconnected { get; } = new Lost(HandlerRuns: true);

    internal sealed record Refused(int StatusCode, int? RetryAfterSeconds, string? Code) : FaultKind;

    internal sealed record Delayed(Duration Pause, bool OnSimulatedTime) : FaultKind;

    internal sealed record Lost(bool HandlerRuns) : FaultKind;
}
