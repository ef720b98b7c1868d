using Microsoft.Graph.Models;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Reads an account's licences and what they say about its mailbox (reference/graph.md §2).</summary>
internal sealed class LicenceReading(GraphCalls graph)
{
    /// <summary>Plans that bring a mailbox; FOUNDATION and ARCHIVE plans do not. Government and other forms only add an ending.</summary>
    private static readonly string[] MailboxPlans =
        ["EXCHANGE_S_STANDARD", "EXCHANGE_S_ENTERPRISE", "EXCHANGE_S_DESKLESS", "EXCHANGE_S_ESSENTIALS", "EXCHANGE_L_STANDARD", "EXCHANGE_B_STANDARD"];

    /// <summary>The products people in companies hold (service-plans.json, 2025-12-30); others show Microsoft's part number.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["O365_BUSINESS_ESSENTIALS"] = "Microsoft 365 Business Basic",
        ["O365_BUSINESS_PREMIUM"] = "Microsoft 365 Business Standard",
        ["SPB"] = "Microsoft 365 Business Premium",
        ["O365_BUSINESS"] = "Microsoft 365 Apps for business",
        ["SMB_BUSINESS"] = "Microsoft 365 Apps for business",
        ["OFFICESUBSCRIPTION"] = "Microsoft 365 Apps for enterprise",
        ["M365_F1"] = "Microsoft 365 F1",
        ["M365_F1_COMM"] = "Microsoft 365 F1",
        ["SPE_F1"] = "Microsoft 365 F3",
        ["DESKLESSPACK"] = "Office 365 F3",
        ["STANDARDPACK"] = "Office 365 E1",
        ["ENTERPRISEPACK"] = "Office 365 E3",
        ["ENTERPRISEPREMIUM"] = "Office 365 E5",
        ["SPE_E3"] = "Microsoft 365 E3",
        ["SPE_E5"] = "Microsoft 365 E5",
        ["EXCHANGESTANDARD"] = "Exchange Online (Plan 1)",
        ["EXCHANGEENTERPRISE"] = "Exchange Online (Plan 2)",
        ["EXCHANGEDESKLESS"] = "Exchange Online Kiosk",
        ["TEAMS_ESSENTIALS_AAD"] = "Microsoft Teams Essentials (AAD Identity)",
        ["Teams_Ess"] = "Microsoft Teams Essentials",
    };

    public async Task<AccountLicences> ReadAsync(Connection via, CancellationToken ct)
    {
        var me = await graph.RunAsync(
            via, g => g.Me.GetAsync(r => r.QueryParameters.Select = ["id", "userPrincipalName", "userType"], ct), ct);
        var details = await graph.RunAsync(via, g => g.Me.LicenseDetails.GetAsync(cancellationToken: ct), ct);
        var licences = details.Value ?? [];
        var plans = licences.SelectMany(l => l.ServicePlans ?? []).ToList();
        return new AccountLicences(
            [.. licences.Select(l => l.SkuPartNumber is { } part ? Names.GetValueOrDefault(part, part) : "").Where(n => n.Length > 0).Distinct()],
            ObstacleOf(me, licences, plans));
    }

    private static MailboxObstacle ObstacleOf(User me, List<LicenseDetails> licences, List<ServicePlanInfo> plans)
    {
        if (me.UserType == "Guest" || me.UserPrincipalName?.Contains("#EXT#", StringComparison.OrdinalIgnoreCase) == true)
            return MailboxObstacle.Guest;
        if (licences.Count == 0)
            return MailboxObstacle.NoLicence;
        var mailbox = plans.Where(p => MailboxPlans.Any(m => p.ServicePlanName?.StartsWith(m, StringComparison.OrdinalIgnoreCase) == true)
            && p.ProvisioningStatus is not ("Disabled" or "Error")).ToList();
        return mailbox.Count == 0 ? MailboxObstacle.LicenceWithoutMailbox
            : mailbox.All(p => p.ProvisioningStatus is "PendingProvisioning" or "PendingInput" or "PendingActivation") ? MailboxObstacle.BeingMade
            : MailboxObstacle.Elsewhere;
    }
}
