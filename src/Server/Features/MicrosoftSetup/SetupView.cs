using Hidori.Integrations.Microsoft365;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <param name="IsConfiguredOutside">The configuration gives the registration: the page only shows it.</param>
/// <param name="Cloud">Null for addresses of one's own.</param>
/// <param name="HasFixedAddresses">The configuration names the addresses, so no cloud can be chosen.</param>
/// <param name="Registered">Null while nothing is entered.</param>
/// <param name="NextThumbprint">Of a key pair made here that is not in use yet.</param>
/// <param name="Form">Fields: audience, tenant, letIn, clientId, cloud, credential, secret, secretEndsOn, certificate, certificatePassword.</param>
public sealed record SetupView(
    ShellView Shell,
    string Zone,
    Instant Now,
    bool IsConfiguredOutside,
    MicrosoftCloud? Cloud,
    bool HasFixedAddresses,
    RegisteredView? Registered,
    string? NextThumbprint,
    string RedirectAddress,
    MicrosoftCloudAddresses Portal,
    FormState Form,
    IReadOnlyList<StepView> Steps)
{
    public StepView Step(SetupStep step) => Steps.First(s => s.Step == step);

    public bool IsForMany => Form.Value("audience") == "many";
}

/// <param name="EndsAt">When the credential runs out; null when nobody told.</param>
/// <param name="Trouble">Microsoft does not take the registration now.</param>
public sealed record RegisteredView(
    string Tenant, string ClientId, CredentialKind Credential, Instant? EndsAt, string? Thumbprint, string? Trouble, int? TroubleCode);

public enum CredentialKind
{
    Secret,
    Certificate,
}

/// <summary>One step with what is proven of it.</summary>
/// <param name="Cause">In words, where it fails.</param>
/// <param name="Code">Microsoft's own number.</param>
public sealed record StepView(SetupStep Step, Tone Tone, string? Cause, int? Code, Instant? At)
{
    public static StepView Done(SetupStep step, Instant at) => new(step, Tone.Ok, null, null, at);

    public static StepView Failing(SetupStep step, string cause, int? code, Instant? at) => new(step, Tone.Bad, cause, code, at);

    public static StepView NotTried(SetupStep step) => new(step, Tone.Off, null, null, null);
}
