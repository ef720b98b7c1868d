using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Hidori.Browser.Tests.Kit;

/// <summary>One person at one browser. Whatever the browser complains of fails the test when they leave.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly AxeRunOptions MailRules = Rules("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static readonly AxeRunOptions PageRules = Rules("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly List<string> _forgotten = [];

    public Visitor(App app, IBrowserContext context)
    {
        (App, Context) = (app, context);
        context.SetDefaultTimeout(30_000);
        context.Console += (_, message) =>
        {
            // A refused form is answered with its status: the browser logs it, and it is no fault of the page.
            if (message.Type is "error" or "warning" && !message.Text.Contains("responded with a status of 4", StringComparison.Ordinal))
                _complaints.Enqueue($"{message.Page?.Url}: {message.Text}");
        };
        context.WebError += (_, error) => _complaints.Enqueue($"{error.Page?.Url}: {error.Error}");
        context.Response += (_, answer) =>
        {
            if (answer.Status >= 500 && answer.Status != 503)
                _complaints.Enqueue($"{answer.Status} {answer.Url}");
        };
    }

    public App App { get; }
    public IBrowserContext Context { get; }
    public IPage Page { get; private set; } = null!;

    /// <summary>Follows an address in the open page, the first time in a new one.</summary>
    public async Task<IPage> OpensAsync(string address)
    {
        Page ??= await Context.NewPageAsync();
        await Page.GotoAsync(address);
        return Page;
    }

    /// <summary>A press has led to an address with these words in it, and its page is there.</summary>
    /// <remarks>Asks the page again and again: whoever waits for the event of its loading may have come too late for it.</remarks>
    public async Task ArrivesAtAsync(string address)
    {
        await Assertions.Expect(Page).ToHaveURLAsync(new Regex(Regex.Escape(address)), new() { Timeout = 30_000 });
        while (await Page.EvaluateAsync<string>("() => document.readyState") != "complete")
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>Through Microsoft's pages.</summary>
    public async Task SignsInAsync(string member)
    {
        await OpensAsync("/sign-in");
        await Page.Locator("form[action*='/sign-in/microsoft'] button").ClickAsync();
        await PassesMicrosoftAsync(member);
    }

    /// <summary>Account, then consent where it was not given before.</summary>
    public async Task PassesMicrosoftAsync(string member)
    {
        await Page.Locator($"button.account[value='{App.Mail(member)}']").ClickAsync();
        await Page.Locator("button[value=accept], .topbar").First.WaitForAsync();
        if (await Page.Locator("button[value=accept]").IsVisibleAsync())
            await Page.Locator("button[value=accept]").ClickAsync();
        await ArrivesAtAsync(App.Address.AbsoluteUri);
    }

    /// <summary>Fills in the page of the first run as 田中, and sends it.</summary>
    public async Task MakesTheOrganizationAsync()
    {
        await Page.Locator("#f-organizationName").FillAsync("株式会社はじめて");
        await Page.Locator("#f-name").FillAsync("田中 美咲");
        await Page.Locator("#f-email").FillAsync(App.Mail("tanaka"));
        await Page.Locator("#f-password").FillAsync("correct horse battery staple");
        await Page.Locator("button.primary").ClickAsync();
        await ArrivesAtAsync("/administration/microsoft365");
    }

    /// <summary>Nothing hangs over the edge, and axe finds nothing; on a phone also at 320 px.</summary>
    public Task SeesAGoodPageAsync() => SeesNothingWrongAsync(PageRules);

    /// <summary>
    /// On a phone and on a desk, in both languages. Words are as long as they are in all four; what axe looks for hangs on the language or
    /// on the size, never on both, and costs seconds: it looks at the one language here and at the other there.
    /// </summary>
    public async Task SeesGoodPagesAsync(string address)
    {
        var own = Page.ViewportSize!;
        foreach (var screen in Enum.GetValues<Screen>())
        {
            await Page.SetViewportSizeAsync(screen.Width(), screen.Height());
            foreach (var language in (string[])["en", "ja"])
            {
                await OpensAsync($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}");
                if ((screen == Screen.Phone) == (language == "ja"))
                    await SeesAGoodPageAsync();
                else
                    await SeesNothingOverTheEdgeAsync();
            }
        }

        await Page.SetViewportSizeAsync(own.Width, own.Height);
    }

    /// <summary>A mail stands inside another program: landmarks are not its own.</summary>
    public Task SeesAGoodMailAsync() => SeesNothingWrongAsync(MailRules);

    private async Task SeesNothingWrongAsync(AxeRunOptions rules)
    {
        await SeesNothingOverTheEdgeAsync();
        // A frame that runs nothing would never answer; what it shows is a mail, which is looked at by itself (MailsAsRead).
        await Page.EvaluateAsync("() => { window.frames_ = [...document.querySelectorAll('iframe[sandbox]')].map(f => { const gap = document.createElement('span'); f.replaceWith(gap); return [f, gap]; }); }");
        var found = await Page.RunAxe(rules);
        await Page.EvaluateAsync("() => frames_.forEach(([f, gap]) => gap.replaceWith(f))");
        Assert.True(found.Violations.Length == 0, Page.Url + "\n" + string.Join('\n', found.Violations.Select(v =>
            $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")));
    }

    public async Task SeesNothingOverTheEdgeAsync()
    {
        var size = Page.ViewportSize!;
        int[] widths = size.Width < 500 ? [size.Width, 320] : [size.Width];
        foreach (var width in widths)
        {
            if (width != size.Width)
                await Page.SetViewportSizeAsync(width, size.Height);
            // The bar at the foot of a phone is fixed: it makes no page wider, and is looked at by itself.
            var over = await Page.EvaluateAsync<int>(
                "() => Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll('.rail a')].map(a => Math.ceil(a.getBoundingClientRect().left + a.scrollWidth))) - innerWidth");
            Assert.True(over <= 0, $"{Page.Url} hangs {over} px over the edge at {width} px");
        }

        if (widths.Length > 1)
            await Page.SetViewportSizeAsync(size.Width, size.Height);
    }

    /// <summary>Every part is within the screen and within what it stands in: nothing has to be scrolled to the side, and nothing is cut off.</summary>
    public async Task SeesNothingClippedAsync()
    {
        var clipped = await Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('main *')]
              .filter((e) => e.checkVisibility() && !e.closest('.vh, svg'))
              .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5 || (getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth))
              .map((e) => `${e.scrollWidth} in ${e.clientWidth}, to ${Math.round(e.getBoundingClientRect().right)} of ${innerWidth}: ${e.outerHTML.slice(0, 100)}`)
            """);
        Assert.True(clipped.Length == 0, Page.Url + "\n" + string.Join('\n', clipped));
    }

    /// <summary>What stands on the page, with blanks as a reader sees them.</summary>
    public async Task<string> ReadsAsync() => await Page.Locator("body").InnerTextAsync();

    public async Task SeesAsync(string words) =>
        await Assertions.Expect(Page.Locator("body")).ToContainTextAsync(words, new() { Timeout = 30_000 });

    /// <summary>
    /// Pages are drawn by the server and show what the worker did once they are asked again: whoever looks for the outcome of an effect
    /// reloads until it stands there. That the effect is already seen outside does not mean that it is recorded.
    /// </summary>
    public async Task ComesToSeeAsync(string address, string words)
    {
        var patience = Stopwatch.StartNew();
        await OpensAsync(address);
        while (!(await ReadsAsync()).Contains(words, StringComparison.Ordinal))
        {
            Assert.True(patience.Elapsed < App.Patience, $"Never seen at {address}: {words}\n{await ReadsAsync()}");
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, TestContext.Current.CancellationToken);
            await OpensAsync(address);
        }
    }

    private static AxeRunOptions Rules(params List<string> tags) => new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = tags },
        ResultTypes = [ResultType.Violations],
    };

    /// <summary>Complaints with these words are what the test was about.</summary>
    public void Forgets(string words) => _forgotten.Add(words);

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        Assert.DoesNotContain(_complaints, c => !_forgotten.Exists(w => c.Contains(w, StringComparison.Ordinal)));
    }
}
