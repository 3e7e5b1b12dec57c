// Keeps in this browser what a form holds and no server has, and puts it back: for whoever is signed in, until it has arrived, they
// sign out, or a week has passed.
//
// The copy of this tab is `sessionStorage`'s; `localStorage` has the newest of any tab, for when the tab was closed or the browser
// ended. A form that is being sent carries a receipt in its address. The server answers with the cookie `varsel_received_…` once it
// was carried out, and only then is the copy forgotten.

import { typed } from "./controls.js";
import { addRow } from "./repeat.js";

const PREFIX = "varsel:draft:";
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
// What a form says of the page it stands on, not of itself.
const OF_THE_PAGE = new Set(["csrf", "version", "seen", "basis"]);

function stores() {
  return ["sessionStorage", "localStorage"].flatMap((name) => { try { return [window[name]]; } catch { return []; } });
}

const user = () => document.documentElement.dataset.user ?? "";
const versionOf = (form) => form.elements.namedItem("version")?.value;

/** A form is known by where it goes and by what it is about. */
function keyOf(form) {
  const about = [...form.elements].filter((control) => control.type === "hidden" && control.name && !OF_THE_PAGE.has(control.name));
  const name = [form.dataset.autosave ?? form.getAttribute("action"), ...about.map((control) => `${control.name}=${control.value}`)].join(" ");
  return `${PREFIX}${user()}:${name}`;
}

/** What was typed or chosen, as pairs of name and value. */
function valuesOf(form) {
  return typed(form)
    .filter((control) => (control.type !== "checkbox" && control.type !== "radio") || control.checked)
    .flatMap((control) => control.tagName === "SELECT" ? [...control.selectedOptions].map((option) => [control.name, option.value]) : [[control.name, control.value]]);
}

/** Keeps what was typed, with the reason why, and tells whether that outlives the page. */
export function keep(form, why, receipt) {
  const copy = JSON.stringify({ why, values: valuesOf(form), version: versionOf(form), receipt, at: Date.now() });
  let isKept = false;
  for (const store of stores()) {
    try { store.setItem(keyOf(form), copy); isKept = true; } catch { /* A full or forbidden store: the page itself still has the text. */ }
  }
  return isKept;
}

/** Forgets what was kept. */
export function forget(form) {
  for (const store of stores()) store.removeItem(keyOf(form));
}

function read(store, key) {
  try { return JSON.parse(store.getItem(key) ?? "null"); } catch { return null; }
}

/** Returns what was kept, `{ why, values, version, receipt }`, or nothing. */
export function kept(form) {
  sweep();
  for (const store of stores()) {
    const copy = read(store, keyOf(form));
    if (Array.isArray(copy?.values)) return copy;
  }
  return null;
}

/** Tells whether a form already shows what was kept. */
export function shows(form, values) {
  return JSON.stringify(valuesOf(form)) === JSON.stringify(values);
}

/** Forgets what has arrived, and what is older than a week. */
export function sweep() {
  const received = [...document.cookie.matchAll(/(?:^|; )varsel_received_([0-9a-f]{32})=/g)].map((found) => found[1]);
  for (const [index, store] of stores().entries()) {
    for (const key of Object.keys(store).filter((key) => key.startsWith(PREFIX))) {
      const copy = read(store, key);
      const hasArrived = received.includes(copy?.receipt);
      // The cookie goes with the copy of the tab that has sent it; another tab may look first.
      if (hasArrived && index === 0) document.cookie = `varsel_received_${copy.receipt}=; Path=/; Max-Age=0; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
      if (hasArrived || !copy || Date.now() - (copy.at ?? 0) > WEEK_MS) store.removeItem(key);
    }
  }
}

/** Forgets everything that was kept for a person. */
export function forgetAll(person) {
  for (const store of stores()) {
    for (const key of Object.keys(store)) if (key.startsWith(`${PREFIX}${person}:`)) store.removeItem(key);
  }
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
