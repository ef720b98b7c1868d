using System.Text.Json;
using System.Text.Json.Serialization;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Domain.Rooms;
using Hidori.Integrations;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Storage.Mappings;

/// <summary>How the domain's own types are kept: ids as uuid, enums as words, small lists as JSON.</summary>
internal static class Conventions
{
    public static void Apply(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<OrganizationId>().HaveConversion<OrganizationIdConverter>();
        conventions.Properties<AgendaId>().HaveConversion<AgendaIdConverter>();
        conventions.Properties<MemberId>().HaveConversion<MemberIdConverter>();
        conventions.Properties<AppointmentId>().HaveConversion<AppointmentIdConverter>();
        conventions.Properties<CandidateId>().HaveConversion<CandidateIdConverter>();
        conventions.Properties<RoomId>().HaveConversion<RoomIdConverter>();
        conventions.Properties<GuestId>().HaveConversion<GuestIdConverter>();
        conventions.Properties<BookingPageId>().HaveConversion<BookingPageIdConverter>();
        conventions.Properties<ConnectionId>().HaveConversion<ConnectionIdConverter>();

        conventions.Properties<BookingPageState>().HaveConversion<string>();
        conventions.Properties<PagePart>().HaveConversion<string>();
        conventions.Properties<OrganizationDay>().HaveConversion<string>();
        conventions.Properties<AppointmentState>().HaveConversion<string>();
        conventions.Properties<AppointmentFormat>().HaveConversion<string>();
        conventions.Properties<HoldStrength>().HaveConversion<string>();
        conventions.Properties<Announcement>().HaveConversion<string>();
        conventions.Properties<GuestKnowledge>().HaveConversion<string>();
        conventions.Properties<AppointmentOutcome>().HaveConversion<string>();
        conventions.Properties<RoomSource>().HaveConversion<string>();
        conventions.Properties<RoomBooking>().HaveConversion<string>();
        conventions.Properties<RoomSign>().HaveConversion<string>();
        conventions.Properties<MemberRole>().HaveConversion<string>();
        conventions.Properties<MemberState>().HaveConversion<string>();
        conventions.Properties<EntryPurpose>().HaveConversion<string>();
        conventions.Properties<LedgerState>().HaveConversion<string>();
        conventions.Properties<PendingReason>().HaveConversion<string>();
        conventions.Properties<BusyKind>().HaveConversion<string>();
        conventions.Properties<UnknownReason>().HaveConversion<string>();
        conventions.Properties<OutsideChange>().HaveConversion<string>();
        conventions.Properties<SubjectKind>().HaveConversion<string>();
        conventions.Properties<MailState>().HaveConversion<string>();
        conventions.Properties<TimelineKind>().HaveConversion<string>();
        conventions.Properties<ConnectionState>().HaveConversion<string>();
        conventions.Properties<ConnectionClosing>().HaveConversion<string>();
        conventions.Properties<MailboxObstacle>().HaveConversion<string>();
        conventions.Properties<GrantProblem>().HaveConversion<string>();
        conventions.Properties<ProviderKind>().HaveConversion<string>();
        conventions.Properties<AccessMode>().HaveConversion<string>();
        conventions.Properties<ApplicationReach>().HaveConversion<string>();

        // Where statements are joined into one, a null stands for what only the other has, and it has to have a type.
        conventions.DefaultTypeMapping<AgendaId>().HasConversion<AgendaIdConverter>();
        conventions.DefaultTypeMapping<MemberId>().HasConversion<MemberIdConverter>();
        conventions.DefaultTypeMapping<AppointmentId>().HasConversion<AppointmentIdConverter>();
        conventions.DefaultTypeMapping<RoomId>().HasConversion<RoomIdConverter>();
        conventions.DefaultTypeMapping<BookingPageId>().HasConversion<BookingPageIdConverter>();
        conventions.DefaultTypeMapping<ConnectionId>().HasConversion<ConnectionIdConverter>();
        conventions.DefaultTypeMapping<MemberState>().HasConversion<string>();
        conventions.DefaultTypeMapping<UnknownReason>().HasConversion<string>();
    }

    private sealed class OrganizationIdConverter() : ValueConverter<OrganizationId, Guid>(v => v.Value, v => new(v));
    private sealed class AgendaIdConverter() : ValueConverter<AgendaId, Guid>(v => v.Value, v => new(v));
    private sealed class MemberIdConverter() : ValueConverter<MemberId, Guid>(v => v.Value, v => new(v));
    private sealed class AppointmentIdConverter() : ValueConverter<AppointmentId, Guid>(v => v.Value, v => new(v));
    private sealed class CandidateIdConverter() : ValueConverter<CandidateId, Guid>(v => v.Value, v => new(v));
    private sealed class RoomIdConverter() : ValueConverter<RoomId, Guid>(v => v.Value, v => new(v));
    private sealed class GuestIdConverter() : ValueConverter<GuestId, Guid>(v => v.Value, v => new(v));
    private sealed class BookingPageIdConverter() : ValueConverter<BookingPageId, Guid>(v => v.Value, v => new(v));
    private sealed class ConnectionIdConverter() : ValueConverter<ConnectionId, Guid>(v => v.Value, v => new(v));
}

/// <summary>Lists that are only ever read whole, as JSON text.</summary>
internal sealed class JsonListConverter<T>() : ValueConverter<IReadOnlyList<T>, string>(
    v => JsonSerializer.Serialize(v, JsonLists.Options),
    v => JsonLists.Read<T>(v))
    where T : notnull;

internal sealed class JsonListComparer<T>() : ValueComparer<IReadOnlyList<T>>(
    (a, b) => (a ?? Array.Empty<T>()).SequenceEqual(b ?? Array.Empty<T>()),
    v => v.Count,
    v => v)
    where T : notnull;

/// <summary>A small value that is only ever read whole, as JSON text.</summary>
internal sealed class JsonValueConverter<T>() : ValueConverter<T?, string?>(
    v => v == null ? null : JsonSerializer.Serialize(v, JsonLists.Options),
    v => v == null ? null : JsonSerializer.Deserialize<T>(v, JsonLists.Options))
    where T : class;

internal static class JsonLists
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new InstantConverter(), new LocalTimeConverter(), new LocalDateConverter(), new MemberIdConverter(), new RoomIdConverter(), new JsonStringEnumConverter() },
    };

    public static IReadOnlyList<T> Read<T>(string json) => JsonSerializer.Deserialize<List<T>>(json, Options)!;

    private sealed class InstantConverter : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            InstantPattern.ExtendedIso.Parse(reader.GetString()!).Value;

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }

    private sealed class LocalTimeConverter : JsonConverter<LocalTime>
    {
        public override LocalTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            LocalTimePattern.ExtendedIso.Parse(reader.GetString()!).Value;

        public override void Write(Utf8JsonWriter writer, LocalTime value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LocalTimePattern.ExtendedIso.Format(value));
    }

    private sealed class LocalDateConverter : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            LocalDatePattern.Iso.Parse(reader.GetString()!).Value;

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
    }

    private sealed class MemberIdConverter : JsonConverter<MemberId>
    {
        public override MemberId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, MemberId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }

    private sealed class RoomIdConverter : JsonConverter<RoomId>
    {
        public override RoomId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, RoomId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
