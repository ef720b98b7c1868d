using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Rooms;
using Hidori.Server.Features.Members;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Rooms;

/// <summary>Which page a request about rooms ends on.</summary>
public sealed class RoomPages(
    ShowRooms showAll, ShowRoom showOne, RefreshRooms refresh, ChangeRooms change, ShowShell shell, IHttpContextAccessor accessor)
{
    private const int LongestEquipment = 20;

    public async Task<IResult> ListAsync(FormState form, Banner? banner, int status, CancellationToken ct, bool needsConsent = false)
    {
        var (frame, zone) = await shell.RunAsync(accessor.HttpContext!, Section.Rooms, banner, ct);
        return Page.Of<RoomsPage>(await showAll.RunAsync(frame, zone, form, ct) with { NeedsConsent = needsConsent }, status);
    }

    public async Task<IResult> OneAsync(RoomId id, FormState form, Banner? banner, int status, CancellationToken ct)
    {
        var (frame, zone) = await shell.RunAsync(accessor.HttpContext!, Section.Rooms, banner, ct);
        return await showOne.RunAsync(frame, zone, id, form, ct) is { } view
            ? Page.Of<RoomPage>(view, status)
            : Page.Message(accessor.HttpContext!, MessageKind.NotFound);
    }

    public async Task<IResult> RefreshAsync(CancellationToken ct)
    {
        var outcome = await refresh.RunAsync(ct);
        var banner = outcome switch
        {
            { Problem: { } problem } => new Banner(Tone.Hold, Text.Of("RefreshFailed"), problem switch
            {
                RefreshProblem.NotConnected => Text.Of("RefreshNotConnected"),
                RefreshProblem.NotAllowed => Text.Of("RefreshNotAllowed"),
                RefreshProblem.Unavailable => Text.Of("RefreshUnavailable"),
            }),
            _ => new Banner(Tone.Ok, Text.Of("Refreshed", outcome.Added, outcome.Renewed), outcome.Missing > 0 ? Text.Of("RefreshedMissing", outcome.Missing) : null),
        };
        return await ListAsync(FormState.Empty, banner, StatusCodes.Status200OK, ct, outcome.Problem == RefreshProblem.NotAllowed);
    }

    public async Task<IResult> AddAsync(IFormCollection posted, CancellationToken ct)
    {
        var typed = new Forms(posted);
        var address = typed.Mail("address");
        if (address.Length == 0)
            typed.Refuse("address", Text.Of("AddressMissing"));
        var facts = Read(typed, address);
        if (typed.IsValid)
        {
            var result = await change.AddAsync(address, facts, ct);
            if (result.Succeeded(out var busy))
            {
                var banner = busy is BusyTimes.Unknown unknown
                    ? new Banner(Tone.Hold, Text.Of("AddedUnread", facts.Name), Text.Of(unknown.Reason))
                    : new Banner(Tone.Ok, Text.Of("Added", facts.Name));
                return await ListAsync(FormState.Empty, banner, StatusCodes.Status200OK, ct);
            }

            typed.Refuse("address", result.Refusal!.Value switch
            {
                CatalogueRefusal.AddressTaken => Text.Of("AddressTaken"),
                CatalogueRefusal.AddressUnknown => Text.Of("AddressUnknown"),
            });
        }

        return await ListAsync(typed.State, null, StatusCodes.Status422UnprocessableEntity, ct);
    }

    public async Task<IResult> EditAsync(RoomId id, IFormCollection posted, CancellationToken ct)
    {
        var typed = new Forms(posted);
        var facts = Read(typed, "");
        if (facts.Name.Length == 0)
            typed.Refuse("name", Text.Of("NameMissing"));
        if (!typed.IsValid)
            return await OneAsync(id, typed.State, null, StatusCodes.Status422UnprocessableEntity, ct);
        await change.EditAsync(id, facts, ct);
        return await OneAsync(id, FormState.Empty, new Banner(Tone.Ok, Text.Of("Edited")), StatusCodes.Status200OK, ct);
    }

    /// <param name="fallback">Names a room that was given no name.</param>
    private static RoomFacts Read(Forms typed, string fallback)
    {
        var name = typed.Text("name", 100);
        var building = typed.Text("building", 100);
        var floor = typed.Text("floor", 20);
        int? capacity = null;
        if (typed.Text("capacity") is { Length: > 0 } seats)
        {
            if (Forms.NumberOf(seats) is { } count and > 0 and < 10000)
                capacity = count;
            else
                typed.Refuse("capacity", Text.Of("CapacityMalformed"));
        }

        var equipment = typed.Text("equipment", 500).Split(['、', ',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (equipment.Count > LongestEquipment)
            typed.Refuse("equipment", Text.Of("TooMuchEquipment", LongestEquipment));
        return new RoomFacts(name.Length > 0 ? name : fallback, building, floor, capacity, equipment);
    }
}
