// Adding and removing hosts without a reload: chips, the choice of the main host, and notices of unread calendars.

import { el, hidden, icon } from "./dom.js";

export class Hosts {
  constructor(calendar, form, words) {
    Object.assign(this, { calendar, form, words });
    this.bar = calendar.querySelector("[data-hosts]");
    this.chips = this.bar.querySelector("ul");
    this.select = this.bar.querySelector("select");
    this.main = form.querySelector("#f-mainHost");
    this.rows = new Map([...this.main?.querySelectorAll("[data-main]") ?? []].map((row) => [row.dataset.main, row]));
  }

  get ids() { return [...this.chips.querySelectorAll("[data-host]")].map((chip) => chip.dataset.host); }

  /** Takes the button's work over; says whether it was one of ours. */
  take(action) {
    if (action === "addHost") {
      const option = this.select.selectedOptions[0];
      if (option?.value) this.#add(option);
      return true;
    }
    if (action.startsWith("removeHost:")) {
      this.#remove(action.slice("removeHost:".length));
      return true;
    }
    return false;
  }

  #add(option) {
    const id = option.value;
    const name = option.dataset.name;
    option.remove();
    this.select.value = "";
    const number = (this.ids.length % 5) + 1;
    this.chips.append(el("li", { class: "chip", "data-host": id },
      el("input", { type: "hidden", name: "host", value: id }),
      el("span", { class: `avatar p${number}`, "aria-hidden": "true" }, [...name][0] ?? "?"),
      el("span", {}, name),
      el("span", { class: "xs muted", "data-age": true, hidden: true }),
      el("button", { type: "submit", name: "action", value: `removeHost:${id}` }, icon("x"), hidden(this.words.of("RemoveHost", name)))));
  }

  #remove(id) {
    const chip = this.chips.querySelector(`[data-host="${CSS.escape(id)}"]`);
    if (!chip) return;
    const name = chip.querySelector("span:not(.avatar)").textContent;
    chip.remove();
    this.select?.append(el("option", { value: id, "data-name": name }, name));
    [...this.chips.querySelectorAll(".avatar")].forEach((avatar, i) => { avatar.className = `avatar p${(i % 5) + 1}`; });
    (this.select ?? this.chips.querySelector("button"))?.focus();
  }

  /** After the calendars were read: who can be the main host, and whose calendar is unknown. */
  show(lanes) {
    if (this.main) this.#offerMainHosts(lanes);
    for (const lane of lanes) this.#tellAge(lane);
    for (const notice of this.calendar.querySelectorAll("[data-unknown]")) notice.remove();
    const notices = lanes.filter((l) => l.reason).map((lane) => el("div", { class: "notice hold", "data-unknown": true },
      icon("alert"),
      el("div", {}, el("strong", {}, this.words.of(lane.state === "known" ? "FreeBusyTitle" : "UnknownTitle", lane.name)),
        el("p", {}, lane.state === "known" ? lane.reason : `${lane.reason} ${this.words.of("UnknownMeaning")}`)),
      lane.host === this.calendar.dataset.own ? el("a", { class: "btn small", href: "/connections" }, icon("plug"), this.words.of("ConnectYours")) : null));
    this.calendar.querySelector("[data-who-holds]").after(...notices);
  }

  tellWhoGetsHolds(lanes) {
    const names = (wanted) => lanes.filter((lane) => Boolean(lane.getsHolds) === wanted).map((lane) => lane.name).join(this.words.of("HostSeparator"));
    const [held, without] = [names(true), names(false)];
    this.calendar.querySelector("[data-who-holds]").textContent =
      held ? this.words.of("HoldsFor", held) + (without ? this.words.of("HoldsNotFor", without) : "") : this.words.of("HoldsForNobody");
  }

  /** Each week may have been read at another time. */
  #tellAge({ host, age }) {
    const place = this.chips.querySelector(`[data-host="${CSS.escape(host)}"] [data-age]`);
    if (!place) return;
    place.textContent = age ?? "";
    place.hidden = !age;
  }

  #offerMainHosts(lanes) {
    const chosen = this.main.querySelector("input:checked")?.value;
    const rows = lanes.map((lane) => this.rows.get(lane.host) ?? this.#row(lane));
    this.main.querySelector("[data-mains]").replaceChildren(...rows);
    const kept = rows.map((r) => r.querySelector("input")).find((input) => input.value === chosen && !input.disabled);
    const next = kept ?? rows.map((r) => r.querySelector("input")).find((input) => !input.disabled);
    if (next) next.checked = true;
  }

  #row(lane) {
    const row = el("label", { class: "check", "data-main": lane.host },
      el("input", { type: "radio", name: "mainHost", value: lane.host, disabled: !lane.getsHolds }),
      el("span", {}, lane.name),
      lane.getsHolds ? null : el("span", { class: "hint" }, this.main.dataset.notConnected));
    this.rows.set(lane.host, row);
    return row;
  }
}
