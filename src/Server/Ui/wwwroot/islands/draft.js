// Keeps what is on the compose screen some seconds after the last change, so that closing the window loses nothing.
// Its button does the same without this.

const QUIET = 3000; // milliseconds
const LOOK = 1000;

/** Where one looks, and what is not added yet, is nothing to keep. */
const VIEW = new Set(["__RequestVerificationToken", "attempt", "draft", "draftRevision", "tab", "week", "lanes", "step", "length", "newHost",
  "newDate", "newStart", "newEnd", "sameRoom", "template"]);

class Draft {
  #kept;
  #seen;
  #since = Date.now();
  #saving = null;
  #stopped = false;

  constructor(form) {
    this.form = form;
    this.words = form.querySelector("[data-draft-words]");
    this.#seen = this.#now();
    this.#kept = form.dataset.draftDue ? "" : this.#seen;
    this.clock = setInterval(() => this.#look(), LOOK);
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && this.#isDue()) this.save(); });
    form.addEventListener("submit", () => { this.#stopped = true; });
    addEventListener("pageshow", () => { this.#stopped = false; });
    form.querySelector('[value="saveDraft"]').addEventListener("click", (click) => { click.preventDefault(); this.save(); });
  }

  #now() {
    return JSON.stringify([...new FormData(this.form)].filter(([name]) => !VIEW.has(name)));
  }

  #isDue() { return !this.#stopped && this.#now() !== this.#kept; }

  #look() {
    const now = this.#now();
    if (now !== this.#seen) [this.#seen, this.#since] = [now, Date.now()];
    else if (this.#isDue() && Date.now() - this.#since >= QUIET) this.save();
  }

  /** One at a time: the next waits for the answer of the last. */
  save() {
    return this.#saving ??= this.#send().finally(() => { this.#saving = null; });
  }

  async #send() {
    const sent = this.#now();
    const { form } = this;
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true });
      if (answer.redirected || !answer.headers.get("content-type")?.includes("json")) throw new Error(`draft: ${answer.status}`);
      const { revision, words, hasClash } = await answer.json();
      this.words.textContent = words;
      if (hasClash) return this.#giveWay();
      if (!answer.ok) return this.#wait();
      this.#kept = sent;
      form.elements.draftRevision.value = revision;
      form.querySelector("[data-draft-clash]").hidden = true;
      form.querySelector("[data-draft-discard]").hidden = false;
      history.replaceState(null, "", `/proposals/new?draft=${form.elements.draft.value}`);
    } catch {
      this.#wait();
      this.words.textContent = form.dataset.draftFailed;
    }
  }

  /** Asking again at once would say the same. */
  #wait() { this.#since = Date.now() + 10 * QUIET; }

  /** Another window has it: nothing is written over until somebody says so. */
  #giveWay() {
    clearInterval(this.clock);
    this.#stopped = true;
    this.form.querySelector("[data-draft-clash]").hidden = false;
  }
}

const form = document.querySelector("form[data-draft-url]");
if (form) new Draft(form);
