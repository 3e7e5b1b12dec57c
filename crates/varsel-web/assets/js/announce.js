// Announces text to screen readers through the page's live region, and optionally shows it as a toast.

/** Speaks `text` politely. The region is `[data-announcer]`, which the layout always has. */
export function announce(text) {
  const region = document.querySelector("[data-announcer]");
  if (!region || !text) return;
  region.textContent = "";
  // A new task, so that the same sentence twice is still a change.
  setTimeout(() => { region.textContent = text; }, 60);
}

/** Shows `text` for a few seconds and speaks it. */
export function toast(text) {
  announce(text);
  const place = document.querySelector("[data-toasts]");
  if (!place || !text) return;
  const note = document.createElement("p");
  note.className = "toast";
  note.textContent = text;
  place.replaceChildren(note);
  setTimeout(() => note.remove(), 4000);
}
