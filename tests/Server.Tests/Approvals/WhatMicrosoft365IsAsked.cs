using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Hidori.Domain;
using Hidori.Domain.Outside;
using Hidori.Server.Tests.Contracts;
using Hidori.Simulator;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Approvals;

/// <summary>The requests of an appointment's life, as they leave: what a person at Microsoft would see.</summary>
public sealed partial class WhatMicrosoft365IsAsked
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Headers with a meaning; the rest is the HTTP client's own.</summary>
    private static readonly string[] Headers = ["Prefer", "If-Match", "If-None-Match", "Content-Type", "ConsistencyLevel"];

    private static readonly EntryKey Key = new(
        new AppointmentId(Guid.Parse("0198a2b4-0000-7000-8000-000000000001")),
        new CandidateId(Guid.Parse("0198a2b4-0000-7000-8000-000000000002")),
        new MemberId(Guid.Parse("0198a2b4-0000-7000-8000-000000000003")));

    private static readonly Instant Start = Instant.FromUtc(2026, 4, 7, 5, 0);

    private static readonly CalendarContent Hold = new(
        EntryPurpose.Hold, "【仮】製品のご紹介", new Interval(Start, Start + Duration.FromHours(1)), "Asia/Tokyo",
        "みなと設計株式会社 高橋 直子 様\nhttps://hidori.example.jp/appointments/1", "", WithJoinLink: false, []);

    private static readonly CalendarContent Meeting = Hold with
    {
        Purpose = EntryPurpose.Meeting,
        Subject = "製品のご紹介",
        WithJoinLink = true,
        Attendees = [new Attendee("佐藤 健一", "sato@test.example")],
    };

    private static readonly CalendarContent Moved = Meeting with
    {
        Time = new Interval(Start + Duration.FromDays(1), Start + Duration.FromDays(1) + Duration.FromHours(1)),
    };

    [Fact]
    public async Task A_hold_a_meeting_a_move_and_a_removal_are_asked_for_as_approved()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var outside = await Microsoft365Outside.StartAsync(ct);
        var asked = new StringBuilder();

        var hold = await outside.Calendar.PutAsync(outside.Tanaka, Key, Hold, null, 1, inDoubt: false, ours: null, ct);
        Tell("A hold");
        await outside.Calendar.PutAsync(outside.Tanaka, Key, Hold, null, 1, inDoubt: true, ours: null, ct);
        Tell("The same hold, after an answer that was lost");
        await outside.Calendar.PutAsync(outside.Tanaka, Key, Meeting, hold.RemoteId, 1, inDoubt: false, ours: null, ct);
        Tell("The hold becomes the meeting");
        await outside.Calendar.PutAsync(outside.Tanaka, Key, Moved, hold.RemoteId, 1, inDoubt: false, ours: null, ct);
        Tell("The meeting moves");
        await outside.Calendar.RemoveAsync(outside.Tanaka, Key, hold.RemoteId, inDoubt: false, ct);
        Tell("The meeting is removed");
        await outside.Calendar.ReadBusyAsync(outside.Tanaka, new Interval(Start, Start + Duration.FromDays(5)), ct);
        Tell("Busy time is read");

        Approve.Text("microsoft365-requests.txt", asked.ToString());

        void Tell(string heading)
        {
            asked.Append("== ").Append(heading).Append("\n\n");
            foreach (var exchange in outside.Host.Requests.All.Where(e => e.PathAndQuery.StartsWith("/graph/", StringComparison.Ordinal)))
                asked.Append(Plain(exchange, hold.RemoteId, outside.Tanaka.AccountId)).Append('\n');
            outside.Host.Requests.Clear();
        }
    }

    private static string Plain(Exchange exchange, string entry, string account)
    {
        var text = new StringBuilder($"{exchange.Method} {Uri.UnescapeDataString(exchange.PathAndQuery)}\n");
        foreach (var header in exchange.RequestHeaders.Where(h => Headers.Contains(h.Key, StringComparer.OrdinalIgnoreCase)).OrderBy(h => h.Key, StringComparer.Ordinal))
            text.Append(header.Key).Append(": ").Append(header.Value).Append('\n');
        if (exchange.RequestBody.Length > 0)
            text.Append(JsonNode.Parse(exchange.RequestBody)!.ToJsonString(Readable)).Append('\n');
        var known = text.ToString().Replace(entry, "{entry}", StringComparison.Ordinal).Replace(account, "{account}", StringComparison.Ordinal);
        return Version().Replace(known, "W/\"{version}\"");
    }

    [GeneratedRegex("W/\"[^\"]*\"")]
    private static partial Regex Version();
}
