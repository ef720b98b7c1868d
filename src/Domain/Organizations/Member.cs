using Hidori.Domain.Appointments;
using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Organizations;

/// <summary>SPEC E2.</summary>
public enum MemberRole
{
    /// <summary>社員: own appointments.</summary>
    Member,

    /// <summary>調整アポ管理者: every appointment, no organization settings.</summary>
    AppointmentManager,

    /// <summary>管理者</summary>
    Administrator,

    /// <summary>主管理者: exactly one.</summary>
    PrincipalAdministrator,
}

/// <summary>Whether a member can sign in.</summary>
public enum MemberState
{
    /// <summary>Was added; has not signed in yet.</summary>
    Invited,
    Active,
    Suspended,
}

/// <summary>社員: a person with an account in an organization.</summary>
public sealed class Member
{
    private Member() { }

    public Member(OrganizationId organization, string mail, string name, MemberRole role, Instant now)
    {
        Id = MemberId.New();
        Organization = organization;
        Mail = mail;
        Name = name;
        Role = role;
        CreatedAt = now;
    }

    public MemberId Id { get; private set; }
    public OrganizationId Organization { get; private set; }

    /// <summary>Lower case; unique in the organization.</summary>
    public string Mail { get; private set; } = "";

    public string Name { get; private set; } = "";
    public MemberRole Role { get; private set; }
    public MemberState State { get; private set; }
    public Instant CreatedAt { get; private set; }

    /// <summary>ふりがな, as typed; empty when not known. Found by searching, never shown to guests.</summary>
    public string Reading { get; private set; } = "";

    /// <summary>Two-letter language of this member's pages and mails; empty: as the organization's.</summary>
    public string Language { get; private set; } = "";

    /// <summary>IANA zone of this member's wall clock; empty: the organization's.</summary>
    public string ZoneId { get; private set; } = "";

    /// <summary>勤務時間; empty: as usual (<see cref="WorkingWeek.Usual"/>).</summary>
    public IReadOnlyList<WorkingDay> WorkingDays { get; private set; } = [];

    /// <summary>会議形態 a new proposal begins with.</summary>
    public AppointmentFormat UsualFormat { get; private set; } = AppointmentFormat.Online;

    /// <summary>署名 under mails to guests; empty for none.</summary>
    public string Signature { get; private set; } = "";

    /// <summary>The booking page that every member has ready was made once (SPEC B11b): whoever deleted it does not find it again.</summary>
    public bool HasReadyPage { get; private set; }

    /// <summary>Made by ASP.NET's password hasher; null while there is no password.</summary>
    public string? PasswordHash { get; private set; }

    /// <summary>SHA-256 of the secret in the invitation mail; null once used.</summary>
    public string? InvitationHash { get; private set; }

    public Instant? InvitationEndsAt { get; private set; }

    /// <summary>tid of the Microsoft account that signs in as this member.</summary>
    public string? MicrosoftTenantId { get; private set; }

    /// <summary>oid of the Microsoft account that signs in as this member; with the tid the only key of the link.</summary>
    public string? MicrosoftAccountId { get; private set; }

    /// <summary>Changes whenever older sign-ins must end.</summary>
    public int SessionGeneration { get; private set; }

    public bool IsAdministrator => Role is MemberRole.Administrator or MemberRole.PrincipalAdministrator;
    public bool SeesEveryAppointment => Role != MemberRole.Member;

    /// <summary>Writes the texts that everybody in the organization may put into their proposals.</summary>
    public bool KeepsSharedTemplates => Role != MemberRole.Member;
    public string DisplayName => Name.Length > 0 ? Name : Mail;
    public WorkingWeek WorkingWeek => WorkingWeek.Of(WorkingDays);

    /// <summary>The language in which this member is written to.</summary>
    public string LanguageIn(Organization organization) => Language.Length > 0 ? Language : organization.Language;

    /// <summary>The zone of this member's wall clock.</summary>
    public string ZoneIn(Organization organization) => ZoneId.Length > 0 ? ZoneId : organization.ZoneId;

    public void Invite(string invitationHash, Instant endsAt)
    {
        InvitationHash = invitationHash;
        InvitationEndsAt = endsAt;
    }

    /// <summary>First sign-in with a password of their own.</summary>
    public void Accept(string name, string passwordHash)
    {
        if (name.Length > 0)
            Name = name;
        PasswordHash = passwordHash;
        SessionGeneration++;
        Activate();
    }

    /// <summary>The Microsoft account signs in as this member from now on.</summary>
    public void BindMicrosoft(string tenantId, string accountId, string displayName)
    {
        MicrosoftTenantId = tenantId;
        MicrosoftAccountId = accountId;
        if (Name.Length == 0)
            Name = displayName;
        Activate();
    }

    /// <summary>個人設定 (SPEC E1b).</summary>
    public void Prefer(MemberPreferences preferences)
    {
        Name = preferences.Name;
        Reading = preferences.Reading;
        Language = preferences.Language;
        ZoneId = preferences.ZoneId;
        WorkingDays = preferences.WorkingDays;
        UsualFormat = preferences.UsualFormat;
        Signature = preferences.Signature;
    }

    /// <summary>Another registered address. Whoever is signed in stays so: it is no proof of who they are.</summary>
    public void ChangeMail(string mail) => Mail = mail;

    public void ChangeRole(MemberRole role)
    {
        Role = role;
        SessionGeneration++;
    }

    /// <summary>Out at once, and an invitation that was still out no longer lets anybody in.</summary>
    public void Suspend()
    {
        State = MemberState.Suspended;
        InvitationHash = null;
        InvitationEndsAt = null;
        SessionGeneration++;
    }

    /// <summary>Whoever never came in is invited still, and needs a new invitation.</summary>
    public void Restore() =>
        State = PasswordHash is null && MicrosoftAccountId is null ? MemberState.Invited : MemberState.Active;

    private void Activate()
    {
        State = MemberState.Active;
        InvitationHash = null;
        InvitationEndsAt = null;
    }
}

/// <summary>What a member settles for themselves (SPEC E1b); each as on <see cref="Member"/>.</summary>
public sealed record MemberPreferences(
    string Name, string Reading, string Language, string ZoneId, IReadOnlyList<WorkingDay> WorkingDays, AppointmentFormat UsualFormat,
    string Signature);
