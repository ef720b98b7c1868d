// Marking candidates in the week of several hosts. The page works without it; this makes it quick.

import { el } from "./dom.js";
import { Grid } from "./grid.js";
import { Hosts } from "./hosts.js";
import { listenToKeys } from "./keys.js";
import { CandidateList, conflictsOf } from "./list.js";
import { listenToPointer } from "./pointer.js";
import { Rooms } from "./rooms.js";
import { Words, addDays, dateOf, minuteOf, mondayOf } from "./times.js";

const MOST = 20;

class CandidateCalendar extends HTMLElement {
  #weeks = new Map();
  #reading = null;
  #lastId = 0;

  connectedCallback() {
    this.form = this.closest("form");
    this.words = new Words(JSON.parse(this.dataset.words));
    this.now = this.dataset.now;
    const week = JSON.parse(this.dataset.model);
    this.monday = week.monday;
    this.#weeks.set(week.monday, week);
    this.candidates = [...this.querySelectorAll('input[name="candidate"]')].map((input) => {
      const [start, end] = input.value.split("/");
      return { id: ++this.#lastId, start, end };
    });

    const { words, now, form } = this;
    this.live = this.appendChild(el("div", { class: "vh", role: "status" }));
    this.grid = new Grid(this.querySelector(".week"), { words, now, from: Number(this.dataset.from), to: Number(this.dataset.to), own: this.dataset.own });
    this.list = new CandidateList(this, { words, now, form });
    this.hosts = new Hosts(this, form, words);
    this.rooms = new Rooms(this, form, words);
    const typed = this.querySelector("details.typed");
    if (!typed.querySelector("[aria-invalid]")) typed.open = false;

    listenToPointer(this.grid, this);
    listenToKeys(this.grid, this);
    form.addEventListener("click", (click) => this.#pressed(click));
    form.addEventListener("change", (change) => {
      if (change.target.name === "creatorAttends") this.#draw();
      if (change.target.matches("[data-guest-zone]")) this.#readAnew(this.week.lanes);
    });
    this.#draw();
    this.#readMissing();
  }

  get week() { return this.#weeks.get(this.monday); }
  get lanes() { return this.#attending(this.week.lanes); }
  get length() { return Number(this.querySelector("[data-length]").value); }

  find(id) { return this.candidates.find((c) => c.id === Number(id)); }

  lengthOf({ start, end }) { return dateOf(start) === dateOf(end) ? minuteOf(end) - minuteOf(start) : 1440 - minuteOf(start) + minuteOf(end); }

  say(text) { this.live.textContent = text; }

  add(range) {
    if (range.start < this.now) return this.say(this.words.of("InPast"));
    if (this.candidates.length >= MOST) return this.say(this.words.of("TooMany"));
    if (this.candidates.some((c) => c.start === range.start && c.end === range.end)) return;
    this.candidates.push({ id: ++this.#lastId, ...range });
    this.#draw();
    this.#tell("Added", range);
  }

  change(candidate, range) {
    if (range.start < this.now) return this.say(this.words.of("InPast"));
    this.rooms.move(candidate, range);
    Object.assign(candidate, range);
    this.#draw();
    this.#tell("Moved", range);
  }

  remove(candidate) {
    this.candidates = this.candidates.filter((c) => c !== candidate);
    this.#draw();
    this.#tell("Removed", candidate);
  }

  #tell(key, range) { this.say(this.words.of(key, this.words.day(dateOf(range.start)), this.words.times(range))); }

  /** A coordinator arranges but does not attend: that calendar is shown and does not count. */
  #attending(lanes) {
    const attends = this.form.querySelector('[name="creatorAttends"]:checked')?.value !== "false";
    return attends ? lanes : lanes.filter((lane) => lane.host !== this.dataset.own);
  }

  #lanesOf(candidate) {
    const week = this.#weeks.get(mondayOf(dateOf(candidate.start)));
    return week && this.#attending(week.lanes);
  }

  #draw() {
    this.candidates.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.end < b.end ? -1 : 1));
    this.grid.showCandidates(this.candidates, (c) => conflictsOf(c, this.#lanesOf(c)).length > 0);
    this.list.show(this.candidates, (c) => this.#lanesOf(c), this.lanes.filter((lane) => lane.getsHolds).length);
    this.hosts.tellWhoGetsHolds(this.lanes);
    this.rooms.show(this.candidates);
  }

  #pressed(click) {
    const removed = click.target.closest("[data-remove]");
    if (removed) return this.remove(this.find(removed.dataset.remove));
    const button = click.target.closest('button[name="action"]');
    if (!button) return;
    const action = button.value;
    if (action === "send") {
      if (button.getAttribute("aria-disabled") === "true") {
        click.preventDefault();
        this.say(this.words.of("CountNone"));
      }
    } else if (action.startsWith("week:")) {
      click.preventDefault();
      if (button.closest("[data-weeks]")) this.showWeek(action.slice("week:".length));
    } else if (action.startsWith("add:")) {
      click.preventDefault();
      const [start, end] = action.slice("add:".length).split("/");
      this.add({ start, end });
      this.showWeek(mondayOf(dateOf(start)));
    } else if (action === "addCandidate") {
      this.#typed(click);
    } else if (this.rooms.take(action)) {
      click.preventDefault();
    } else if (this.hosts.take(action)) {
      click.preventDefault();
      this.#readAnew(this.week.lanes.filter((lane) => this.hosts.ids.includes(lane.host)));
    }
  }

  #typed(click) {
    const [date, start, end] = ["newDate", "newStart", "newEnd"].map((name) => this.form.elements[name]);
    if (!date.value || !start.value || !end.value || end.value <= start.value) return; // the server says what is missing
    click.preventDefault();
    this.add({ start: `${date.value}T${start.value}`, end: `${date.value}T${end.value}` });
    const monday = mondayOf(date.value);
    // Its day may be a Saturday that was not drawn.
    if (!this.grid.dayOf(date.value)) this.showWeek(monday, true).then(() => this.#readMissing());
    date.focus();
  }

  async #readAnew(meanwhile) {
    this.#weeks = new Map([[this.monday, { ...this.week, lanes: meanwhile }]]);
    await this.showWeek(this.monday, true);
    this.#readMissing();
  }

  /** Shows another week; false when it could not be read, and then the old one stays. */
  async showWeek(monday, fresh = false) {
    const known = !fresh && this.#weeks.get(monday);
    const week = known || await this.#read(monday);
    if (!week) return false;
    this.monday = week.monday;
    this.grid.showWeek(week);
    this.hosts.show(week.lanes);
    this.querySelector("[data-week-title]").textContent = this.words.week(week.days);
    this.form.elements.week.value = week.monday;
    const [previous, , next] = this.querySelectorAll("[data-weeks] button");
    previous.value = `week:${shiftWeek(week.monday, -7)}`;
    next.value = `week:${shiftWeek(week.monday, 7)}`;
    this.#draw();
    this.say(this.words.of("Loaded", this.words.week(week.days)));
    return true;
  }

  async #read(monday) {
    this.#reading?.abort();
    this.#reading = new AbortController();
    this.grid.root.setAttribute("aria-busy", "true");
    this.say(this.words.of("Loading"));
    try {
      return await this.#fetch(monday, this.#reading.signal);
    } catch (failure) {
      if (failure.name !== "AbortError") this.say(this.words.of("LoadFailed"));
      return null;
    } finally {
      this.grid.root.removeAttribute("aria-busy");
    }
  }

  async #fetch(monday, signal) {
    const zones = [...this.form.querySelectorAll("[data-guest-zone]")].map((select) => select.value).filter(Boolean);
    const query = new URLSearchParams([
      ["week", monday],
      ["weekend", this.candidates.some((c) => mondayOf(dateOf(c.start)) === monday && dateOf(c.start) > addDays(monday, 4))],
      ...this.hosts.ids.map((id) => ["host", id]),
      ...zones.map((zone) => ["guestZone", zone])]);
    const answer = await fetch(`${this.dataset.url}${this.dataset.url.includes("?") ? "&" : "?"}${query}`, { headers: { accept: "application/json" }, signal });
    if (!answer.ok) throw new Error(`busy: ${answer.status}`);
    const week = await answer.json();
    week.monday ??= monday;
    for (const lane of week.lanes) lane.getsHolds ??= lane.state === "known";
    this.#weeks.set(week.monday, week);
    return week;
  }

  /** Candidates of weeks not seen yet are checked too, quietly: what cannot be read stays "checked on sending". */
  async #readMissing() {
    const mondays = new Set(this.candidates.map((c) => mondayOf(dateOf(c.start))).filter((m) => !this.#weeks.has(m)));
    await Promise.allSettled([...mondays].map((monday) => this.#fetch(monday)));
    if (mondays.size > 0) this.#draw();
  }
}

const shiftWeek = (monday, days) => mondayOf(addDays(monday, days));

customElements.define("candidate-calendar", CandidateCalendar);
