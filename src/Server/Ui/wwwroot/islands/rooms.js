// The rooms follow the candidates: the server draws them anew for the form as it is. Without this its buttons do the same.

const PAUSE = 300; // milliseconds: a drag ends in one question

const keyOf = ({ start, end }) => `${start}/${end}`;

export class Rooms {
  #timer = 0;
  #reading = null;
  #shown = null;

  constructor(host, form, words) {
    Object.assign(this, { host, form, words });
    if (!this.section) return;
    form.addEventListener("input", (input) => { if (this.section.contains(input.target)) this.#stop(); });
    form.addEventListener("change", (change) => {
      if (change.target.name === "mainHost" || (this.section.contains(change.target) && change.target.name !== "sameRoom")) this.#later();
    });
  }

  /** Null where the organization has no rooms. */
  get section() { return this.host.querySelector("#f-rooms"); }

  /** A candidate that is moved takes its room along. */
  move(from, to) {
    const select = this.section?.querySelector(`select[name="room-${keyOf(from)}"]`);
    if (select) select.name = `room-${keyOf(to)}`;
  }

  show(candidates) {
    const key = candidates.map(keyOf).join();
    if (this.#shown !== null && this.#shown !== key) this.#later();
    this.#shown = key;
  }

  /** Whether the button was about rooms. */
  take(action) {
    if (!this.section || (action !== "rooms" && action !== "sameRoom")) return false;
    this.#stop();
    this.#read(action);
    return true;
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#reading?.abort();
  }

  #later() {
    if (!this.section) return;
    this.#stop();
    this.#timer = setTimeout(() => this.#read("rooms"), PAUSE);
  }

  async #read(action) {
    const reading = this.#reading = new AbortController();
    const body = new URLSearchParams(new FormData(this.form));
    body.set("action", action);
    this.section.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.host.dataset.roomsUrl, { method: "POST", body, signal: reading.signal });
      const section = answer.ok && !answer.redirected
        ? new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("f-rooms")
        : null;
      if (!section) throw new Error(`rooms: ${answer.status}`);
      this.#replace(section);
    } catch (failure) {
      if (failure.name !== "AbortError") this.host.say(this.words.of("RoomsNotRead"));
    } finally {
      if (this.#reading === reading) this.section.removeAttribute("aria-busy");
    }
  }

  #replace(section) {
    const focused = this.section.contains(document.activeElement) ? document.activeElement : null;
    this.section.replaceWith(section);
    if (!focused) return;
    const same = focused.id
      ? document.getElementById(focused.id)
      : [...section.querySelectorAll("[name]")].find((e) => e.name === focused.name && e.value === focused.value);
    same?.focus();
  }
}
