// Sends a form only when the server can be reached, and keeps its words until the server says that they have arrived.
//
// Every form with fields is checked; those with `data-unsaved` or `data-autosave` are also kept.
// Whether it can be reached is asked of the server itself: `navigator.onLine` knows only of a network. A form that cannot be sent stays
// as it is and says so. What goes wrong after that (the browser's own error page, an ended session, a limit, a conflict) leaves the
// copy in place: `kept.js` puts it back.

import { settle } from "./autosave.js";
import { typed } from "./controls.js";
import { keep } from "./kept.js";
import { say } from "./say.js";

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

const keeps = (form) => form.matches("[data-unsaved], [data-autosave]");

function receipt() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function send(form, submitter, token) {
  const action = form.getAttribute("action");
  if (keeps(form)) {
    keep(form, "sending", token);
    const address = new URL(action, location.href);
    address.searchParams.set("receipt", token);
    form.setAttribute("action", address.pathname + address.search);
  }
  checked.add(form);
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
  if (isKept) keep(form, "unsent");
  say(form, isKept ? why : `${why}-here`);
  form.dispatchEvent(new CustomEvent("varsel:unsent", { bubbles: true }));
}

export function start() {
  // Pages for guests hold nothing to lose, and have no words for it.
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
