// Asks before a page with unsent words is left. `form[data-unsaved]` opts in; sending it, or a successful autosave, clears it.

import { dirty } from "./controls.js";

export function start() {
  const done = new WeakSet();
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) done.add(event.target); });
  document.addEventListener("varsel:saved", (event) => done.add(event.target));
  document.addEventListener("input", (event) => { if (event.target.form) done.delete(event.target.form); });
  addEventListener("beforeunload", (event) => {
    for (const form of document.querySelectorAll("form[data-unsaved]")) {
      if (!done.has(form) && dirty(form)) { event.preventDefault(); return; }
    }
  });
}
