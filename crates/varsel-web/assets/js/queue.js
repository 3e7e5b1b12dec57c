// A keyboard-driven list: j and k (or the arrows) move, Enter or o opens, x selects. Keys for actions are in keys.js.
//
// <tbody data-list> <tr data-row id="case-7"> <input type="checkbox" data-live-keep> <a data-row-link href="…"> </tr> </tbody>

import { isCommand } from "./keys.js";

const KEY = "varsel:row:" + location.pathname;
const rows = () => [...document.querySelectorAll("[data-list] [data-row]")];
const link = (row) => row.querySelector("[data-row-link]");
const boxes = () => [...document.querySelectorAll("[data-list] [data-row] input[type=checkbox]")];
const picked = () => boxes().filter((box) => box.checked);

function select(row, { focus = true } = {}) {
  for (const other of document.querySelectorAll("[data-row].sel")) {
    other.classList.remove("sel");
    other.removeAttribute("aria-current");
  }
  if (!row) return;
  row.classList.add("sel");
  row.setAttribute("aria-current", "true");
  try { sessionStorage.setItem(KEY, row.id); } catch { /* The choice is then forgotten on reload. */ }
  if (!focus) return;
  link(row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

// Which key assigns, the language says.
const assignKey = () => document.querySelector("select[data-assign]")?.dataset.key;

function remembered() {
  try { return document.getElementById(sessionStorage.getItem(KEY) ?? "")?.closest("[data-row]"); } catch { return null; }
}

function move(step) {
  const all = rows();
  const now = all.findIndex((row) => row.classList.contains("sel"));
  const next = now < 0 ? 0 : Math.min(Math.max(now + step, 0), all.length - 1);
  select(all[next]);
}

export function start() {
  select(remembered() ?? document.querySelector("[data-row].sel") ?? rows()[0], { focus: false });

  document.addEventListener("keydown", (event) => {
    if (!isCommand(event)) return;
    const row = document.querySelector("[data-row].sel");
    const inList = event.target.closest?.("[data-list]") || event.target === document.body || event.target.matches?.("main");
    if (event.key === "j" || (event.key === "ArrowDown" && inList)) move(1);
    else if (event.key === "k" || (event.key === "ArrowUp" && inList)) move(-1);
    else if (event.key === "o" && row) link(row)?.click();
    else if (event.key === "Enter" && row && (event.target === document.body || event.target.matches?.("main"))) link(row)?.click();
    else if (event.key === "x" && row) row.querySelector("input[type=checkbox]")?.click();
    else if (event.key === assignKey() && row && picked().length === 0) assign(row);
    else return;
    event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("[data-list] [data-row]");
    if (row && !row.classList.contains("sel")) select(row, { focus: false });
  });
  document.addEventListener("change", (event) => {
    const all = event.target;
    if (!all.matches?.("[data-pick-all]")) return;
    for (const box of boxes()) box.checked = all.checked;
    countPicked();
  });
  document.addEventListener("change", (event) => { if (event.target.closest?.("[data-row]")) countPicked(); });
  document.addEventListener("varsel:swapped", () => {
    if (!document.querySelector("[data-row].sel")) select(remembered() ?? rows()[0], { focus: false });
    countPicked();
  });
  countPicked();
}

function countPicked() {
  const all = document.querySelector("[data-pick-all]");
  const [count, most] = [picked().length, boxes().length];
  for (const place of document.querySelectorAll("[data-picked]")) place.textContent = String(count);
  if (!all) return;
  all.checked = most > 0 && count === most;
  all.indeterminate = count > 0 && count < most;
}

/** Without a ticked row, the key for assigning applies to the current one. */
function assign(row) {
  row.querySelector("input[type=checkbox]")?.click();
  document.querySelector("select[data-assign]")?.focus();
}
