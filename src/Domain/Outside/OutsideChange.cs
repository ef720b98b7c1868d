namespace Hidori.Domain.Outside;

/// <summary>What somebody did to an entry of ours without us (SPEC M19). Shown and settled by a person, never fought.</summary>
public enum OutsideChange
{
    /// <summary>It stands at another time than the one we wrote.</summary>
    Moved,

    /// <summary>It stands in no calendar any more.</summary>
    Deleted,

    /// <summary>It is still to be seen, but only as a cancelled remnant.</summary>
    Cancelled,
}
