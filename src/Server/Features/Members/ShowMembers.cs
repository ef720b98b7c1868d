using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.Members;

/// <param name="AddForm">Fields: email, name, role (a <see cref="ViewRole"/> name).</param>
/// <param name="NewInvitation">The link of an invitation just made, to hand over where no mail can be sent.</param>
public sealed record MembersView(
    ShellView Shell,
    IReadOnlyList<MemberRow> Members,
    FormState AddForm,
    Instant Now,
    string Zone,
    NewInvitation? NewInvitation = null);

public sealed record NewInvitation(string Email, string Url, bool MailSent);

/// <param name="Name">Empty until the person accepts, when only the mail was given.</param>
public sealed record MemberRow(
    string Id,
    string Name,
    string Email,
    ViewRole Role,
    MemberState State,
    HealthMark Connection,
    bool IsYou,
    bool CanChangeRole,
    Instant? InvitedAt = null);

public enum MemberState { Invited, Active, Suspended }
