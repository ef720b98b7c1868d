using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>/subscriptions: made only after the notification URLs have echoed a token.</summary>
internal static class SubscriptionRoutes
{
    private static readonly Duration Least = Duration.FromMinutes(45);

    public static GraphReply List(GraphCall call) => GraphReply.Ok(new JsonObject
    {
        ["@odata.context"] = ODataShape.Service(call) + "/$metadata#subscriptions",
        ["value"] = new JsonArray([.. Visible(call).Select(s => ODataShape.Select(Write(s), call))]),
    });

    public static GraphReply Get(GraphCall call) => GraphReply.Ok(Alone(Find(call), call));

    /// <remarks>The handshake happens while the request waits, and nothing is made if it fails.</remarks>
    public static GraphReply Create(GraphCall call)
    {
        var draft = Read(call);
        Refuse(call, draft);
        return new GraphReply(201)
        {
            Rest = async ct =>
            {
                foreach (var url in draft.LifecycleUrl is { } lifecycle ? [draft.NotificationUrl, lifecycle] : new[] { draft.NotificationUrl })
                    if (await call.World.Notifications.RefusalAsync(url, ct) is { } refusal) throw GraphError.Bad("ValidationError", refusal);
                return call.World.Run(outlook =>
                {
                    Refuse(call, draft);
                    outlook.State.Subscriptions.Add(draft);
                    var json = Alone(draft, call);
                    json["clientState"] = draft.ClientState;
                    return new GraphReply(201, json);
                });
            },
        };
    }

    public static GraphReply Patch(GraphCall call)
    {
        var subscription = Find(call);
        subscription.Expires = Expiration(call, call.Json());
        subscription.WasAskedToReauthorize = false;
        return GraphReply.Ok(Alone(subscription, call));
    }

    public static GraphReply Reauthorize(GraphCall call)
    {
        Find(call).WasAskedToReauthorize = true;
        return GraphReply.NoContent;
    }

    public static GraphReply Delete(GraphCall call)
    {
        var subscription = Find(call);
        call.Outlook.State.Subscriptions.Remove(subscription);
        call.Outlook.State.Notices.RemoveAll(n => n.Subscription == subscription.Id);
        return GraphReply.NoContent;
    }

    /// <summary>An application sees what it made with its own permission, or with those of the person at hand.</summary>
    private static IEnumerable<Subscription> Visible(GraphCall call) =>
        call.Outlook.State.Subscriptions.Where(s => s.ClientId == call.Grant.ClientId && s.Creator == call.Grant.Account && s.Expires > call.Outlook.Now);

    private static Subscription Find(GraphCall call) =>
        Visible(call).FirstOrDefault(s => s.Id == call.Route["subscription"])
        ?? throw new GraphError(404, "ResourceNotFound", "The object was not found.");

    private static Subscription Read(GraphCall call)
    {
        var json = call.Json();
        string Needed(string name) => json[name]?.GetValue<string>() is { Length: > 0 } text ? text : throw GraphError.Bad("InvalidRequest", $"{name} is a required property for subscription creation.");
        var clientState = json["clientState"]?.GetValue<string>();
        if (clientState?.Length > 128) throw GraphError.Bad("InvalidRequest", "clientState can be up to 128 characters.");
        if (json["includeResourceData"]?.GetValue<bool>() == true) throw GraphError.Bad("InvalidRequest", "encryptionCertificate is required when includeResourceData is true.");
        return new Subscription
        {
            Id = Guid.CreateVersion7().ToString(),
            ClientId = call.Grant.ClientId,
            Creator = call.Grant.Account,
            Tenant = call.Grant.Tenant,
            Resource = Needed("resource"),
            Owner = Owner(call, Needed("resource")).Id,
            Kinds = Kinds(Needed("changeType")),
            NotificationUrl = Url(Needed("notificationUrl")),
            LifecycleUrl = json["lifecycleNotificationUrl"]?.GetValue<string>() is { } url ? Url(url) : null,
            ClientState = clientState,
            WantsImmutableIds = call.WantsImmutableIds,
            Expires = Expiration(call, json),
        };
    }

    private static void Refuse(GraphCall call, Subscription draft)
    {
        var alive = call.Outlook.State.Subscriptions.Where(s => s.Owner == draft.Owner && s.Expires > call.Outlook.Now).ToList();
        if (alive.Exists(s => s.ClientId == draft.ClientId && s.Creator == draft.Creator && s.Kinds.Order().SequenceEqual(draft.Kinds.Order())))
            throw new GraphError(409, "Conflict", "A subscription with the same resource and change type already exists.");
        if (alive.Count >= call.Outlook.Behaviour.MaxSubscriptionsPerMailbox)
            throw new GraphError(403, "Forbidden", "The number of subscriptions of this mailbox has reached its limit.");
    }

    /// <summary>me/events or users/{id}/events; other calendars are not in the table of supported paths.</summary>
    private static Account Owner(GraphCall call, string resource)
    {
        var path = resource.Trim('/').Split('/');
        var owner = path switch
        {
            [var me, var events] when Is(me, "me") && Is(events, "events") => call.Caller ?? throw GraphError.Bad("BadRequest", "/me request is only valid with delegated authentication flow."),
            [var users, var who, var events] when Is(users, "users") && Is(events, "events") => GraphService.MailboxNamed(call, who),
            _ => throw GraphError.Bad("InvalidRequest", $"Resource '{resource}' is not supported for subscriptions here."),
        };
        if (owner.Mailbox != MailboxState.Ready) throw GraphError.Mailbox(owner.Mailbox);
        return owner;

        static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
    }

    private static List<ChangeKind> Kinds(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(t =>
            Enum.TryParse<ChangeKind>(t, ignoreCase: true, out var kind) ? kind : throw GraphError.Bad("InvalidRequest", $"changeType '{t}' is not supported.")).Distinct()];

    private static string Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == "https" || url.IsLoopback) ? text
        : throw GraphError.Bad("InvalidRequest", "The notification URL must be an absolute https URL.");

    private static Instant Expiration(GraphCall call, JsonObject json)
    {
        if (json["expirationDateTime"]?.GetValue<string>() is not { } text || OffsetDateTimePattern.ExtendedIso.Parse(text) is not { Success: true } wanted)
            throw GraphError.Bad("InvalidRequest", "expirationDateTime is a required property for subscription creation.");
        var (now, most) = (call.Outlook.Now, call.Outlook.Behaviour.MaxSubscriptionMinutes);
        var expires = wanted.Value.ToInstant();
        if (expires <= now) throw GraphError.Bad("InvalidRequest", "Subscription expiration must be in the future.");
        if (expires > now + Duration.FromMinutes(most))
            throw GraphError.Bad("InvalidRequest", $"Subscription expiration can only be {most} minutes in the future.");
        return Instant.Max(expires, now + Least);
    }

    private static JsonObject Alone(Subscription subscription, GraphCall call)
    {
        var json = Write(subscription);
        json.Insert(0, "@odata.context", ODataShape.Service(call) + "/$metadata#subscriptions/$entity");
        return json;
    }

    private static JsonObject Write(Subscription subscription) => new()
    {
        ["id"] = subscription.Id,
        ["resource"] = subscription.Resource,
        ["applicationId"] = subscription.ClientId,
        ["changeType"] = string.Join(',', subscription.Kinds.Select(Wire.Name)),
        // Given back by the POST alone.
        ["clientState"] = null,
        ["notificationUrl"] = subscription.NotificationUrl,
        ["notificationQueryOptions"] = null,
        ["lifecycleNotificationUrl"] = subscription.LifecycleUrl,
        ["expirationDateTime"] = GraphTimes.Utc(subscription.Expires),
        ["creatorId"] = subscription.Creator ?? subscription.ClientId,
        ["includeResourceData"] = null,
        ["latestSupportedTlsVersion"] = "v1_2",
        ["encryptionCertificate"] = null,
        ["encryptionCertificateId"] = null,
        ["notificationUrlAppId"] = null,
    };
}
