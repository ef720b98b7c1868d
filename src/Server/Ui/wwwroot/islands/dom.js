// Making elements without innerHTML: titles and names come from calendars and forms.

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") made.className = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((c) => c !== null && c !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";
const sprite = document.querySelector("svg use")?.getAttribute("href").split("#")[0] ?? "/icons.svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
}

export const hidden = (text) => el("span", { class: "vh" }, text);

export function place(element, { s, e }) {
  element.style.setProperty("--s", s);
  element.style.setProperty("--e", e);
}
