// Single keys. Any link, button or field may have one: `data-key="a"` is clicked or focused, `data-go="q"` answers g then q.
// `data-key-focus="id"` names what takes the focus after a click. Which key it is, the language says.
// `<html data-keys="off">` (a profile setting) switches all of them off.

import { takesTyping } from "./controls.js";

const GO_MS = 1200;
let goUntil = 0;

/** Whether a key press is a command: no modifier, not in a field, no dialog open, not switched off. */
export function isCommand(event) {
  return !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing
    && document.documentElement.dataset.keys !== "off"
    && !takesTyping(event.target)
    && !document.querySelector("dialog[open]");
}

function visible(element) {
  return !element.disabled && element.getAttribute("aria-disabled") !== "true" && element.getClientRects().length > 0;
}

function use(element) {
  const next = document.getElementById(element.dataset.keyFocus ?? "");
  if (next) {
    // A tab of the composer opens its pane, and the text takes the focus.
    element.click();
    next.focus();
    return;
  }
  if (element.matches("input:not([type=checkbox], [type=radio]), textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.focus({ preventScroll: true });
    element.click();
  }
}

function find(attribute, key) {
  const selector = `[${attribute}="${CSS.escape(key)}"]`;
  // Elements in the selected row take precedence over those on the page.
  const inRow = [...document.querySelectorAll(`[data-row].sel ${selector}`)].find(visible);
  return inRow ?? [...document.querySelectorAll(selector)].find((element) => !element.closest("[data-row]") && visible(element));
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (!isCommand(event) || event.key.length !== 1) return;
    const going = Date.now() < goUntil;
    goUntil = 0;
    const target = going ? find("data-go", event.key) : find("data-key", event.key);
    if (target) {
      event.preventDefault();
      use(target);
    } else if (!going && event.key === "g" && document.querySelector("[data-go]")) {
      goUntil = Date.now() + GO_MS;
    }
  });
}
