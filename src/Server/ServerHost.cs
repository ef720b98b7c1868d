using System.Text.Encodings.Web;
using System.Text.Unicode;
using Hidori.Server.Features.Administration;
using Hidori.Server.Features.Appointments;
using Hidori.Server.Features.BookingPages;
using Hidori.Server.Features.Connections;
using Hidori.Server.Features.GuestBooking;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Features.Members;
using Hidori.Server.Features.MessageTemplates;
using Hidori.Server.Features.MicrosoftSetup;
using Hidori.Server.Features.Notifications;
using Hidori.Server.Features.OwnSettings;
using Hidori.Server.Features.Proposals;
using Hidori.Server.Features.Rooms;
using Hidori.Server.Features.SignIn;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server;

/// <summary>The table of contents of the product: one Add and one Map per feature.</summary>
public static class ServerHost
{
    /// <summary>Builds the server, schema included, ready to run.</summary>
    /// <param name="configure">For dev.cs and tests: settings and, in tests, the clock.</param>
    public static async Task<WebApplication> BuildAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // A guest's link is a secret, and the framework's lines about a request show its path: only what is wrong is
        // written, and nothing at all by the category whose scope carries the path.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            // It warns of every form that we say no-store ourselves.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)
            .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        configure?.Invoke(builder);

        builder.Services.AddSingleton<IClock>(sp => new TimeProviderClock(sp.GetRequiredService<TimeProvider>()));
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddRazorComponents();
        // Otherwise every Japanese letter goes out as &#x….
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        builder.Services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "hidori-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // Security says it, for each answer: this one would not know of the sites that may embed a page.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        builder.Services.AddSettings<ServerOptions>(ServerOptions.Section);
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddKeyRing(builder.Configuration);
        builder.Services.AddTenancy();
        builder.Services.AddOutside(builder.Configuration);
        builder.Services.AddSecurity(builder.Configuration);
        builder.Services.AddTelemetry(builder.Configuration);

        builder.Services.AddAdministration();
        builder.Services.AddSignIn();
        builder.Services.AddMembers();
        builder.Services.AddOwnSettings();
        builder.Services.AddMemberConnections();
        builder.Services.AddRooms();
        builder.Services.AddMicrosoftSetup();
        builder.Services.AddMessageTemplates();
        builder.Services.AddBookingPages();
        builder.Services.AddProposals();
        builder.Services.AddGuestProposals();
        builder.Services.AddGuestBooking();
        builder.Services.AddAppointments();
        builder.Services.AddNotifications();

        var app = builder.Build();
        // Before the database is touched: a start that stops has changed nothing.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        await app.Services.GetRequiredService<Migrator>().RunAsync(CancellationToken.None);
        app.Services.CheckThatKeysOpen();
        await app.Services.GetRequiredService<RegistrationInForce>().LoadAsync(CancellationToken.None);
        Map(app);
        return app;
    }

    /// <summary>Runs until it is told to stop; says on the console how to begin where there is no organization.</summary>
    public static async Task RunAsync(WebApplication app)
    {
        await app.StartAsync();
        var link = await app.Services.GetRequiredService<FirstRunToken>().LinkAsync(CancellationToken.None);
        if (link is not null)
        {
            // To the console and nowhere else: a log may be read by people who do not run this server.
            await Console.Out.WriteLineAsync($"最初の会社と管理者を作成してください / Create the organization and its administrator:\n  {link}");
        }

        await app.WaitForShutdownAsync();
    }

    private static void Map(WebApplication app)
    {
        app.UseSecurity();
        app.UseOwnFiles();
        app.UseLanguages();
        app.UsePagesForFailures();
        app.UseRouting();
        app.UseGuestGate(GuestProposalRoutes.Pages);
        app.UseBookingGate(GuestBookingRoutes.Pages);
        app.UseAuthentication();
        app.UseMemberGate();
        app.UseOwnLanguage();
        app.UseGuestLanguage();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.UseTokensOfForms();

        app.MapHealth();
        app.MapSignIn();
        app.MapMembers();
        app.MapOwnSettings();
        app.MapConnections();
        app.MapRooms();
        app.MapMicrosoftSetup();
        app.MapMessageTemplates();
        app.MapBookingPages();
        app.MapProposals();
        app.MapGuestProposals();
        app.MapGuestBooking();
        app.MapAppointments();
    }

    /// <summary>Instants are kept to the millisecond, so that both databases hold the same value.</summary>
    private sealed class TimeProviderClock(TimeProvider time) : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
    }
}
