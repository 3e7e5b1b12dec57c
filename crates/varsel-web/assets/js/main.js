// Starts the behaviours that a page uses. Everything works without this file; each module is an enhancement.

const behaviours = [
  ["form[data-autosave]", "./autosave.js"],
  ["form[data-unsaved]", "./unsaved.js"],
  ["form[method=post]:has(input:not([type=hidden]), select, textarea)", "./send.js"],
  ["[aria-invalid='true'], .has-error", "./errors.js"],
  ["[data-list]", "./queue.js"],
  ["[data-live]", "./live.js"],
  ["[data-repeat]", "./repeat.js"],
  ["[data-count-for]", "./count.js"],
  ["[data-live-score]", "./cvss-live.js"],
  ["[data-cve-suggestions]", "./cve-live.js"],
  ["form[data-theme-form]", "./theme.js"],
  ["time[data-relative]", "./relative.js"],
  ["[data-copy], [data-copy-from]", "./copy.js"],
  ["[data-dialog-open], [data-key='?']", "./dialog.js"],
  ["dialog#palette", "./palette.js"],
  ["details.menu, details[data-menu]", "./menu.js"],
  ["[data-key], [data-go]", "./keys.js"],
  ["[data-print]", "./print.js"],
];

const started = new Set();

/** Loads the modules whose markup is in the page. Safe to call again after a region was replaced. */
export function start() {
  for (const [selector, module] of behaviours) {
    if (started.has(module) || !document.querySelector(selector)) continue;
    started.add(module);
    import(module).then((loaded) => loaded.start(), (error) => {
      started.delete(module);
      console.warn(`Could not load ${module}`, error);
    });
  }
}

document.addEventListener("varsel:swapped", start);

// Leaving the account forgets every text kept in this browser, once it was left.
const LEAVING = "varsel:leaving";
try {
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-sign-out]")) sessionStorage.setItem(LEAVING, document.documentElement.dataset.user ?? "");
  });
  const leaving = sessionStorage.getItem(LEAVING);
  sessionStorage.removeItem(LEAVING);
  if (leaving !== null && document.documentElement.dataset.user === undefined) import("./kept.js").then((kept) => kept.forgetAll(leaving));
} catch { /* Nothing is kept where nothing may be kept. */ }

// The page after a form was sent says that it has arrived, whether it has forms or not.
if (document.cookie.includes("varsel_received_")) import("./kept.js").then((kept) => kept.sweep());

start();
