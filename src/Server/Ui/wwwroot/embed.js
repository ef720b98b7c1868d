// For the sites of others: a booking page in a frame as tall as what it shows, or in a window over the page.
//   <iframe data-hidori src="…" …></iframe>      <a data-hidori="Close" href="…">Book</a>
// Without this script the frame scrolls by itself and the link leads to the page. It takes nothing from the site around it.

(() => {
  const home = new URL(document.currentScript.src).origin;
  const sheet = `
    dialog { box-sizing: border-box; inline-size: min(64rem, calc(100vw - 2rem)); block-size: min(56rem, calc(100dvh - 2rem)); max-inline-size: none; max-block-size: none; padding: 0; border: 0; border-radius: 12px; overflow: hidden; background: #f4f4f2; color: #1b2733; }
    dialog[open] { display: grid; grid-template-rows: auto minmax(0, 1fr); }
    dialog::backdrop { background: rgb(15 23 32 / 0.55); }
    iframe { display: block; inline-size: 100%; block-size: 100%; border: 0; }
    button { justify-self: end; inline-size: 44px; block-size: 44px; padding: 0; border: 0; background: none; color: inherit; font: 28px/1 system-ui, sans-serif; cursor: pointer; }
    button:hover { background: rgb(0 0 0 / 0.08); }
    button:focus-visible { outline: 3px solid currentColor; outline-offset: -5px; }
    @media (prefers-color-scheme: dark) { dialog { background: #171d24; color: #e8edf2; } }
    @media (max-width: 36rem) { dialog { inline-size: 100vw; block-size: 100dvh; border-radius: 0; } }
  `;
  const windows = new Map();

  // Not by a style element where there is another way (Safari from 16.4): the site's own policy may forbid those.
  const dress = (shadow) => {
    try {
      const style = new CSSStyleSheet();
      style.replaceSync(sheet);
      shadow.adoptedStyleSheets = [style];
      return true;
    } catch {
      const style = shadow.appendChild(document.createElement("style"));
      style.textContent = sheet;
      return style.sheet !== null;
    }
  };

  const make = (link) => {
    const place = document.body.appendChild(document.createElement("div"));
    const shadow = place.attachShadow({ mode: "open" });
    if (!dress(shadow)) {
      place.remove();
      return null;
    }
    const dialog = shadow.appendChild(document.createElement("dialog"));
    const frame = document.createElement("iframe");
    frame.src = link.href;
    frame.title = link.textContent.trim();
    dialog.setAttribute("aria-label", frame.title);
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", link.dataset.hidori || "×");
    close.addEventListener("click", () => dialog.close());
    const root = document.documentElement;
    const scrolled = root.style.overflow;
    dialog.addEventListener("close", () => {
      // It is told of later: by then the link may have been pressed again.
      if (dialog.open) return;
      root.style.overflow = scrolled;
      link.focus();
    });
    dialog.append(close, frame);
    return { dialog, frame };
  };

  const open = (link) => {
    // Closed, it is only hidden: whoever comes back finds what they typed.
    const found = windows.get(link) ?? make(link);
    if (!found) return false;
    windows.set(link, found);
    document.documentElement.style.overflow = "hidden";
    found.dialog.showModal();
    return true;
  };

  document.addEventListener("click", (click) => {
    const link = click.target.closest?.("a[data-hidori]");
    if (!link || new URL(link.href).origin !== home || click.defaultPrevented) return;
    if (click.button !== 0 || click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return;
    if (open(link)) click.preventDefault();
  });

  const shown = new WeakSet();
  addEventListener("message", (message) => {
    if (message.origin !== home) return;
    const told = message.data?.hidori;
    for (const { dialog, frame } of windows.values()) {
      if (frame.contentWindow === message.source && told === "close") dialog.close();
    }
    for (const frame of document.querySelectorAll("iframe[data-hidori]")) {
      if (frame.contentWindow !== message.source) continue;
      if (told === "height" && message.data.height > 0) {
        frame.style.height = `${Math.ceil(message.data.height)}px`;
        frame.style.border = "0";
      }
      // The next step begins at its top, not where the last one was pressed.
      if (told === "open" && shown.has(frame) && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
      if (told === "open") shown.add(frame);
    }
  });
})();
