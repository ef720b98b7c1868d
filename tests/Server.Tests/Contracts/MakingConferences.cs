using System.Net;
using Hidori.Domain;
using Hidori.Domain.Outside;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>Teams links without a calendar entry (reference/graph.md §9; SPEC M14).</summary>
public sealed class MakingConferences
{
    private static readonly Interval Time = new(Instant.FromUtc(2026, 4, 6, 1, 0), Instant.FromUtc(2026, 4, 6, 2, 0));
    private readonly EntryKey _key = new(AppointmentId.New(), CandidateId.New(), MemberId.New());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_key_gets_the_same_conference_and_another_key_another()
    {
        await using var outside = await Microsoft365Outside.StartAsync(Ct);
        await outside.SignInAsync(outside.Tanaka, OptionalFeature.Conferences, Ct);

        var first = await outside.Conferences.CreateOrGetAsync(outside.Tanaka, _key, "ご相談", Time, Ct);
        var again = await outside.Conferences.CreateOrGetAsync(outside.Tanaka, _key, "別の題名", Time, Ct);
        var other = await outside.Conferences.CreateOrGetAsync(outside.Tanaka, _key with { Candidate = CandidateId.New() }, "ご相談", Time, Ct);

        Assert.Equal(first, again);
        Assert.NotEqual(first.JoinLink, other.JoinLink);
        Assert.StartsWith("https://teams.microsoft.com/", first.JoinLink, StringComparison.Ordinal);
        Assert.Empty(outside.CalendarOf(outside.Tanaka));
    }

    [Fact]
    public async Task A_lost_answer_leaves_one_conference()
    {
        await using var outside = await Microsoft365Outside.StartAsync(Ct);
        await outside.SignInAsync(outside.Tanaka, OptionalFeature.Conferences, Ct);
        outside.GoesWrong(new Trouble.AnswerLost());

        await Assert.ThrowsAsync<ProviderUnavailableException>(
            () => outside.Conferences.CreateOrGetAsync(outside.Tanaka, _key, "ご相談", Time, Ct));
        var first = await outside.Conferences.CreateOrGetAsync(outside.Tanaka, _key, "ご相談", Time, Ct);

        Assert.Equal(first, await outside.Conferences.CreateOrGetAsync(outside.Tanaka, _key, "ご相談", Time, Ct));
    }

    [Fact]
    public async Task Without_consent_it_is_a_lost_permission()
    {
        await using var outside = await Microsoft365Outside.StartAsync(Ct);

        await Assert.ThrowsAsync<PermissionLostException>(
            () => outside.Conferences.CreateOrGetAsync(outside.Tanaka, _key, "ご相談", Time, Ct));
    }

    [Fact]
    public async Task A_meeting_without_a_link_is_no_conference()
    {
        await using var services = Canned.Always(HttpStatusCode.OK, """{ "id": "1", "joinWebUrl": null }""").Services();

        await Assert.ThrowsAsync<ProviderUnavailableException>(
            () => services.GetRequiredService<IConferenceProvider>().CreateOrGetAsync(Canned.Someone, _key, "ご相談", Time, Ct));
    }
}
