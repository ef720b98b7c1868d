using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>X-Forwarded headers count when a proxy that the operator names sends them, and from nobody else.</summary>
public sealed class BehindAReverseProxy
{
    /// <summary>Both, because the name localhost may lead to either.</summary>
    private const string ThisMachine = "127.0.0.1, ::1";
    private const string Elsewhere = "192.0.2.1, 10.0.0.0/8";
    private const string Public = "https://hidori.test.example";

    [Theory, EveryDatabase]
    public async Task The_guest_behind_the_proxy_is_the_one_who_is_limited(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, ThisMachine, null);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());

        // Whatever a client writes itself stands before what the proxy adds.
        var one = await PressAsync(app, proposal, "203.0.113.7", "198.51.100.1, 203.0.113.7", "198.51.100.2, 203.0.113.7");
        var other = await PressAsync(app, proposal, "203.0.113.8");
        var line = await PressAsync(app, proposal, "2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:3:4:5:6");

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests], one);
        Assert.Equal([HttpStatusCode.UnprocessableEntity], other);
        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests], line);
    }

    [Theory]
    [EveryDatabase("")]
    [EveryDatabase(Elsewhere)]
    public async Task Nobody_else_can_pretend_to_come_from_many_addresses(DatabaseKind kind, string trusted)
    {
        await using var app = await StartAsync(kind, trusted, null);
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());

        var answers = await PressAsync(app, proposal, "203.0.113.7", "203.0.113.8", "203.0.113.9");

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests], answers);
    }

    [Theory]
    [EveryDatabase(ThisMachine, true)]
    [EveryDatabase(Elsewhere, false)]
    [EveryDatabase("", false)]
    public async Task Cookies_are_secure_when_the_proxy_says_that_the_visitor_came_by_https(DatabaseKind kind, string trusted, bool secure)
    {
        await using var app = await StartAsync(kind, trusted);
        using var smith = await app.AnotherOrganizationAsync("smith", "a-password-of-smith");
        using var browser = app.NewBrowser();
        browser.Headers.Add("X-Forwarded-For", "203.0.113.7");
        browser.Headers.Add("X-Forwarded-Proto", "https");
        browser.Headers.Add("X-Forwarded-Host", "hidori.test.example");
        var page = await browser.GetAsync("/sign-in");

        // By hand: a browser that speaks http, as ours does, keeps such cookies to itself.
        using var proxy = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var forms = string.Join("; ", browser.Cookies.GetAllCookies().Select(c => $"{c.Name}={c.Value}"));
        var entered = await PassOnAsync(proxy, browser, page, "/sign-in", forms, ("email", smith.Address), ("password", "a-password-of-smith"));
        var leaving = await PassOnAsync(proxy, browser, page, "/sign-in/microsoft", forms);
        var anonymous = await PassOnAsync(proxy, browser, null, "/appointments", "");

        string[] cookies = [.. page.Answer.Headers.GetValues("Set-Cookie"), .. SetCookies(entered), .. SetCookies(leaving)];
        foreach (var name in (string[])["hidori-form=", "hidori=", ".AspNetCore.Correlation.", ".AspNetCore.OpenIdConnect.Nonce."])
            Assert.Contains(cookies, c => c.StartsWith(name, StringComparison.Ordinal));
        Assert.All(cookies, c => Assert.Equal(secure, c.Contains("; secure", StringComparison.OrdinalIgnoreCase)));
        Assert.Contains("redirect_uri=" + Uri.EscapeDataString(Public + "/sign-in/microsoft/callback"), leaving.Headers.Location!.Query, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            new Uri(secure ? new Uri(Public) : app.Address, "/sign-in"), new Uri(new Uri(app.Address, anonymous.Headers.Location!).GetLeftPart(UriPartial.Path)));
    }

    [Theory, EveryDatabase]
    public async Task Links_lead_to_the_public_address_whatever_a_header_says(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind, ThisMachine);
        using var smith = await app.AnotherOrganizationAsync("smith", "a-password-of-smith");
        smith.Web.Headers.Add("X-Forwarded-Host", "evil.example");
        var members = await smith.Web.GetAsync("/members");

        var invited = await smith.Web.SubmitAsync(members, "/members", ("email", "jones@test.example"), ("name", ""), ("role", "Member"));
        await app.WorkerLooksAsync();

        Assert.Contains(Public + "/invitation/", invited.Document.Body!.InnerHtml, StringComparison.Ordinal);
        var mail = Assert.Single(app.Simulator.Mail.To("jones@test.example")).Text!;
        Assert.Contains(Public + "/invitation/", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", mail + invited.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase(Public, "max-age=31536000")]
    [EveryDatabase("http://hidori.test.example", "")]
    public async Task Browsers_are_told_to_stay_with_https_where_the_public_address_is_https(DatabaseKind kind, string address, string told)
    {
        await using var app = await StartAsync(kind, "", address);
        using var browser = app.NewBrowser();

        foreach (var path in (string[])["/sign-in", "/p/banana", "/no/such/page", "/health", "/ui.css"])
        {
            var answer = (await browser.GetAsync(path)).Answer;
            Assert.Equal(told, answer.Headers.TryGetValues("Strict-Transport-Security", out var values) ? Assert.Single(values) : "");
        }
    }

    private static async Task<App> StartAsync(DatabaseKind kind, string trusted, string? address = Public)
    {
        var app = await App.StartAsync(kind, "tanaka");
        app.Settings["TrustedProxies"] = trusted;
        app.Settings["GuestPostsPerMinutePerAddress"] = "2";
        if (address is not null)
            app.Settings["PublicAddress"] = address;
        await app.RestartsAsync();
        return app;
    }

    private static async Task<List<HttpStatusCode>> PressAsync(App app, ProposalMade proposal, params string[] forwardedFor)
    {
        var answers = new List<HttpStatusCode>();
        foreach (var from in forwardedFor)
        {
            using var guest = new GuestBrowser(app);
            guest.Web.Headers.Add("X-Forwarded-For", from);
            var page = await guest.OpensAsync(proposal);
            answers.Add((await guest.Web.SubmitAsync(page, proposal.GuestPath, ("candidate", "banana"))).Status);
        }

        return answers;
    }

    /// <summary>One request with the browser's headers and these cookies; a post with the page's token when there is a page.</summary>
    private static Task<HttpResponseMessage> PassOnAsync(
        HttpClient proxy, Browser browser, WebPage? page, string path, string cookies, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(page is null ? HttpMethod.Get : HttpMethod.Post, new Uri(browser.Home, path));
        foreach (var (name, values) in browser.Headers)
            request.Headers.Add(name, values);
        if (cookies.Length > 0)
            request.Headers.Add("Cookie", cookies);
        if (page?.ValueOf("__RequestVerificationToken") is { } token)
            request.Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
        return proxy.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> SetCookies(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [];
}
