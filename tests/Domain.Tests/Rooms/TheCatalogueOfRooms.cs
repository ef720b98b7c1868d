using Hidori.Domain.Rooms;
using Hidori.Domain.Tests.Appointments;
using Xunit;

namespace Hidori.Domain.Tests.Rooms;

/// <summary>SPEC M15: what the directory says, what an administrator says, and which room does in place of another.</summary>
public sealed class TheCatalogueOfRooms
{
    private static readonly RoomFacts Sakura = new("会議室 桜", "本社", "3", 6, ["モニター"]);

    private static Room Of(string name, string building, int? capacity, params string[] equipment) =>
        new(Given.Organization, $"{name}@example.com", new RoomFacts(name, building, "", capacity, equipment), RoomSource.ByHand, Given.Now);

    [Fact]
    public void Reading_the_directory_again_keeps_what_was_changed_by_hand_and_renews_the_rest()
    {
        var room = new Room(Given.Organization, "Sakura@Example.com", Sakura, RoomSource.Directory, Given.Now);
        room.Edit(room.Facts with { Name = "桜の間", Equipment = ["モニター", "来客用"] });

        room.Refresh(new RoomFacts("会議室 桜", "新館", "3", 8, ["プロジェクター"]));

        Assert.Equal("sakura@example.com", room.Address);
        Assert.Equal(("桜の間", "新館", 8), (room.Name, room.Building, room.Capacity!.Value));
        Assert.Equal(["モニター", "来客用"], room.Equipment);
    }

    [Fact]
    public void A_room_that_was_typed_first_has_only_its_gaps_filled()
    {
        var room = new Room(Given.Organization, "sakura@example.com", new("桜の間", "", "", null, []), RoomSource.ByHand, Given.Now);

        room.Refresh(Sakura);

        Assert.Equal(("桜の間", "本社", "3", 6, RoomSource.Directory), (room.Name, room.Building, room.Floor, room.Capacity!.Value, room.Source));
        Assert.Equal(["モニター"], room.Equipment);
    }

    [Fact]
    public void The_next_room_is_in_the_same_building_then_equipped_alike_then_the_smallest_that_does()
    {
        var lost = Of("桜", "本社", 6, "モニター");
        Room[] rooms =
        [
            Of("別館の小", "別館", 6, "モニター"), Of("本社の大", "本社", 20, "モニター"), Of("本社の中", "本社", 8, "モニター"),
            Of("本社の素", "本社", 6), Of("不明", "本社", null, "モニター"), Of("小さすぎる", "本社", 4, "モニター"), lost,
        ];

        var next = new RoomNeed(5, []).Instead(rooms, lost);

        Assert.Equal(["本社の中", "本社の大", "不明", "本社の素", "別館の小"], next.Select(r => r.Name));
    }

    [Fact]
    public void What_has_to_stand_in_the_room_is_no_matter_of_taste()
    {
        Room[] rooms = [Of("素", "本社", 6), Of("全部", "別館", 6, "モニター", "Teams Rooms"), Of("半分", "本社", 6, "モニター")];

        Assert.Equal(["全部"], new RoomNeed(0, ["teams rooms", "モニター"]).Instead(rooms, null).Select(r => r.Name));
    }

    [Fact]
    public void A_room_that_is_not_offered_any_more_is_never_the_next()
    {
        var room = Of("休", "本社", 6);
        room.Offer(isActive: false);

        Assert.Empty(RoomNeed.Any.Instead([room], null));
    }
}
