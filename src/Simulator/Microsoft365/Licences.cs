using System.Text.Json.Nodes;

namespace Hidori.Simulator.Microsoft365;

/// <summary>The products people in Japan hold, with their Exchange and Teams plans (Microsoft's "Product names and service plan identifiers for licensing", 2025-12-30).</summary>
internal static class Licences
{
    private static readonly Dictionary<string, string> Plans = new(StringComparer.Ordinal)
    {
        ["EXCHANGE_S_STANDARD"] = "9aaf7827-d63c-4b61-89c3-182f06f82e5c",
        ["EXCHANGE_S_ENTERPRISE"] = "efb87545-963c-4e0d-99df-69c6916d9eb0",
        ["EXCHANGE_S_DESKLESS"] = "4a82b400-a79f-41a4-b4e2-e94f5787b113",
        ["EXCHANGE_S_FOUNDATION"] = "113feb6c-3fe4-4440-bddc-54d774bf0318",
        ["TEAMS1"] = "57ff2da0-773e-42df-b2af-ffb7a2317929",
    };

    private static readonly Dictionary<string, (string Id, string[] Plans)> Skus = new(StringComparer.Ordinal)
    {
        ["SPB"] = ("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", ["EXCHANGE_S_STANDARD", "TEAMS1"]),
        ["O365_BUSINESS_ESSENTIALS"] = ("3b555118-da6a-4418-894f-7df1e2096870", ["EXCHANGE_S_STANDARD", "TEAMS1"]),
        ["O365_BUSINESS_PREMIUM"] = ("f245ecc8-75af-4f8e-b61f-27d8114de5f3", ["EXCHANGE_S_STANDARD", "TEAMS1"]),
        ["SPE_E3"] = ("05e9a617-0261-4cee-bb44-138d3ef5d965", ["EXCHANGE_S_ENTERPRISE", "TEAMS1"]),
        ["ENTERPRISEPACK"] = ("6fd2c87f-b296-42f0-b197-1e91e994b900", ["EXCHANGE_S_ENTERPRISE", "TEAMS1"]),
        ["SPE_F1"] = ("66b55226-6b4f-492c-910c-a3b7a3c9d993", ["EXCHANGE_S_DESKLESS", "TEAMS1"]),
        ["M365_F1"] = ("44575883-256e-4a79-9da4-ebe9acabe2b2", ["EXCHANGE_S_FOUNDATION", "TEAMS1"]),
        ["EXCHANGESTANDARD"] = ("4b9405b0-7788-4568-add1-99614e613b69", ["EXCHANGE_S_STANDARD"]),
        ["OFFICESUBSCRIPTION"] = ("c2273bd0-dff7-4215-9ef5-2c7bcfb06425", ["EXCHANGE_S_FOUNDATION"]),
        ["O365_BUSINESS"] = ("cdd28e44-67e3-425e-be4c-737fab2899d3", []),
    };

    public static bool HaveMailbox(IEnumerable<string> skus) =>
        skus.SelectMany(PlansOf).Any(BringsMailbox);

    public static bool HaveTeams(IEnumerable<string> skus) => skus.SelectMany(PlansOf).Contains("TEAMS1");

    /// <summary>The licenseDetails objects of an account; a plan whose mailbox is being made is pending.</summary>
    public static JsonArray Details(IEnumerable<string> skus, MailboxState mailbox) => [.. skus.Where(Skus.ContainsKey).Select(sku => new JsonObject
    {
        ["id"] = "Nx" + Skus[sku].Id[..8],
        ["skuId"] = Skus[sku].Id,
        ["skuPartNumber"] = sku,
        ["servicePlans"] = new JsonArray([.. Skus[sku].Plans.Select(plan => new JsonObject
        {
            ["servicePlanId"] = Plans[plan],
            ["servicePlanName"] = plan,
            ["provisioningStatus"] = mailbox == MailboxState.Provisioning && BringsMailbox(plan) ? "PendingProvisioning" : "Success",
            ["appliesTo"] = plan == "EXCHANGE_S_FOUNDATION" ? "Company" : "User",
        })]),
    })];

    private static bool BringsMailbox(string plan) => plan is "EXCHANGE_S_STANDARD" or "EXCHANGE_S_ENTERPRISE" or "EXCHANGE_S_DESKLESS";

    private static string[] PlansOf(string sku) => Skus.TryGetValue(sku, out var found) ? found.Plans : [];
}
