// The list of candidates with their marks: it carries the hidden inputs that the form posts.

import { el, hidden, icon } from "./dom.js";
import { kindWords } from "./grid.js";
import { dateOf, shared } from "./times.js";

/** Working elsewhere is no conflict: the person can be met. */
const CONFLICTS = new Set(["busy", "tentative", "outOfOffice", "held"]);

export function conflictsOf(candidate, lanes) {
  return (lanes ?? []).flatMap((lane) => lane.entries
    .filter((entry) => CONFLICTS.has(entry.kind) && shared(entry, candidate) > 0)
    .map((entry) => ({ lane, entry })));
}

function marksOf(candidate, lanes, now, words) {
  const marks = [];
  const mark = (tone, glyph, text) => marks.push(el("span", { class: `mark ${tone}` }, icon(glyph), el("span", {}, text)));
  const past = candidate.start < now;
  if (past) mark("bad", "alert", words.of("CandidatePast"));
  if (!lanes) {
    mark("off", "help", words.of("CandidateUnread"));
    return marks;
  }
  const conflicts = conflictsOf(candidate, lanes);
  for (const { lane, entry } of conflicts) {
    mark("hold", "alert", words.of("OverlapMinutes", words.surname(lane.name), kindWords(words, entry.kind), shared(entry, candidate), words.times(entry)));
  }
  const unknown = lanes.filter((l) => l.state !== "known");
  for (const lane of unknown) mark("hold", "help", words.of("CandidateUnknown", words.surname(lane.name)));
  if (!past && conflicts.length === 0 && unknown.length === 0) mark("ok", "ok", words.of("AllFree"));
  return marks;
}

export class CandidateList {
  constructor(host, { words, now, form }) {
    Object.assign(this, { host, words, now, form });
    this.list = host.querySelector("[data-list]");
    host.querySelector("[data-empty-hint]").textContent = words.of("EmptyHint");
  }

  show(candidates, lanesOf, holdsPerCandidate) {
    const { words, host, form } = this;
    const focused = document.activeElement?.closest?.("[data-list] button");
    this.list.replaceChildren(...candidates.map((candidate, i) => this.#row(candidate, i + 1, lanesOf(candidate))));
    if (focused) this.list.querySelector("button")?.focus();
    this.list.hidden = candidates.length === 0;
    host.querySelector("[data-empty]").hidden = candidates.length > 0;
    host.querySelector("[data-list-count]").textContent = candidates.length;
    const overlap = host.querySelector("[data-overlap]");
    overlap.hidden = !overlap.dataset.asked && !candidates.some((c) => conflictsOf(c, lanesOf(c)).length > 0);

    const holds = candidates.length * holdsPerCandidate;
    form.querySelector("[data-count]").replaceChildren(...(candidates.length === 0
      ? [el("span", { class: "muted" }, words.of("CountNone"))]
      : [el("b", {}, words.of("Count", candidates.length)),
         el("span", { class: "only-wide muted" }, holds === 0 ? words.of("CountNoHolds") : words.of("CountHolds", holds))]));
    const send = form.querySelector('button[value="send"]');
    if (candidates.length === 0) send.setAttribute("aria-disabled", "true");
    else send.removeAttribute("aria-disabled");
  }

  #row(candidate, number, lanes) {
    const { words } = this;
    const remove = el("button", { type: "button", class: "btn quiet square small", "data-remove": candidate.id }, icon("trash"), hidden(words.of("RemoveCandidate", number)));
    return el("li", {},
      el("span", {},
        el("input", { type: "hidden", name: "candidate", value: `${candidate.start}/${candidate.end}` }),
        el("b", {}, `${words.circled(number)} `, el("time", { datetime: candidate.start }, words.day(dateOf(candidate.start)))),
        ` ${words.times(candidate)}`, el("br"),
        el("span", { class: "stack none" }, ...marksOf(candidate, lanes, this.now, words))),
      remove);
  }
}
