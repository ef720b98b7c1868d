using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace Hidori.Server.Tests.Kit;

/// <summary>A page as a person without scripts sees it.</summary>
public sealed record WebPage(Uri Address, HttpStatusCode Status, IHtmlDocument Document, HttpResponseMessage Answer)
{
    public string Text => System.Text.RegularExpressions.Regex.Replace(Document.Body?.TextContent ?? "", @"\s+", " ");

    public IHtmlFormElement Form(string action) =>
        Document.Forms.FirstOrDefault(f => (f.GetAttribute("action") ?? "").Split('?')[0].EndsWith(action.Split('?')[0], StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"No form to {action} on {Address}: {Text}");

    public IReadOnlyList<IHtmlInputElement> Inputs(string name) => [.. Document.QuerySelectorAll($"input[name={name}]").OfType<IHtmlInputElement>()];

    /// <summary>What stands in a field, typed or chosen.</summary>
    public string? ValueOf(string name) => Document.QuerySelector($"[name={name}]") switch
    {
        IHtmlInputElement { Type: "radio" } => Inputs(name).FirstOrDefault(i => i.IsChecked)?.Value,
        IHtmlInputElement input => input.Value,
        IHtmlTextAreaElement area => area.Value,
        IHtmlSelectElement select => select.Value,
        _ => null,
    };

    /// <summary>The message at a field.</summary>
    public string? ErrorAt(string field) =>
        Document.QuerySelector($"[name={field}][aria-invalid=true]") is { } input && input.GetAttribute("aria-describedby") is { } ids
            ? string.Join(" ", ids.Split(' ').Select(id => Document.GetElementById(id)).OfType<IElement>().Where(e => e.ClassList.Contains("error")).Select(e => e.TextContent.Trim()))
            : null;
}

/// <summary>One person's browser: cookies, links and forms, no scripts.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient _http;

    public Browser(Uri home)
    {
        Home = home;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies });
    }

    public Uri Home { get; }
    public CookieContainer Cookies { get; } = new();

    /// <summary>What stands between this browser and the server adds these.</summary>
    public HttpRequestHeaders Headers => _http.DefaultRequestHeaders;

    public Task<WebPage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(Home, path)));

    /// <summary>Posts without a page, as nobody with a browser would.</summary>
    public Task<WebPage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Home, path))
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        });

    /// <summary>Fills in and presses: fields that are not named keep what they hold.</summary>
    public Task<WebPage> SubmitAsync(WebPage page, string action, params (string Name, string Value)[] fields) =>
        SubmitAsync(page, page.Form(action), page.Form(action).GetAttribute("action"), fields);

    /// <summary>Presses one button of several, which may lead elsewhere than the form it belongs to, and says which it was.</summary>
    public Task<WebPage> PressAsync(WebPage page, IElement button, params (string Name, string Value)[] fields)
    {
        var form = button.GetAttribute("form") is { } id ? (IHtmlFormElement)page.Document.GetElementById(id)! : button.Closest("form") as IHtmlFormElement;
        return SubmitAsync(
            page, form!, button.GetAttribute("formaction") ?? form!.GetAttribute("action"),
            button.GetAttribute("name") is { } name ? [.. fields, (name, button.GetAttribute("value") ?? "")] : fields);
    }

    private Task<WebPage> SubmitAsync(WebPage page, IHtmlFormElement form, string? action, (string Name, string Value)[] fields)
    {
        var values = new List<KeyValuePair<string, string>>();
        foreach (var element in form.Elements.OfType<IHtmlElement>())
        {
            var name = element.GetAttribute("name");
            if (string.IsNullOrEmpty(name) || fields.Any(f => f.Name == name))
                continue;
            switch (element)
            {
                case IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false }:
                case IHtmlInputElement { IsDisabled: true } or IHtmlButtonElement:
                    break;
                case IHtmlInputElement input:
                    values.Add(new(name, input.Value));
                    break;
                case IHtmlTextAreaElement area:
                    values.Add(new(name, area.Value));
                    break;
                case IHtmlSelectElement select:
                    values.Add(new(name, select.Value ?? ""));
                    break;
            }
        }

        values.AddRange(fields.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var target = new Uri(page.Address, action is { Length: > 0 } to ? to : page.Address.PathAndQuery);
        // A form by GET takes the place of whatever query its address had (HTML, "mutate action URL").
        return form.Method == "get"
            ? GetAsync($"{target.AbsolutePath}?{string.Join('&', values.Select(v => $"{Uri.EscapeDataString(v.Key)}={Uri.EscapeDataString(v.Value)}"))}")
            : SendAsync(new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(values) });
    }

    /// <summary>A file, as it comes.</summary>
    public Task<HttpResponseMessage> DownloadAsync(string path) => _http.GetAsync(new Uri(Home, path), TestContext.Current.CancellationToken);

    public async Task<WebPage> SendAsync(HttpRequestMessage request)
    {
        var ct = TestContext.Current.CancellationToken;
        var answer = await _http.SendAsync(request, ct);
        for (var hop = 0; hop < 12 && answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.Redirect; hop++)
        {
            var next = new Uri(request.RequestUri!, answer.Headers.Location!);
            request = new HttpRequestMessage(HttpMethod.Get, next);
            answer = await _http.SendAsync(request, ct);
        }

        var html = await answer.Content.ReadAsStringAsync(ct);
        return new WebPage(request.RequestUri!, answer.StatusCode, await new HtmlParser().ParseDocumentAsync(html, ct), answer);
    }

    public void Dispose() => _http.Dispose();
}
