using Hidori.Server.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Hidori.Browser.Tests.Kit;

/// <summary>A company's own web site: 127.0.0.1 is another site than localhost, so no cookie of ours reaches a frame in it.</summary>
public sealed class OtherSite : IAsyncLifetime
{
    private WebApplication _server = null!;

    public string Address { get; } = $"http://127.0.0.1:{Ports.Next()}";
    public string Html { get; set; } = "";

    /// <summary>Content-Security-Policy of its pages.</summary>
    public string Policy { get; set; } = "";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(Address);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        _server = builder.Build();
        _server.Run(http =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            http.Response.Headers.ContentSecurityPolicy = Policy;
            return http.Response.WriteAsync(Html);
        });
        await _server.StartAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
