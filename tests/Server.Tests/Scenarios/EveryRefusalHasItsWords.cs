using System.Net;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.OAuth;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Every number of Microsoft's sign-in leads to what helps against it (SPEC M8, M9; reference/graph.md §1.6).</summary>
public sealed class EveryRefusalHasItsWords
{
    private const string Approval = "管理者が承認したアプリだけ";
    private const string Settings = "Hidori の Microsoft 365 の設定に誤りがあります";
    private const string OtherAccount = "別の組織の Microsoft アカウント";
    private const string NotThere = "Hidori がまだ使えるようになっていません";
    private const string Rule = "条件付きアクセスやテナントの制限";
    private const string Again = "途中で時間が切れました";

    /// <summary>The words on the page after signing in, and what a refused renewal means for the connection.</summary>
    private static readonly (string Words, GrantProblem Problem, int[] Numbers)[] Table =
    [
        (Approval, GrantProblem.ConsentMissing, [65001, 90093, 90094, 90095, 900941, 900981]),
        ("「キャンセル」が押されたか", GrantProblem.ConsentMissing, [65004]),
        ("割り当てられた人だけ", GrantProblem.ConsentMissing, [50105]),
        (Settings, GrantProblem.RegistrationWrong, [65005, 650052, 650056, 650057, 90008, 50011, 900971, 500113, 70011, 90002, 90038, 900382]),
        (Settings, GrantProblem.CredentialWrong, [7000215, 700027, 7000218, 70002]),
        (Settings, GrantProblem.CredentialExpired, [7000222]),
        (NotThere, GrantProblem.RegistrationWrong, [700016, 700011, 50194, 9001023, 90130]),
        (OtherAccount, GrantProblem.Dead, [50020, 16000, 16003, 50034, 51004, 90072, 500208]),
        (Rule, GrantProblem.PolicyBlocks, [500011, 500021, 500022, 500212, 500213, 53000, 53001, 53002, 53003, 53004, 530032, 50131, 50005, 50097]),
        (Again, GrantProblem.Dead, [501481, 50147, 501491, 54005, 700005, 70000, 70008, 700082, 50173, 50089, 50132, 50133, 700084]),
        ("多要素認証", GrantProblem.PresenceNeeded, [70043, 50076, 50078, 50079, 50072, 50074, 50158]),
        ("無効か、ロックされているか", GrantProblem.AccountClosed, [50057, 50053, 50055, 50144]),
        ("問い合わせを止めるよう", GrantProblem.Looping, [50196]),
        ("Microsoft から応答を得られませんでした", GrantProblem.RegistrationWrong, [12345]),
    ];

    [Theory, EveryDatabase]
    public async Task After_signing_in_the_page_says_who_can_help_and_quotes_the_number(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var browser = app.NewBrowser();

        foreach (var (words, _, numbers) in Table)
        {
            foreach (var number in numbers)
            {
                var description = Uri.EscapeDataString($"AADSTS{number}: tanaka@test.example may not.\r\nTrace ID: 1");
                var page = await browser.GetAsync($"/sign-in/microsoft/callback?error=server_error&error_description={description}");

                Assert.True(page.Text.Contains(words, StringComparison.Ordinal), $"{number}: {page.Text}");
                Assert.Contains($"AADSTS{number}", page.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("tanaka@", page.Text, StringComparison.Ordinal);
                Assert.Equal(HttpStatusCode.Forbidden, page.Status);
            }
        }
    }

    [Fact]
    public void A_refused_renewal_says_what_became_of_the_grant()
    {
        foreach (var (_, problem, numbers) in Table)
        {
            foreach (var number in numbers)
            {
                var failure = TokenRefusals.Translate(new TokenRefusedException(TokenRefusal.OperatorMistake, "server_error", [number]));

                Assert.True(problem == failure.Problem, $"{number}: {failure.Problem}");
                Assert.Equal(problem.IsOperators(), failure is RegistrationRefusedException);
                Assert.Equal(problem == GrantProblem.ConsentMissing, failure is PermissionLostException);
            }
        }
    }

    [Theory, EveryDatabase]
    public async Task A_member_who_is_signed_in_comes_to_the_page_of_approval(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");

        var risky = await tanaka.Web.GetAsync("/sign-in/microsoft/callback?error=access_denied&error_description=AADSTS900941%3A+risky");
        var unassigned = await tanaka.Web.GetAsync("/sign-in/microsoft/callback?error=access_denied&error_description=AADSTS50105%3A+not+assigned");
        var bare = await tanaka.Web.GetAsync("/connections/consent?problem=AdminApprovalNeeded&number=");

        Assert.Contains("応答: AADSTS900941", risky.Text, StringComparison.Ordinal);
        Assert.Contains("割り当てられた人だけ", unassigned.Text, StringComparison.Ordinal);
        Assert.Contains("管理者の承認をお願いする", bare.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("AdminApprovalNeeded", bare.Text, StringComparison.Ordinal);
    }
}
