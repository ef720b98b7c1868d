using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Hidori.Server.Tests.GraphContract;

/// <summary>What a page of the reference shows of an answer, to be sent as if the service had said it.</summary>
internal sealed class DocumentedAnswer
{
    private readonly JsonObject _headers;
    private readonly int? _status;

    private DocumentedAnswer(JsonNode page)
    {
        _status = page["response"]?["status"]?.GetValue<int>();
        _headers = page["response"]?["headers"] as JsonObject ?? [];
        Body = (page["response"]?["body"] ?? page["payload"])?.DeepClone();
    }

    public JsonNode? Body { get; }

    /// <param name="file">Name of the example, or the beginning of it.</param>
    public static DocumentedAnswer Of(string file)
    {
        var folder = Path.Combine(GraphApiContract.Needed().Folder, "examples");
        return new DocumentedAnswer(JsonNode.Parse(File.ReadAllText(Directory.GetFiles(folder, file + "*.json").Single()))!);
    }

    /// <param name="status">Where the page names none, or clients meet another.</param>
    public HttpResponseMessage Send(int? status = null)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)(status ?? _status ?? throw new InvalidOperationException("The page names no status.")));
        if (Body is not null)
        {
            answer.Content = new StringContent(Body.ToJsonString(), Encoding.UTF8);
            answer.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach (var (name, value) in _headers.Where(h => !h.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            answer.Headers.TryAddWithoutValidation(name, Convert.ToString(value, CultureInfo.InvariantCulture));
        return answer;
    }
}
