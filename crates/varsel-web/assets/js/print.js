// `[data-print]` prints the page. Without JavaScript the button is hidden (class js-only) and the browser's own menu does it.

export function start() {
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-print]")) print(); });
}
