using System.Reflection;
using System.Text;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Approvals;

/// <summary>Which tests keep us out of which of the 22 traps of reference/pain.md C1.</summary>
public sealed class TheTraps
{
    private static readonly string[] InOneLine =
    [
        "A calendar that failed is unknown, never free",
        "An answer is read the same, compressed or not",
        "A failure keeps its status, code and request-id",
        "An all-day entry lies in its mailbox's zone",
        "One policy for what takes time, live and copied",
        "Three calls to a mailbox at a time, addresses in parts",
        "Repetitions are spread over time",
        "A creation repeated makes no second entry, and an entry moved keeps its id",
        "A change goes to the entry, whatever calendar it lies in",
        "Attendees are addresses, never ids",
        "Rooms, places and colleagues' free/busy times are read",
        "People are known by tenant and object id; the application reaches a group only",
        "A dead grant looks dead",
        "Microsoft's words stand in no address of ours; zones are the mailbox's",
        "Every item of a notification is checked and counts",
        "Changes are read to their mark, series date by date",
        "What was removed is taken away and makes no block",
        "The mark moves on though nothing changed",
        "Subscriptions are ended by their own id, orphans found",
        "A rotated refresh token is kept, over all nodes",
        "Subscriptions are renewed; lifecycle notices are obeyed",
        "A copy is believed up to an age",
    ];

    [Fact]
    public void Every_trap_has_tests_that_keep_us_out_of_it()
    {
        var tests = (
            from type in typeof(TheTraps).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            from number in method.GetCustomAttribute<TrapAttribute>()?.Numbers ?? []
            orderby type.Name, method.Name
            select (Number: number, Name: $"{type.Name}.{method.Name}")).ToLookup(t => t.Number, t => t.Name);
        var page = new StringBuilder();

        for (var i = 0; i < InOneLine.Length; i++)
            page.AppendJoin('\n', [$"{i + 1}. {InOneLine[i]}", .. tests[i + 1].Select(t => $"   {t}"), ""]);

        Assert.Equal(Enumerable.Range(1, InOneLine.Length), tests.Select(t => t.Key).Order());
        Approve.Text("traps.txt", page.ToString());
    }
}
