// Copies a number or a text: `data-copy="SE-…"` or `data-copy-from="id"`. Says so with `data-copied`.

import { toast } from "./announce.js";

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Without https there is no clipboard: fall back to a hidden field.
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "sr-only";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("copy refused");
}

export function start() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy], [data-copy-from]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copyFrom ?? "");
    const text = button.dataset.copy ?? source?.value ?? source?.textContent.trim() ?? "";
    try {
      await copy(text);
      button.focus({ preventScroll: true });
      button.classList.add("copied");
      toast(button.dataset.copied);
      setTimeout(() => button.classList.remove("copied"), 1500);
    } catch {
      toast(button.dataset.copyFailed);
    }
  });
}
