// Small comforts over pages that work without them: copying, printing, closing notices and menus, focus after a failed form,
// and what changes while somebody waits.

const status = document.createElement("div");
status.className = "toast";
status.setAttribute("role", "status");
status.hidden = true;
document.body.append(status);

let timer = 0;
export function say(words) {
  status.textContent = words;
  status.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { status.hidden = true; }, 5000);
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
    } catch {
      source.select?.();
      document.execCommand("copy");
    }
    say(document.body.dataset.copied);
  });
}

for (const notice of document.querySelectorAll("[data-dismiss]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn quiet square small";
  button.setAttribute("aria-label", notice.dataset.dismiss);
  button.textContent = "×";
  button.addEventListener("click", () => notice.remove());
  notice.append(button);
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Touches only what differs: a screen reader reads out whatever is put in, and misses a live region that is itself put in anew.
const redraw = (old, now) => {
  if (old.isEqualNode(now)) return;
  if (old.nodeType !== now.nodeType || old.nodeName !== now.nodeName) { old.replaceWith(now); return; }
  if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = now.nodeValue; return; }
  for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (old.childNodes.length !== now.childNodes.length) { old.replaceChildren(...now.childNodes); return; }
  [...now.childNodes].forEach((child, i) => redraw(old.childNodes[i], child));
};

// Drawn anew by the server as long as it says that something is awaited, every so many seconds, while somebody looks.
for (const part of document.querySelectorAll("[data-live]")) {
  const look = setInterval(async () => {
    if (document.visibilityState !== "visible" || part.contains(document.activeElement)) return;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (!now) return;
    redraw(part, now);
    if (!now.dataset.live) clearInterval(look);
  }, Number(part.dataset.live) * 1000);
}

// What a form would make, drawn by the server while somebody types. Without scripts a button does it.
for (const form of document.querySelectorAll("form[data-preview]")) {
  let wait = 0;
  let asked = 0;
  form.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const mine = ++asked;
      const fields = new URLSearchParams(new FormData(form));
      fields.set("action", "preview");
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: fields }).catch(() => null);
      if (mine !== asked || !(answer?.ok || answer?.status === 422)) return;
      // Whoever presses a button meanwhile is on another page before all of it has come.
      const text = await answer.text().catch(() => "");
      const now = new DOMParser().parseFromString(text, "text/html").querySelector(form.dataset.preview);
      if (now && mine === asked) redraw(document.querySelector(form.dataset.preview), now);
    }, 800);
  });
}

const menus = document.querySelectorAll("details.menu");
document.addEventListener("click", (click) => {
  for (const menu of menus) if (!menu.contains(click.target)) menu.open = false;
});
document.addEventListener("keydown", (key) => {
  if (key.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A second click while the first is on its way does nothing; the page comes back enabled from the history.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (submit) => {
    if (form.dataset.sent) { submit.preventDefault(); return; }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    setTimeout(() => forget(form), 15000); // the person may have pressed Stop
  });
}
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(forget));

function forget(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}

// A mail is looked at as a whole. Its frame runs nothing; without this it scrolls. Frames that are drawn later count too.
const fit = (frame) => {
  const mail = frame.contentDocument?.documentElement;
  if (mail) frame.style.blockSize = `${mail.scrollHeight + frame.offsetHeight - frame.clientHeight}px`;
};
document.addEventListener("load", (load) => { if (load.target.matches?.("iframe[data-fit]")) fit(load.target); }, true);
document.querySelectorAll("iframe[data-fit]").forEach(fit);

// In the frame of another site its script (embed.js) is told how tall the page is, and what it cannot see: another step, Escape.
if (parent !== window) {
  const tell = (what, height) => parent.postMessage({ hidori: what, height }, "*");
  document.documentElement.classList.add("framed");
  tell("open");
  new ResizeObserver(() => tell("height", document.body.getBoundingClientRect().height)).observe(document.body);
  addEventListener("keydown", (key) => {
    if (key.key === "Escape" && !key.defaultPrevented) tell("close");
  });
}

document.querySelector("[role=alert][autofocus]")?.focus();
