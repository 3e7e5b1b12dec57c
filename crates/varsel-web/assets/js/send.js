// Sends a form only when the server can be reached, and keeps its words until the server says that they have arrived.
//
// Every form that someone fills in is checked; those with `data-unsaved` or `data-autosave` are also kept. Whether it can be
// reached is asked of the server itself: `navigator.onLine` knows only of a network. A form that cannot be sent stays as it is
// and says so. What goes wrong after that (the browser's own error page, an ended session, a limit, a conflict) leaves the copy
// in place: `kept.js` puts it back.

import { settle } from "./autosave.js";
import { typed } from "./controls.js";
import { keep } from "./kept.js";

const PATIENCE_MS = 8000;
const checked = new WeakSet();
const waiting = new WeakSet();

/** Why the server cannot be reached: `offline` or `away`; nothing when it can. */
async function obstacle() {
  try {
    // Any answer of the server will do, also that an older version of this file is gone. A proxy without a server says 502 to 504.
    const answer = await fetch(import.meta.url, { method: "HEAD", cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status < 500) return "";
  } catch { /* There is no answer. */ }
  return navigator.onLine ? "away" : "offline";
}

/** Says something at a form; nothing takes it back. The words are the page's: `<html data-unsent-offline="…">`. */
export function say(form, name) {
  let note = form.querySelector("[data-unsent-note]");
  if (!name) { note?.remove(); return; }
  if (!note) {
    note = document.createElement("p");
    note.className = name === "back" ? "alert" : "alert warn";
    note.setAttribute("role", name === "back" ? "status" : "alert");
    form.append(note);
  }
  note.dataset.unsentNote = name;
  note.textContent = document.documentElement.dataset[`unsent${name.replace(/(?:^|-)(.)/g, (_, letter) => letter.toUpperCase())}`] ?? "";
}

const keeps = (form) => form.matches("[data-unsaved], [data-autosave]");

function receipt() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function send(form, submitter, token) {
  if (keeps(form)) keep(form, "sending", token);
  const action = form.getAttribute("action");
  const address = new URL(action, location.href);
  address.searchParams.set("receipt", token);
  checked.add(form);
  form.setAttribute("action", address.pathname + address.search);
  try {
    form.requestSubmit(submitter?.form === form ? submitter : undefined);
  } finally {
    form.setAttribute("action", action);
    checked.delete(form);
  }
}

async function attempt(form, submitter) {
  waiting.add(form);
  const token = receipt();
  const isKept = keeps(form) && keep(form, "sending", token);
  say(form, "");
  await settle(form);
  const why = await obstacle();
  // Not within the press itself: a form that is being sent cannot be sent.
  await new Promise((resolve) => { setTimeout(resolve); });
  waiting.delete(form);
  if (!why) { send(form, submitter, token); return; }
  say(form, isKept ? why : `${why}-here`);
  form.dispatchEvent(new CustomEvent("varsel:unsent", { bubbles: true }));
}

export function start() {
  // Who is not signed in has nothing to lose here, and no words to be told with.
  if (document.documentElement.dataset.user === undefined) return;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || typed(form).length === 0) return;
    if (checked.has(form)) { form.dispatchEvent(new CustomEvent("varsel:sending", { bubbles: true })); return; }
    event.preventDefault();
    if (!waiting.has(form)) attempt(form, event.submitter);
  });
  addEventListener("online", () => {
    for (const note of document.querySelectorAll("[data-unsent-note^='offline']")) say(note.closest("form"), "online");
  });
}
