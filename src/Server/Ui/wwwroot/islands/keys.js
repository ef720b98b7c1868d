// The grid is one tab stop: arrows move a cell, Shift extends it, Enter makes it a candidate. Each candidate is a button.

import { addDays, dateOf, minuteOf, shared } from "./times.js";
import { kindWords } from "./grid.js";

export function listenToKeys(grid, calendar) {
  const { root, words } = grid;
  let cell = null;

  const moveOf = (key) => ({ ArrowUp: -grid.step, ArrowDown: grid.step, PageUp: -60, PageDown: 60 }[key]);

  root.addEventListener("blur", () => { cell = null; grid.hideGhost(); });

  root.addEventListener("keydown", async (key) => {
    if (key.ctrlKey || key.metaKey || key.altKey) return;
    const button = key.target.closest?.(".cand[data-id]");
    const handled = button ? await onCandidate(key, calendar.find(button.dataset.id)) : key.target === root && await onGrid(key);
    if (handled === false) return;
  });

  async function onGrid(key) {
    if (key.key === "Escape") { cell = null; grid.hideGhost(); return true; }
    const vertical = moveOf(key.key);
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[key.key];
    if (!vertical && !sideways && key.key !== "Enter" && key.key !== "Delete") return false;
    key.preventDefault();
    if (!cell) {
      cell = first();
      if (key.key === "Enter" || key.key === "Delete") return show();
    } else if (key.key === "Enter") {
      calendar.add(range());
      return true;
    } else if (key.key === "Delete") {
      const under = calendar.candidates.find((c) => shared(c, range()) > 0);
      if (under) calendar.remove(under);
      return true;
    } else if (sideways) await toDay(sideways);
    else if (key.shiftKey) cell.end = Math.max(cell.start + grid.step, grid.clamp(cell.end + moveOf(key.key)));
    else shift(moveOf(key.key));
    return show();
  }

  function first() {
    const today = grid.dayOf(dateOf(grid.now));
    const date = (today ?? grid.days[0]).dataset.date;
    const start = today ? grid.clamp(Math.ceil(minuteOf(grid.now) / grid.step) * grid.step) : Math.max(grid.from, 9) * 60;
    return { date, start: Math.min(start, grid.to * 60 - grid.step), end: Math.min(start + calendar.length, grid.to * 60) };
  }

  function shift(minutes) {
    const length = cell.end - cell.start;
    cell.start = Math.min(grid.clamp(cell.start + minutes), grid.to * 60 - length);
    cell.end = cell.start + length;
  }

  async function toDay(step) {
    const dates = grid.days.map((d) => d.dataset.date);
    const next = dates.indexOf(cell.date) + step;
    if (dates[next]) { cell.date = dates[next]; return; }
    const kept = cell;
    if (!await calendar.showWeek(addDays(calendar.monday, 7 * step))) return;
    root.focus();
    cell = { ...kept, date: (step > 0 ? grid.days[0] : grid.days.at(-1)).dataset.date };
  }

  const range = () => grid.range(cell.date, cell.start, cell.end);

  function show() {
    const ghost = grid.showGhost(range(), "ghost cell");
    ghost?.scrollIntoView({ block: "nearest", inline: "nearest" });
    calendar.say(describe());
    return true;
  }

  function describe() {
    const [day, times] = [words.day(cell.date), words.times(range())];
    const taken = calendar.lanes.flatMap((lane) => lane.entries.filter((e) => shared(e, range()) > 0)
      .map((e) => `${words.surname(lane.name)} ${kindWords(words, e.kind)}`));
    if (taken.length > 0) return words.of("CellBusy", day, times, [...new Set(taken)].join(", "));
    return words.of(calendar.lanes.some((l) => l.state !== "known") ? "CellUnknown" : "CellFree", day, times);
  }

  async function onCandidate(key, candidate) {
    if (key.key === "Delete" || key.key === "Backspace") {
      key.preventDefault();
      calendar.remove(candidate);
      root.focus();
      return true;
    }
    const minutes = moveOf(key.key);
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[key.key];
    if (!minutes && !sideways) return false;
    key.preventDefault();
    const date = dateOf(candidate.start);
    const start = minuteOf(candidate.start);
    const end = start + calendar.lengthOf(candidate);
    if (sideways) {
      const dates = grid.days.map((d) => d.dataset.date);
      const next = dates[dates.indexOf(date) + sideways];
      if (next) calendar.change(candidate, grid.range(next, start, end));
    } else if (key.shiftKey) {
      calendar.change(candidate, grid.range(date, start, Math.max(start + grid.step, grid.clamp(end + minutes))));
    } else if (start + minutes >= grid.from * 60 && end + minutes <= grid.to * 60) {
      calendar.change(candidate, grid.range(date, start + minutes, end + minutes));
    }
    grid.focusCandidate(candidate.id);
    return true;
  }
}
