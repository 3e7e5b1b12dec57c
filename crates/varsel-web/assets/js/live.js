// Keeps a page fresh. `[data-live="/cases/SE-…/events" data-live-case="SE-…"]` listens for changes of a case, without a case for all
// of the queue; on `changed` every `[data-fragment="URL"]` region (with an id) is fetched again and replaced. Focus, chosen row, open <details> and typed text stay. A region that holds unsent words is
// never replaced behind a person's back: the bar `[data-live-bar]` says that there is something new, and its button shows it.

import { fetchText, parse, scriptBeside } from "./fragment.js";
import { changed, dirty, takesTyping } from "./controls.js";
import { announce } from "./announce.js";

const FIRST_WAIT_MS = 1000;
const LAST_WAIT_MS = 60000;
const GATHER_MS = 250;

let leave = null;
let hasWorker = "SharedWorker" in window;
let wait = FIRST_WAIT_MS;
let timer = 0;
let gather = 0;
let stale = false;
const last = new Map();

const root = () => document.querySelector("[data-live]");
const regions = () => [...document.querySelectorAll("[data-fragment][id]")];
const bar = () => document.querySelector("[data-live-bar]");

function busy(region) {
  const forms = [...region.querySelectorAll("form")];
  const outer = region.closest("form");
  if (outer) forms.push(outer);
  const active = document.activeElement;
  return forms.some((form) => dirty(form)) || (region.contains(active) && takesTyping(active)) || Boolean(region.querySelector("dialog[open]"));
}

function addressOf(region) {
  const active = document.activeElement;
  if (!active || !region.contains(active)) return null;
  if (active.id) return () => document.getElementById(active.id);
  const anchor = active.closest("[id]");
  const id = anchor?.id;
  const same = (place) => [...place.querySelectorAll("a[href], button, input, select, textarea, summary")];
  const index = anchor ? same(anchor).indexOf(active) : -1;
  return () => { const place = document.getElementById(id); return place ? same(place)[index] : null; };
}

function carry(from, to) {
  const nth = new Map();
  for (const control of from.querySelectorAll("input[name], textarea[name], select[name]")) {
    const choice = control.type === "checkbox" || control.type === "radio";
    const key = `${control.name}\n${choice ? control.value : ""}`;
    const index = nth.get(key) ?? 0;
    nth.set(key, index + 1);
    if (control.type === "hidden" || control.type === "file" || !changed(control)) continue;
    const twins = [...to.querySelectorAll(`[name="${CSS.escape(control.name)}"]`)].filter((twin) => !choice || twin.value === control.value);
    const twin = twins[index];
    if (!twin) continue;
    if (choice) twin.checked = control.checked; else twin.value = control.value;
  }
  for (const details of from.querySelectorAll("details[id]")) {
    const twin = to.querySelector(`#${CSS.escape(details.id)}`);
    if (twin) twin.open = details.open;
  }
  for (const row of from.querySelectorAll("[data-row].sel[id]")) {
    const twin = to.querySelector(`#${CSS.escape(row.id)}`);
    if (twin) { twin.classList.add("sel"); twin.setAttribute("aria-current", "true"); }
  }
}

function swap(region, html) {
  const fresh = parse(html).getElementById(region.id);
  if (!fresh) return false;
  const focus = addressOf(region);
  const scroll = region.scrollTop;
  const next = document.importNode(fresh, true);
  carry(region, next);
  region.replaceWith(next);
  next.scrollTop = scroll;
  focus?.()?.focus({ preventScroll: true });
  const words = next.dataset.announce ?? root()?.dataset.updated;
  if (words) announce(words);
  next.dispatchEvent(new CustomEvent("varsel:swapped", { bubbles: true }));
  return true;
}

async function refresh({ evenBusy = false } = {}) {
  stale = false;
  let held = false;
  for (const region of regions()) {
    let html;
    try { html = await fetchText(region.dataset.fragment); } catch { stale = true; continue; }
    if (html === null || last.get(region.id) === html) continue;
    const now = document.getElementById(region.id);
    if (!now) continue;
    if (busy(now) && !evenBusy) { held = true; continue; }
    if (swap(now, html)) last.set(now.id, html);
  }
  const notice = bar();
  if (!notice) return;
  if (held && notice.hidden) announce(notice.textContent.trim().replace(/\s+/g, " "));
  notice.hidden = !held;
}

function changedNow() {
  clearTimeout(gather);
  if (document.hidden) { stale = true; return; }
  // Random jitter spreads the desk's browsers over time.
  gather = setTimeout(refresh, GATHER_MS + Math.random() * GATHER_MS);
}

/** Listens through the one stream that all tabs of this browser share; nothing where browsers have no shared workers. */
function listenTogether(place) {
  if (!hasWorker) return null;
  try {
    // Each person has a worker of their own: what is told to one is not told to the next who signs in here.
    const worker = new SharedWorker(scriptBeside("live-worker.js"), { name: `varsel ${document.documentElement.dataset.user ?? ""}` });
    worker.addEventListener("error", () => { hasWorker = false; disconnect(); connect(); });
    worker.port.addEventListener("message", changedNow);
    worker.port.start();
    worker.port.postMessage(place.dataset.liveCase ? { case: place.dataset.liveCase } : { queue: true });
    return () => { worker.port.postMessage("bye"); worker.port.close(); };
  } catch {
    hasWorker = false;
    return null;
  }
}

/** Listens through a stream of its own, while the tab is seen: a browser opens only six connections to a host over HTTP/1.1. */
function listenAlone(place) {
  if (document.hidden) { stale = true; return null; }
  const source = new EventSource(place.dataset.live);
  source.addEventListener("open", () => { wait = FIRST_WAIT_MS; });
  source.addEventListener("changed", changedNow);
  source.addEventListener("error", () => {
    // The browser would retry at once and forever; this waits longer each time.
    disconnect();
    stale = true;
    timer = setTimeout(() => { connect(); changedNow(); }, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, LAST_WAIT_MS);
  });
  return () => source.close();
}

function connect() {
  clearTimeout(timer);
  const place = root();
  if (place && !leave) leave = listenTogether(place) ?? listenAlone(place);
}

function disconnect() {
  leave?.();
  leave = null;
}

export function start() {
  connect();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { if (!hasWorker) { clearTimeout(timer); disconnect(); stale = true; } return; }
    connect();
    if (stale) changedNow();
  });
  addEventListener("pagehide", () => { clearTimeout(timer); disconnect(); });
  addEventListener("pageshow", (event) => { if (event.persisted) { connect(); changedNow(); } });
  addEventListener("online", () => { wait = FIRST_WAIT_MS; connect(); });
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-live-show]")) refresh({ evenBusy: true }); });
}
