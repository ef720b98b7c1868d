using System.Text.Json.Nodes;
using Hidori.Simulator.Microsoft365.Graph;
using NodaTime;

namespace Hidori.Simulator.Microsoft365;

/// <summary>Every change of an entry passes here, so that delta tokens and subscriptions hear of it.</summary>
internal sealed partial class Outlook
{
    private const int KeptChanges = 50_000;
    private const int KeptDeleted = 2_000;

    private void Store(StoredItem item)
    {
        state.Items.Add(item);
        Note(item, ChangeKind.Created);
        // A new entry is told twice in reality (docs-contrib issue 3072).
        Announce(item, ChangeKind.Created);
        Announce(item, ChangeKind.Updated);
    }

    public void Touch(StoredItem item)
    {
        item.Version++;
        item.Modified = Now;
        Note(item, ChangeKind.Updated);
        Announce(item, ChangeKind.Updated);
    }

    /// <param name="forGood">Past the Deleted Items, from where nothing comes back.</param>
    private void Discard(StoredItem item, bool forGood = false)
    {
        if (!state.Items.Remove(item)) return;
        Note(item, ChangeKind.Deleted);
        Announce(item, ChangeKind.Deleted);
        if (forGood) return;
        state.DeletedItems.Add(item);
        if (state.DeletedItems.Count > KeptDeleted) state.DeletedItems.RemoveAt(0);
    }

    /// <summary>Back from the Deleted Items: the immutable id stays, the other does not; those who were told of the end are not told again.</summary>
    public void Restore(StoredItem item)
    {
        state.DeletedItems.Remove(item);
        item.Moves += 2;
        item.Version++;
        item.Modified = Now;
        Store(item);
    }

    public void MoveTo(StoredItem item, CalendarFolder calendar)
    {
        Note(item, ChangeKind.Deleted);
        Announce(item, ChangeKind.Deleted);
        item.Calendar = calendar.Key;
        item.Moves++;
        item.Version++;
        item.Modified = Now;
        Note(item, ChangeKind.Created);
        Announce(item, ChangeKind.Created);
    }

    private void Note(StoredItem item, ChangeKind kind)
    {
        state.Journal.Add(new()
        {
            Number = ++state.LastChange, At = Now, Account = item.Account, Calendar = item.Calendar, Key = item.Key, Moves = item.Moves, Kind = kind,
        });
        if (state.Journal.Count > KeptChanges) state.Journal.RemoveRange(0, KeptChanges / 2);
    }

    /// <summary>Subscriptions hear of the default calendar only (graph-docs issue 6595).</summary>
    private void Announce(StoredItem item, ChangeKind kind)
    {
        if (state.Subscriptions.Count == 0) return;
        foreach (var subscription in state.Subscriptions.Where(s => s.Owner == item.Account && s.Hears(kind, Now)).ToList())
        {
            if (item.Calendar != AccountOf(item).DefaultCalendar.Key) return;
            var id = ItemIds.Of(item, subscription.WantsImmutableIds);
            var path = $"Users/{item.Account}/Events/{id}";
            Send(subscription, subscription.NotificationUrl, behaviour.NotificationDelay, new JsonObject
            {
                ["changeType"] = Wire.Name(kind),
                ["resource"] = path,
                ["resourceData"] = new JsonObject
                {
                    ["@odata.type"] = "#Microsoft.Graph.Event", ["@odata.id"] = path, ["@odata.etag"] = GraphEvents.Etag(item), ["id"] = id,
                },
            });
        }
    }

    /// <summary>An event in the life of the subscription itself; nobody hears of it without a lifecycleNotificationUrl.</summary>
    public void TellOf(Subscription subscription, LifecycleEvent what)
    {
        if (subscription.LifecycleUrl is not { } url) return;
        Send(subscription, url, Duration.Zero, new JsonObject { ["lifecycleEvent"] = Wire.Name(what) });
    }

    private void Send(Subscription subscription, string url, Duration delay, JsonObject item)
    {
        item["subscriptionId"] = subscription.Id;
        item["subscriptionExpirationDateTime"] = GraphTimes.Utc(subscription.Expires);
        item["clientState"] = subscription.ClientState;
        item["tenantId"] = subscription.Tenant;
        state.Notices.Add(new() { Url = url, Subscription = subscription.Id, Json = item.ToJsonString(), Due = Now + delay, Since = Now });
    }

    /// <summary>Ends what has expired, and warns shortly before.</summary>
    public bool AgeSubscriptions()
    {
        var ended = state.Subscriptions.RemoveAll(s => s.Expires <= Now);
        var lapsing = state.Subscriptions.Where(s => !s.IsDead && !s.WasAskedToReauthorize && s.Expires - Now < behaviour.ReauthorizationNotice).ToList();
        foreach (var subscription in lapsing)
        {
            subscription.WasAskedToReauthorize = true;
            TellOf(subscription, LifecycleEvent.ReauthorizationRequired);
        }
        return ended + lapsing.Count > 0;
    }

    /// <summary>Ends subscriptions as the service does when their ground is gone.</summary>
    public void EndSubscriptions(Func<Subscription, bool> which)
    {
        foreach (var subscription in state.Subscriptions.Where(which).ToList())
        {
            state.Subscriptions.Remove(subscription);
            TellOf(subscription, LifecycleEvent.SubscriptionRemoved);
        }
    }
}
