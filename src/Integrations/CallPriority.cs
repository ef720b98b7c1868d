namespace Hidori.Integrations;

/// <summary>Whether anybody waits for the calls made here: those of pages go before those of workers.</summary>
public static class CallPriority
{
    private static readonly AsyncLocal<bool> Background = new();

    /// <summary>Nobody waits. Flows into everything called from the asynchronous method that sets it, and ends with it.</summary>
    public static bool IsBackground
    {
        get => Background.Value;
        set => Background.Value = value;
    }
}
