// Another week, view or length without a new page. Every link here works without it; whatever goes wrong, the link is followed.

class SlotPicker extends HTMLElement {
  #asked = null;

  connectedCallback() {
    // Beside the times, not among them: a live region that is itself put in anew says nothing.
    this.said = document.createElement("div");
    this.said.className = "vh";
    this.said.setAttribute("role", "status");
    this.after(this.said);
    this.addEventListener("click", (click) => {
      const link = click.target.closest("a[data-swap]");
      if (!link || click.button !== 0 || click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return;
      click.preventDefault();
      this.#show(link.href, link.dataset.swap);
    });
    addEventListener("popstate", () => this.#show(location.href, null));
  }

  /** @param pressed Which link; null when the history brought us. */
  async #show(address, pressed) {
    this.#asked?.abort();
    const mine = this.#asked = new AbortController();
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: mine.signal });
      if (!answer.ok || answer.redirected) throw new Error();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const times = page.querySelector("slot-picker");
      if (!times) throw new Error();
      if (pressed) history.pushState(null, "", address);
      this.replaceChildren(...times.childNodes);
      document.querySelector(".guesthead").replaceWith(page.querySelector(".guesthead"));
      // The shown week may lie beyond a change of the clocks.
      document.querySelector("[data-clock]").replaceWith(page.querySelector("[data-clock]"));
      this.said.textContent = times.dataset.said;
      if (pressed) this.#focus(pressed);
    } catch {
      if (mine.signal.aborted) return;
      // The address is there already where the history brought us.
      if (pressed) location.assign(address); else location.reload();
    }
    if (this.#asked === mine) this.removeAttribute("aria-busy");
  }

  /** Whoever goes on week by week presses the same link again; what is gone leaves its place to the heading. */
  #focus(pressed) {
    const heading = this.querySelector(".pager h3");
    const again = pressed === "more" ? null : this.querySelector(`a[data-swap="${pressed}"]`);
    (again ?? heading ?? this).focus({ preventScroll: true });
    if (!again) heading?.scrollIntoView({ block: "start" });
  }
}

customElements.define("slot-picker", SlotPicker);
