namespace Hidori.Simulator.ControlPanel;

internal static class Style
{
    public static readonly string Value = """
        :root { color-scheme: light; --ink: #26323d; --quiet: #64727f; --line: #d9e0e6; --ground: #f5f7f9; --mark: #33658a; }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.6 system-ui, "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", sans-serif; color: var(--ink); background: var(--ground); }
        header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; padding: .75rem 1rem; background: #fff; border-bottom: 1px solid var(--line); }
        header > a { font-weight: 600; color: inherit; text-decoration: none; }
        nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
        main { max-width: 90rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.4rem; margin: .25rem 0 1rem; } h2 { font-size: 1.05rem; margin: 1.25rem 0 .5rem; }
        a { color: var(--mark); } .quiet { color: var(--quiet); font-size: .875rem; } code, pre { overflow-wrap: anywhere; white-space: pre-wrap; }
        button, input, select { font: inherit; max-width: 100%; padding: .35rem .6rem; border: 1px solid #a9b6c1; border-radius: .35rem; background: #fff; color: inherit; }
        button { min-height: 2.4rem; cursor: pointer; } button.main { background: var(--mark); border-color: var(--mark); color: #fff; }
        :focus-visible { outline: 3px solid #f2a541; outline-offset: 1px; }
        ul { padding-left: 1.2rem; } ul.list, ul.cards, ul.tiles { list-style: none; padding: 0; display: grid; gap: .5rem; }
        ul.tiles, ul.cards { grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); }
        ul.list > li, ul.cards > li, ul.tiles > li { background: #fff; border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; }
        ul.list a, ul.tiles a { display: grid; color: inherit; text-decoration: none; }
        ul.cards h2 { margin-top: 0; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; } dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
        .stack { display: grid; gap: .5rem; max-width: 30rem; } .stack label { display: grid; } .row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
        .stack label:has([type=checkbox]) { display: block; }
        .actions { display: flex; flex-wrap: wrap; gap: .5rem; } iframe { width: 100%; height: 46rem; background: #fff; border: 1px solid var(--line); }
        pre { background: #fff; border: 1px solid var(--line); padding: .75rem; }
        .weeks { display: flex; gap: 1rem; align-items: center; margin-bottom: .75rem; } main > details { margin-bottom: .75rem; }
        .scroll { overflow-x: auto; } table.week { border-collapse: collapse; background: #fff; min-width: 100%; }
        table.week th, table.week td { border: 1px solid var(--line); padding: .35rem; vertical-align: top; text-align: left; min-width: 10rem; font-weight: normal; }
        table.week th:first-child { position: sticky; left: 0; background: #fff; min-width: 5.5rem; z-index: 1; } table.week thead th { font-weight: 600; }
        .entry { background: #dfeaf3; border-radius: .35rem; padding: .25rem .5rem; margin-bottom: .3rem; font-size: .875rem; overflow-wrap: anywhere; }
        .entry summary { cursor: pointer; } .entry p, .entry ul { margin: .25rem 0; } .entry form { display: grid; gap: .25rem; } .time { font-variant-numeric: tabular-nums; color: #44525e; }
        .entry.tentative { background: repeating-linear-gradient(135deg, #eef4f9 0 6px, #d5e3ee 6px 12px); } .entry.free { background: #eef1f3; } .entry.oof { background: #ecdff0; }
        .entry.workingelsewhere { background: #e2efe4; } .entry.ours { border-left: .3rem solid #c2571a; } .entry.cancelled summary { text-decoration: line-through; }
        .sign-in { display: grid; place-items: center; min-height: 100vh; } .sign-in main { background: #fff; border: 1px solid var(--line); width: min(28rem, 100%); padding: 2rem; }
        .sign-in form { display: grid; gap: .5rem; } .account { display: grid; text-align: left; } .account em { font-style: normal; color: var(--quiet); font-size: .875rem; }
        .sign-in .actions { justify-content: flex-end; margin-top: 1rem; } .error { white-space: pre-line; overflow-wrap: anywhere; } .who { color: var(--quiet); }
        """;
}
