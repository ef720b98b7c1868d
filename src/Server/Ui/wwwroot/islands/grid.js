// Draws a week, the same elements that WeekGrid.razor draws, and knows where a pointer is in it.

import { el, hidden, icon, place } from "./dom.js";
import { dateOf, minuteOf, partOn, wire } from "./times.js";

const KIND = { busy: "", outOfOffice: "", tentative: "maybe", elsewhere: "elsewhere", held: "held" };
const WORD = { busy: "KindBusy", outOfOffice: "KindOutOfOffice", tentative: "KindTentative", elsewhere: "KindElsewhere", held: "KindHeld" };

export const kindWords = (words, kind) => words.of(WORD[kind] ?? "KindBusy");

export class Grid {
  #buttons = new Map();

  constructor(root, { words, from, to, now, own }) {
    Object.assign(this, { root, words, from, to, now, own });
    this.rests = [...root.querySelectorAll(".day")].find((d) => d.querySelector(".rest"))?.querySelectorAll(".rest") ?? [];
    root.setAttribute("role", "application");
    root.setAttribute("aria-roledescription", words.of("GridRole"));
  }

  /** Minutes from line to line: what a drag or an arrow moves by. */
  get step() { return Number(this.root.closest("candidate-calendar").querySelector('[name="step"]:checked')?.value ?? 15); }

  get days() { return [...this.root.querySelectorAll(".day")]; }

  dayOf(date) { return this.root.querySelector(`.day[data-date="${date}"]`); }

  showWeek(week) {
    const { words, root } = this;
    for (const old of root.querySelectorAll(".head:not(.zone), .day")) old.remove();
    this.#buttons.clear();
    root.style.setProperty("--days", week.days.length);
    root.style.setProperty("--lanes", week.lanes.map((l) => (week.lanes.length > 1 && l.host === this.own ? "2.2fr" : "1fr")).join(" ") || "1fr");
    const hours = root.querySelector(".hours");
    this.#showClock(hours, week.beside);
    for (const date of week.days) {
      hours.before(this.#head(date, week));
      root.append(this.#day(date, week));
    }
    root.setAttribute("aria-label", words.week(week.days));
  }

  /** The guest's clock below ours, where it is another. */
  #showClock(hours, beside) {
    this.root.classList.toggle("beside", Boolean(beside));
    this.root.querySelector("[data-beside-zone]").textContent = beside?.zoneName ?? "";
    [...hours.children].forEach((hour, i) => { hour.querySelector("small").textContent = beside?.hours[this.from + i] ?? ""; });
  }

  #head(date, week) {
    const closed = week.closed?.[date];
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    const css = closed || weekday === 0 ? "sun" : weekday === 6 ? "sat" : "";
    return el("div", { class: date === dateOf(this.now) ? "head today" : "head", "data-head": date },
      el("h3", {}, el("span", { class: "date" }, el("b", {}, this.words.brief(date)), el("i", { class: css }, this.words.weekday(date)))),
      closed
        ? el("p", { class: "xs muted" }, closed)
        : el("div", { class: "names" }, ...week.lanes.map((l, i) => el("span", { class: `p${(i % 5) + 1}` }, this.words.surname(l.name)))));
  }

  #day(date, week) {
    const closed = week.closed?.[date];
    const day = el("div", { class: closed ? "day shut" : "day", "data-date": date },
      closed ? el("p", {}, this.words.of("Closed")) : null,
      ...[...this.rests].map((r) => r.cloneNode()),
      el("div", { class: "lanes" }, ...week.lanes.map((lane, i) => this.#lane(date, lane, i))));
    const now = minuteOf(this.now) / 60;
    if (date === dateOf(this.now) && now >= this.from && now < this.to) {
      const line = el("div", { class: "now" });
      place(line, { s: now, e: now });
      day.append(line);
    }
    return day;
  }

  #lane(date, lane, index) {
    const unknown = lane.state !== "known";
    const p = `p${(index % 5) + 1}`;
    const list = el("ul", { class: `lane ${p} ${unknown ? "unknown" : ""}`, "aria-label": unknown ? this.words.of("LaneUnknown", lane.name) : lane.name });
    for (const entry of lane.entries) {
      const part = partOn(date, entry, this.from, this.to);
      if (!part) continue;
      const kind = kindWords(this.words, entry.kind);
      const item = el("li", { class: `ev ${p} ${KIND[entry.kind] ?? ""}` },
        hidden(`${this.words.surname(lane.name)} ${this.words.times(entry)} ${kind} `),
        entry.title ?? (entry.kind === "held" ? kind : ""));
      place(item, part);
      list.append(item);
    }
    return list;
  }

  /** Candidates of other weeks have no button here; the list shows them all. */
  showCandidates(candidates, warned) {
    const focused = document.activeElement?.dataset?.id;
    const kept = new Set();
    candidates.forEach((candidate, index) => {
      const day = this.dayOf(dateOf(candidate.start));
      const part = day && partOn(dateOf(candidate.start), candidate, this.from, this.to);
      if (!part) return;
      const button = this.#buttons.get(candidate.id) ?? this.#button(candidate);
      kept.add(candidate.id);
      button.className = warned(candidate) ? "cand warn" : "cand";
      button.querySelector(".vh").textContent = this.words.of("Candidate", index + 1, this.words.day(dateOf(candidate.start)), this.words.times(candidate));
      const [first, second] = button.querySelectorAll("[data-line]");
      first.replaceChildren(`${this.words.circled(index + 1)} ${this.words.time(candidate.start)}`, ...(warned(candidate) ? [" ", icon("alert")] : []));
      second.textContent = this.words.of("Tilde") + this.words.time(candidate.end) + (warned(candidate) ? ` ${this.words.of("Overlap")}` : "");
      place(button, part);
      day.append(button);
      if (String(candidate.id) === focused) button.focus();
    });
    for (const [id, button] of this.#buttons) {
      if (kept.has(id)) continue;
      button.remove();
      this.#buttons.delete(id);
    }
    for (const still of this.root.querySelectorAll("div.cand:not(.ghost)")) still.remove();
  }

  #button(candidate) {
    const made = el("button", { type: "button", class: "cand", "data-id": candidate.id, "aria-describedby": "grid-help" },
      hidden(""), el("b", { "data-line": "1", "aria-hidden": "true" }), el("span", { "data-line": "2", "aria-hidden": "true" }),
      el("span", { class: "grip", "data-edge": "start" }), el("span", { class: "grip end", "data-edge": "end" }));
    this.#buttons.set(candidate.id, made);
    return made;
  }

  focusCandidate(id) { this.#buttons.get(id)?.focus(); }

  /** A dashed range while dragging, or the cell of the keyboard. */
  showGhost(range, css = "ghost") {
    this.hideGhost();
    const day = this.dayOf(dateOf(range.start));
    const part = day && partOn(dateOf(range.start), range, this.from, this.to);
    if (!part) return;
    const ghost = el("div", { class: `cand ${css}`, "data-ghost": true }, el("b", {}, this.words.time(range.start)), el("span", {}, this.words.of("Tilde") + this.words.time(range.end)));
    place(ghost, part);
    day.append(ghost);
    return ghost;
  }

  hideGhost() { this.root.querySelector("[data-ghost]")?.remove(); }

  /** Which day and minute a point is in; nearest day when it is outside all. */
  at(x, y, round = Math.floor) {
    const days = this.days;
    const day = days.find((d) => { const r = d.getBoundingClientRect(); return x >= r.left && x < r.right; })
      ?? (x < days[0].getBoundingClientRect().left ? days[0] : days.at(-1));
    const box = day.getBoundingClientRect();
    const minute = (this.from + ((y - box.top) / box.height) * (this.to - this.from)) * 60;
    return { date: day.dataset.date, minute: this.clamp(round(minute / this.step) * this.step) };
  }

  clamp(minute) { return Math.min(Math.max(minute, this.from * 60), this.to * 60); }

  range(date, start, end) { return { start: wire(date, start), end: wire(date, end) }; }
}
