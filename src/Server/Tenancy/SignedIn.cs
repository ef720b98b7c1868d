using Hidori.Domain.Organizations;

namespace Hidori.Server.Tenancy;

/// <summary>The member behind the request. Only <see cref="MemberGate"/> sets it.</summary>
public sealed class SignedIn
{
    private Member? _member;

    public Member Member => _member ?? throw new InvalidOperationException("Nobody is signed in.");

    public bool IsKnown => _member is not null;

    /// <summary>The present session came by way of a Microsoft sign-in (SPEC M2).</summary>
    public bool ByMicrosoft { get; private set; }

    internal void Is(Member member, bool byMicrosoft)
    {
        _member = member;
        ByMicrosoft = byMicrosoft;
    }
}
