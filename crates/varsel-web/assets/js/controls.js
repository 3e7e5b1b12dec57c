// Small helpers about form controls, shared by autosave, live updates and the leave warning.

const UNTRACKED = new Set(["hidden", "submit", "button", "reset", "image", "file", "password"]);

/** The controls of a form that hold what a person typed or chose. */
export function typed(form) {
  return [...form.elements].filter((control) => control.name && !UNTRACKED.has(control.type) && control.tagName !== "FIELDSET" && control.tagName !== "OUTPUT");
}

/** Whether one control differs from what the server rendered. */
export function changed(control) {
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") {
    const options = [...control.options];
    // A select without a preselected option starts at its first one.
    const none = !control.multiple && !options.some((option) => option.defaultSelected);
    return options.some((option, index) => option.selected !== (none ? index === 0 : option.defaultSelected));
  }
  return control.value !== control.defaultValue;
}

/** Whether a form holds anything that would be lost. `data-live-keep` marks controls that do not count, such as row ticks. */
export function dirty(form) {
  return typed(form).some((control) => !("liveKeep" in control.dataset) && changed(control));
}

/** Whether an element takes typing, so that single keys must be left alone. */
export function takesTyping(element) {
  if (!(element instanceof Element)) return false;
  if (element.closest("[contenteditable=''], [contenteditable='true'], textarea, select")) return true;
  const input = element.closest("input");
  return Boolean(input) && !["checkbox", "radio", "button", "submit", "reset", "range", "color"].includes(input.type);
}
