// Keeps unsaved form contents in this tab, and restores them: for the signed-in person, until they sign out.

import { typed } from "./controls.js";
import { addRow } from "./repeat.js";

const keyOf = (form) => `varsel:draft:${document.documentElement.dataset.user ?? ""}:${form.dataset.autosave ?? form.getAttribute("action")}`;

/** Keeps what was typed, with the reason why. */
export function keep(form, why) {
  const values = typed(form)
    .filter((control) => (control.type !== "checkbox" && control.type !== "radio") || control.checked)
    .flatMap((control) => control.tagName === "SELECT" ? [...control.selectedOptions].map((option) => [control.name, option.value]) : [[control.name, control.value]]);
  try { sessionStorage.setItem(keyOf(form), JSON.stringify({ why, values })); } catch { /* A full or forbidden store: the page itself still has the text. */ }
}

/** Forgets what was kept. */
export function forget(form) {
  try { sessionStorage.removeItem(keyOf(form)); } catch { /* Nothing was kept. */ }
}

/** Returns what was kept, `{ why, values }`, or nothing. */
export function kept(form) {
  try { return JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "null"); } catch { return null; }
}

/** The repeated rows whose template has a control of this name, with the row's number in it. */
function repeatOf(form, name) {
  const fits = (control) => control.name.includes("__i__") && new RegExp(`^${control.name.split("__i__").map((part) => RegExp.escape?.(part) ?? part.replace(/[^\w]/g, "\\$&")).join("\\d+")}$`).test(name);
  return [...form.querySelectorAll("[data-repeat]")].find((repeat) => [...(repeat.querySelector("template")?.content.querySelectorAll("[name]") ?? [])].some(fits));
}

/** Fills a form with values that were kept, adding rows where it takes them. */
export function putBack(form, values) {
  const seen = new Map();
  const groups = Map.groupBy ? Map.groupBy(values, ([name]) => name) : group(values);
  for (const [name, pairs] of groups) {
    const wanted = pairs.map(([, value]) => value);
    let controls = typed(form).filter((control) => control.name === name);
    const repeat = controls[0]?.closest("[data-repeat]") ?? repeatOf(form, name);
    while (repeat && controls.length < wanted.length && addRow(repeat, { quiet: true })) controls = typed(form).filter((control) => control.name === name);
    for (const control of controls) {
      if (control.type === "checkbox" || control.type === "radio") { control.checked = wanted.includes(control.value); continue; }
      if (control.multiple && control.tagName === "SELECT") { for (const option of control.options) option.selected = wanted.includes(option.value); continue; }
      const index = seen.get(name) ?? 0;
      seen.set(name, index + 1);
      if (index < wanted.length) control.value = wanted[index];
    }
  }
  // An unticked box has no value.
  for (const control of typed(form)) if (control.type === "checkbox" && !groups.has(control.name)) control.checked = false;
}

function group(values) {
  const groups = new Map();
  for (const pair of values) groups.set(pair[0], [...(groups.get(pair[0]) ?? []), pair]);
  return groups;
}
