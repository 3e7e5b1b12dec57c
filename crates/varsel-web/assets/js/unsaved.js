// Asks before a page with unsent words is left, and keeps them in this browser for when it comes back: a reload, another language or
// a closed tab loses nothing. `form[data-unsaved]` opts in; a successful autosave, or the page after it was sent, clears it.

import { dirty } from "./controls.js";
import { forget, keep, kept, putBack } from "./kept.js";
import { say } from "./send.js";

const QUIET_MS = 400;

const forms = () => [...document.querySelectorAll("form[data-unsaved]:not([data-autosave])")];

function restore(form) {
  const copy = kept(form);
  // A form that the server sent back filled in is newer.
  if (!copy || form.querySelector("[aria-invalid]")) return;
  putBack(form, copy.values);
  if (!dirty(form)) return;
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  form.dispatchEvent(new Event("input", { bubbles: true }));
  say(form, "back");
}

function remember(form, why) {
  if (dirty(form)) keep(form, why);
  // What was sent and has not arrived stays, also while a page of the server shows it.
  else if (kept(form)?.why !== "sending") forget(form);
}

export function start() {
  const done = new WeakSet();
  let timer = 0;
  document.addEventListener("varsel:sending", (event) => done.add(event.target));
  document.addEventListener("varsel:saved", (event) => done.add(event.target));
  forms().forEach(restore);
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form) return;
    done.delete(form);
    if (!form.matches("form[data-unsaved]:not([data-autosave])")) return;
    clearTimeout(timer);
    timer = setTimeout(() => { if (!done.has(form)) keep(form, "typing"); }, QUIET_MS);
  });
  addEventListener("beforeunload", (event) => {
    for (const form of document.querySelectorAll("form[data-unsaved]")) {
      if (!done.has(form) && dirty(form)) { event.preventDefault(); return; }
    }
  });
  addEventListener("pagehide", () => { for (const form of forms()) if (!done.has(form)) remember(form, "leaving"); });
}
