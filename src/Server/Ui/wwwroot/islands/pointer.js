// Mouse: press on free space and move. Touch: scrolling stays scrolling; a press of 400 ms starts a candidate.
// Escape gives everything back.

import { dateOf, minuteOf } from "./times.js";

const PRESS = 400;
const SLACK = 8;

export function listenToPointer(grid, calendar) {
  const { root } = grid;
  let gesture = null;
  let press = null;

  root.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || !down.target.closest(".day")) return;
    const begin = () => start(down);
    if (down.pointerType !== "touch" || down.target.closest(".grip")) {
      down.preventDefault();
      begin();
      return;
    }
    press = { x: down.clientX, y: down.clientY, timer: setTimeout(() => { press = null; navigator.vibrate?.(10); begin(); }, PRESS) };
  });

  root.addEventListener("pointermove", (move) => {
    if (press && Math.hypot(move.clientX - press.x, move.clientY - press.y) > SLACK) letGo();
    if (gesture?.pointer === move.pointerId) drag(move);
  });

  root.addEventListener("pointerup", (up) => { letGo(); if (gesture?.pointer === up.pointerId) finish(); });
  root.addEventListener("pointercancel", () => { letGo(); cancel(); });
  root.addEventListener("touchmove", (touch) => { if (gesture) touch.preventDefault(); }, { passive: false });
  root.addEventListener("contextmenu", (menu) => { if (gesture || press) menu.preventDefault(); });
  document.addEventListener("keydown", (key) => { if (key.key === "Escape" && gesture) { key.preventDefault(); cancel(); } });

  function letGo() {
    clearTimeout(press?.timer);
    press = null;
  }

  function start(down) {
    const button = down.target.closest(".cand[data-id]");
    const at = grid.at(down.clientX, down.clientY);
    if (button) {
      const candidate = calendar.find(button.dataset.id);
      const from = minuteOf(candidate.start);
      const edge = down.target.closest(".grip")?.dataset.edge;
      const exact = grid.at(down.clientX, down.clientY, (part) => part);
      gesture = { mode: edge ?? "move", candidate, offset: exact.minute - from, length: calendar.lengthOf(candidate) };
      button.focus({ preventScroll: true });
    } else {
      gesture = { mode: "create", date: at.date, anchor: at.minute, length: calendar.length };
      gesture.range = create(at.minute);
      grid.showGhost(gesture.range);
      root.focus({ preventScroll: true });
    }
    gesture.pointer = down.pointerId;
    gesture.from = { x: down.clientX, y: down.clientY };
    root.setPointerCapture(down.pointerId);
    root.classList.add("dragging");
  }

  function create(minute) {
    const { anchor, date, moved } = gesture;
    if (!moved) {
      const start = Math.min(anchor, grid.to * 60 - gesture.length);
      return grid.range(date, Math.max(start, grid.from * 60), Math.min(start + gesture.length, grid.to * 60));
    }
    const [start, end] = minute >= anchor ? [anchor, Math.max(minute, anchor + grid.step)] : [minute, anchor + grid.step];
    return grid.range(date, start, Math.min(end, grid.to * 60));
  }

  function drag(move) {
    if (!gesture.moved && Math.hypot(move.clientX - gesture.from.x, move.clientY - gesture.from.y) < SLACK / 2) return;
    gesture.moved = true;
    const at = grid.at(move.clientX, move.clientY, Math.round);
    const { candidate, mode } = gesture;
    if (mode === "create") gesture.range = create(at.minute);
    else if (mode === "move") {
      const exact = grid.at(move.clientX, move.clientY, (part) => part);
      const wanted = Math.round((exact.minute - gesture.offset) / grid.step) * grid.step;
      const start = grid.clamp(Math.min(wanted, grid.to * 60 - gesture.length));
      gesture.range = grid.range(at.date, start, start + gesture.length);
    } else {
      const date = dateOf(candidate.start);
      const [start, end] = [minuteOf(candidate.start), minuteOf(candidate.start) + gesture.length];
      gesture.range = mode === "start"
        ? grid.range(date, Math.min(at.minute, end - grid.step), end)
        : grid.range(date, start, Math.max(at.minute, start + grid.step));
    }
    grid.showGhost(gesture.range);
  }

  function finish() {
    const { mode, candidate, range, moved } = gesture;
    end();
    if (mode === "create") calendar.add(range);
    else if (moved) calendar.change(candidate, range);
  }

  function cancel() { if (gesture) end(); }

  function end() {
    gesture = null;
    grid.hideGhost();
    root.classList.remove("dragging");
  }
}
