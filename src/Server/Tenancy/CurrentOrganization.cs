using Hidori.Domain;

namespace Hidori.Server.Tenancy;

/// <summary>Proof that somebody was let into one organization. Only the gates beside this file make one.</summary>
public sealed class CurrentOrganization
{
    internal CurrentOrganization(OrganizationId id) => Id = id;

    public OrganizationId Id { get; }

    /// <summary>For code before a gate: sees no organization's rows.</summary>
    internal static readonly CurrentOrganization Nobody = new(default);
}

/// <summary>Holds what a gate decided for the length of one request or one look of the worker.</summary>
public sealed class Admission
{
    private CurrentOrganization? _organization;

    public CurrentOrganization Organization =>
        _organization ?? throw new InvalidOperationException("No gate has let this request into an organization.");

    public bool IsDecided => _organization is not null;

    internal void Let(CurrentOrganization organization)
    {
        if (_organization is not null && _organization.Id != organization.Id)
            throw new InvalidOperationException("A request belongs to one organization only.");
        _organization = organization;
    }
}
