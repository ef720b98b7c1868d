using Microsoft.Playwright;

namespace Hidori.Browser.Tests.Kit;

/// <summary>The compose screen in a member's hands.</summary>
public sealed class Composer(Visitor member)
{
    public const string Guest = "takahashi@guest.example";

    private IPage Page => member.Page;

    public ILocator Candidates => Page.Locator("[data-list] li");

    public ILocator Grid => Page.Locator(".week");

    /// <summary>Next week is shown: nothing in it is past, and no line of the present moves.</summary>
    public async Task OpensAsync()
    {
        await member.OpensAsync("/proposals/new");
        await IsReadyAsync();
        await Page.Locator("[data-weeks] button").Nth(2).ClickAsync();
        await Assertions.Expect(Page.Locator("[data-week-title]")).ToContainTextAsync("4/12");
    }

    /// <summary>The island has taken over.</summary>
    public Task IsReadyAsync() => Assertions.Expect(Page.Locator("candidate-calendar > [role=status]")).ToBeAttachedAsync();

    public async Task AddsHostAsync(string name)
    {
        var option = await Page.Locator("#f-newHost option", new() { HasText = name }).GetAttributeAsync("value");
        await Page.Locator("#f-newHost").SelectOptionAsync(option!);
        await Page.Locator("button[value=addHost]").ClickAsync();
        await Assertions.Expect(Page.Locator("#f-mainHost [data-main]", new() { HasText = name })).ToBeVisibleAsync();
        await Assertions.Expect(Grid).Not.ToHaveAttributeAsync("aria-busy", "true");
    }

    /// <summary>Where a time of a day is on the screen; the grid is scrolled there first.</summary>
    public async Task<(float X, float Y)> PointAsync(string date, double hour)
    {
        var found = await Page.EvaluateAsync<float[]>(
            """
            ([date, hour]) => {
              const day = document.querySelector(`.day[data-date="${date}"]`);
              const calendar = document.querySelector('candidate-calendar');
              const [from, to] = [Number(calendar.dataset.from), Number(calendar.dataset.to)];
              day.scrollIntoView({ block: 'center', inline: 'center' });
              const share = (hour - from) / (to - from);
              const place = () => { const box = day.getBoundingClientRect(); return [box.left + box.width * 0.85, box.top + box.height * share]; };
              const [, y] = place();
              if (y < 200 || y > innerHeight - 200) scrollBy(0, y - innerHeight / 2);
              return place();
            }
            """,
            new object[] { date, hour });
        return (found[0], found[1]);
    }

    public async Task DragsAsync(string date, double from, double to)
    {
        var (x, y) = await PointAsync(date, from);
        var perHour = await HourAsync();
        await Page.Mouse.MoveAsync(x, y + 2);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(x, y + (float)((to - from) * perHour), new() { Steps = 4 });
        await Page.Mouse.UpAsync();
    }

    public Task<double> HourAsync() => Page.EvaluateAsync<double>(
        """
        () => {
          const calendar = document.querySelector('candidate-calendar');
          return document.querySelector('.day').getBoundingClientRect().height / (calendar.dataset.to - calendar.dataset.from);
        }
        """);

    public async Task TypesAsync(string date, string from, string to)
    {
        var before = await Candidates.CountAsync();
        var typed = Page.Locator("details.typed");
        if (await typed.GetAttributeAsync("open") is null)
            await typed.Locator("summary").ClickAsync();
        await Page.Locator("#f-newDate").FillAsync(date);
        await Page.Locator("#f-newStart").FillAsync(from);
        await Page.Locator("#f-newEnd").FillAsync(to);
        await Page.Locator("button[value=addCandidate]").ClickAsync();
        await Assertions.Expect(Candidates).ToHaveCountAsync(before + 1);
    }

    public async Task FillsInAsync(string title)
    {
        await Page.Locator("#f-title").FillAsync(title);
        await Page.Locator("#f-company").FillAsync("みなと設計株式会社");
        await Page.Locator("#f-guestName").FillAsync("高橋 直子");
        await Page.Locator("#f-guestMail").FillAsync(Guest);
        await Page.Locator("#f-message").FillAsync("いつもお世話になっております。\n新製品をご紹介するお時間をいただけますと幸いです。");
    }

    public async Task<Sent> SendsAsync()
    {
        await Page.Locator("button[value=send]").ClickAsync();
        await member.ArrivesAtAsync("/sent");
        var link = await Page.Locator("input[value*='/p/']").First.InputValueAsync();
        return new Sent(new Uri(Page.Url).Segments[^2].TrimEnd('/'), new Uri(link).AbsolutePath);
    }

    /// <summary>A proposal of two candidates, the quick way.</summary>
    public async Task<Sent> ProposesAsync(string title, string date = "2027-04-14")
    {
        await OpensAsync();
        await TypesAsync(date, "13:00", "14:00");
        await TypesAsync(date, "16:00", "17:00");
        await FillsInAsync(title);
        return await SendsAsync();
    }
}

/// <param name="GuestPath">The guest's link without the address.</param>
public sealed record Sent(string Appointment, string GuestPath);
