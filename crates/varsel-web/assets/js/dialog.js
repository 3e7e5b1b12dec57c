// Opens and closes <dialog>s: `data-dialog-open="id"` opens, `data-dialog-close` or a click beside it closes.

export function start() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog-open]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialogOpen);
      if (dialog && !dialog.open) { event.preventDefault(); dialog.showModal(); }
      return;
    }
    const dialog = event.target.closest?.("dialog[open]");
    if (dialog && (event.target === dialog || event.target.closest("[data-dialog-close]"))) dialog.close();
  });
}
