using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Hidori.Benchmarks.Confirm;

/// <summary>
/// C2: times that overlap by half, rooms that all pages share, and proposals whose guests choose while others book. Nothing that was
/// confirmed overlaps, for hosts and for rooms, and nothing is taken by halves.
/// </summary>
internal static class Overlapping
{
    /// <summary>Attempts, for each number of guests at once.</summary>
    public const int Usual = 400;
    private const int Slots = 200;

    /// <summary>Every fourth attempt is a proposal.</summary>
    private const int Proposing = 4;

    public static async Task<bool> RunAsync(int attempts, TextWriter output)
    {
        var right = true;
        foreach (var clients in (int[])[2, 8, 64])
            right &= await RunAsync(attempts, clients, output);
        return right;
    }

    private static async Task<bool> RunAsync(int attempts, int clients, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"C2 {attempts} attempts at {Slots} times, every other 15 minutes later, every fourth a proposal, {clients} at once, two rooms");
        await using var world = await ConfirmWorld.StartAsync(rooms: true);
        using var pressing = new Pressing(world, clients);
        await pressing.OpenAllAsync();
        var now = await RawInserts.NowAsync(world);
        var tried = Contention.Slots(attempts, Slots);
        var (next, chosen, refused) = (-1, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            for (var i = Interlocked.Increment(ref next); i < attempts; i = Interlocked.Increment(ref next))
            {
                var (host, start) = (tried[i] % ConfirmWorld.Hosts, world.StartOf(tried[i], late: i % 2 == 1));
                if (i % Proposing < Proposing - 1)
                {
                    await pressing.PressAsync(pressing[client], Attempt.Of(i, host, start, now));
                    continue;
                }

                var (secret, candidate) = await ProposeAsync(world, i, host, start);
                var answer = await pressing[client].ChoosesAsync(secret, candidate);
                for (; answer == Answer.Busy; answer = await pressing[client].ChoosesAsync(secret, candidate))
                {
                }

                Interlocked.Increment(ref answer == Answer.Won ? ref chosen : ref refused);
            }
        }));

        var ledger = await ConfirmLedger.ReadAsync(world, hostsAndRooms: 2);
        output.WriteLine($"  {pressing.Won.Count} booked on pages, {chosen} proposals accepted, {ledger.RoomsSought} of them without the room that somebody had by then, and {refused} refused");
        return ConfirmCommand.Expect("overlaps in the table", ledger.Overlaps(), 0, output)
            & ConfirmCommand.Expect("partial", ledger.Partial(), 0, output)
            & ConfirmCommand.Expect("confirmed, as many as were told so", ledger.Confirmed.Count, pressing.Won.Count + chosen, output)
            & !pressing.Won.IsEmpty & chosen > 0;
    }

    /// <summary>Two candidates of one host, with the room that is held for them: the one that others try, and the one after it.</summary>
    private static Task<(string Secret, Guid Candidate)> ProposeAsync(ConfirmWorld world, int number, int host, Instant start) =>
        world.InOrganizationAsync(async scope =>
        {
            var secret = scope.GetRequiredService<ISecrets>().NewLinkSecret();
            var meeting = Duration.FromMinutes(ConfirmWorld.Minutes);
            List<Interval> times = [new(start, start + meeting), new(start + meeting, start + meeting + meeting)];
            var who = world.Members[host];
            var request = new ProposalRequest(
                world.Organization, who, [who], who, times,
                [
                    new GuestInvitation(
                        "計測商事", "測量", $"invited{number}@guest.example", "ja", LinkHash.Of(secret), scope.GetRequiredService<SealedText>().Seal(SealedText.GuestLink, secret)),
                ],
                "計測", AppointmentFormat.VisitToUs, "", WithJoinLink: false, "ご案内", "", Deadline: null, "Etc/UTC", InvitesByMail: true, OverlapAccepted: true,
                new Dictionary<MemberId, BusyTimes> { [who] = new BusyTimes.Known([], world.First) }, new HashSet<MemberId> { who })
            {
                Rooms = times.ToDictionary(t => t, _ => world.RoomIds[number / Proposing % world.RoomIds.Count]),
                HoldsRooms = true,
            };
            var proposed = Appointment.Propose(request, await RawInserts.NowAsync(world))
                .Match(a => a, refusal => throw new InvalidOperationException(refusal.ToString()));
            var id = await scope.GetRequiredService<Decisions>().OpenAsync(proposed, Guid.CreateVersion7(), Actor.Member(who), default);
            return (secret, proposed.Candidates.Single(c => c.Time == times[0]).Id.Value);
        });
}
