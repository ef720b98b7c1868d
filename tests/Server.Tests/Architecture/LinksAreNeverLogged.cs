using System.Collections.Concurrent;
using System.Security.Cryptography;
using Hidori.Server.Tests.Kit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

/// <summary>Guest links, invitations and the first-run link are secrets in a path: the framework would log them.</summary>
public sealed class LinksAreNeverLogged
{
    private const string Secret = "TheSecretOfALink0123456";

    [Theory]
    [InlineData("/p/" + Secret)]
    [InlineData("/p/" + Secret + "/other-times")]
    [InlineData("/invitation/" + Secret)]
    [InlineData("/first-run?token=" + Secret)]
    [InlineData("/b/test/page/confirm/" + Secret)]
    [InlineData("/nowhere/" + Secret)]
    public async Task Whoever_follows_a_link_leaves_no_trace_of_it(string path)
    {
        var ct = TestContext.Current.CancellationToken;
        using var log = new Everything();
        await using var database = await TestDatabase.MakeAsync(DatabaseKind.Sqlite);
        await using var app = await ServerHost.BuildAsync([], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders().AddProvider(log);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Database:Connection"] = database.Connection,
                ["Secrets:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            });
        });
        await app.StartAsync(ct);

        using var http = new HttpClient(new SocketsHttpHandler());
        using var answer = await http.GetAsync(new Uri(new Uri(app.Urls.First()), path), ct);
        await app.StopAsync(ct);

        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    private sealed class Everything : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue(state is IEnumerable<KeyValuePair<string, object?>> parts ? string.Join(' ', parts) : state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
