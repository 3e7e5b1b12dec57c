// Adds and removes rows without a round trip. Without JavaScript the same buttons submit the form and the server does it.
//
// <div data-repeat data-max="20" data-min="1" data-removed="Step removed">
//   <div data-repeat-row> <span data-repeat-number>1</span> … <button name="do" value="remove:0" data-repeat-remove>Remove</button> </div>
//   <template data-repeat-template> the same row, with __i__ in names, ids and values, __n__ in words </template>
//   <button name="do" value="add" data-repeat-add>Add another step</button>
// </div>

import { announce } from "./announce.js";

const rowsOf = (repeat) => [...repeat.querySelectorAll("[data-repeat-row]")].filter((row) => row.closest("[data-repeat]") === repeat);

function renumber(repeat) {
  const rows = rowsOf(repeat);
  rows.forEach((row, index) => {
    for (const number of row.querySelectorAll("[data-repeat-number]")) number.textContent = String(index + 1);
    for (const remove of row.querySelectorAll("[data-repeat-remove]")) {
      remove.hidden = rows.length <= Number(repeat.dataset.min ?? 1);
      if (remove.value.includes(":")) remove.value = remove.value.replace(/:\d+$/, `:${index}`);
    }
  });
  const add = repeat.querySelector("[data-repeat-add]");
  if (add) add.hidden = rows.length >= Number(repeat.dataset.max ?? Infinity);
}

function fill(root, index) {
  for (const element of root.querySelectorAll("*")) {
    for (const attribute of [...element.attributes]) {
      if (/__[in]__/.test(attribute.value)) element.setAttribute(attribute.name, attribute.value.replaceAll("__i__", String(index)).replaceAll("__n__", String(index + 1)));
    }
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && node.data.includes("__n__")) node.data = node.data.replaceAll("__n__", String(index + 1));
    }
  }
}

/** Adds one empty row. Returns false at the limit. `quiet` leaves focus where it is. */
export function addRow(repeat, { quiet = false } = {}) {
  const template = repeat.querySelector("template[data-repeat-template]");
  const rows = rowsOf(repeat);
  if (!template || rows.length >= Number(repeat.dataset.max ?? Infinity)) return false;
  // Ids must stay unique after rows are removed, so a counter continues, independent of the number shown.
  const index = Math.max(Number(repeat.dataset.next ?? rows.length), rows.length);
  repeat.dataset.next = String(index + 1);
  const piece = template.content.cloneNode(true);
  fill(piece, index);
  const row = piece.querySelector("[data-repeat-row]");
  const after = rows.at(-1);
  if (after) after.after(piece); else template.before(piece);
  renumber(repeat);
  if (!quiet) row?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  return true;
}

export function start() {
  document.querySelectorAll("[data-repeat]").forEach(renumber);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-repeat-add], [data-repeat-remove]");
    const repeat = button?.closest("[data-repeat]");
    if (!repeat) return;
    if (button.matches("[data-repeat-add]")) {
      if (!addRow(repeat)) return;
      event.preventDefault();
    } else {
      event.preventDefault();
      const row = button.closest("[data-repeat-row]");
      const rows = rowsOf(repeat);
      const near = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
      row.remove();
      renumber(repeat);
      (near?.querySelector("input:not([type=hidden]), textarea, select") ?? repeat.querySelector("[data-repeat-add]"))?.focus();
      announce(repeat.dataset.removed);
    }
    repeat.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
