using Hidori.Browser.Tests.Kit;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Hidori.Browser.Tests.Kit;

/// <summary>The one browser of this test run. Where it is not installed the tests are skipped for all to see; under CI=true they fail.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static bool IsMissing => !File.Exists(Program) && Environment.GetEnvironmentVariable("CI") != "true";

    public async ValueTask InitializeAsync()
    {
        if (IsMissing)
            return;
        // A busy machine is no fault of a page: as patient as every other wait of a visitor.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            // Not as root with a sandbox, and no calls to Google's hosts.
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--lang=ja-JP",
            ],
        });
    }

    /// <summary>One person's browser.</summary>
    public async Task<Visitor> OpenAsync(App app, Screen screen, bool script = true, bool touch = false)
    {
        Assert.SkipWhen(IsMissing, "Chromium is not installed.");
        return new Visitor(app, await _browser!.NewContextAsync(new()
        {
            BaseURL = app.Address.AbsoluteUri,
            ViewportSize = new() { Width = screen.Width(), Height = screen.Height() },
            Locale = "ja-JP",
            TimezoneId = App.Zone,
            JavaScriptEnabled = script,
            HasTouch = touch,
            ReducedMotion = ReducedMotion.Reduce,
            DeviceScaleFactor = 1,
        }));
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

public enum Screen
{
    Phone,
    Desktop,
}

public static class Screens
{
    public static int Width(this Screen screen) => screen switch
    {
        Screen.Phone => 390,
        Screen.Desktop => 1280,
    };

    public static int Height(this Screen screen) => screen switch
    {
        Screen.Phone => 844,
        Screen.Desktop => 860,
    };
}
