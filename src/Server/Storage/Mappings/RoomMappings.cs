using Hidori.Domain.Organizations;
using Hidori.Domain.Rooms;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Storage.Mappings;

internal static class RoomMappings
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Room>(e =>
        {
            e.ToTable("rooms");
            e.HasKey(r => r.Id);
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.Equipment).HasConversion(new JsonListConverter<string>(), new JsonListComparer<string>());
            e.Property(r => r.Listed).HasConversion(new JsonValueConverter<RoomFacts>());
            e.Ignore(r => r.Facts);
            e.HasIndex(r => new { r.Organization, r.Address }).IsUnique();
            e.HasOne<Organization>().WithMany().HasForeignKey(r => r.Organization).OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<RoomObservationRow>(e =>
        {
            e.ToTable("room_observations");
            e.HasKey(o => o.Id);
            e.Property(o => o.Id).ValueGeneratedNever();
            e.HasIndex(o => new { o.Room, o.At });
            e.HasOne<Room>().WithMany().HasForeignKey(o => o.Room).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
