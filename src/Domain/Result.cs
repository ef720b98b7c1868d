using System.Diagnostics.CodeAnalysis;

namespace Hidori.Domain;

/// <summary>What was asked for, or the reason the world said no.</summary>
/// <remarks>Refusals are expected and have words for people. Bugs are exceptions.</remarks>
public readonly struct Result<T, TRefusal>
    where TRefusal : struct, Enum
{
    private readonly T? _value;
    private readonly TRefusal? _refusal;

    private Result(T value) => _value = value;
    private Result(TRefusal refusal) => _refusal = refusal;

    public static implicit operator Result<T, TRefusal>(T value) => new(value);
    public static implicit operator Result<T, TRefusal>(TRefusal refusal) => new(refusal);

    /// <summary>The refusal, or null when it went well.</summary>
    public TRefusal? Refusal => _refusal;

    public bool Succeeded([NotNullWhen(true)] out T? value)
    {
        value = _value;
        return _refusal is null;
    }

    public TAnswer Match<TAnswer>(Func<T, TAnswer> succeeded, Func<TRefusal, TAnswer> refused) =>
        _refusal is { } refusal ? refused(refusal) : succeeded(_value!);
}

/// <summary>The value of a result that only says that it went well.</summary>
public readonly record struct Done
{
    public static readonly Done Value;
}
