// Asks before leaving a page with unsent text, and keeps it in this tab until the page comes back: a reload or another language
// loses nothing. `form[data-unsaved]` opts in; sending it, or a successful autosave, clears it.

import { dirty } from "./controls.js";
import { forget, keep, kept, putBack } from "./kept.js";

const forms = () => [...document.querySelectorAll("form[data-unsaved]:not([data-autosave])")];

function restore(form) {
  const copy = kept(form);
  // A form that the server sent back filled in is newer.
  if (!copy || form.querySelector("[aria-invalid]")) return;
  putBack(form, copy.values);
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

export function start() {
  const done = new WeakSet();
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    done.add(event.target);
    if (event.target.matches("form[data-unsaved]:not([data-autosave])")) forget(event.target);
  });
  document.addEventListener("varsel:saved", (event) => done.add(event.target));
  document.addEventListener("input", (event) => { if (event.target.form) done.delete(event.target.form); });
  addEventListener("beforeunload", (event) => {
    for (const form of document.querySelectorAll("form[data-unsaved]")) {
      if (!done.has(form) && dirty(form)) { event.preventDefault(); return; }
    }
  });
  addEventListener("pagehide", () => {
    for (const form of forms()) {
      if (done.has(form)) continue;
      if (dirty(form)) keep(form, "leaving"); else forget(form);
    }
  });
  forms().forEach(restore);
}
