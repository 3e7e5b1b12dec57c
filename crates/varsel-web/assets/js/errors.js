// Takes back what was said against a field as soon as its value is right: beside the field, and in the summary above the form.
//
// Where the form is saved while it is filled in, the server says which fields are still wrong ("varsel:saved" with detail.wrong).
// Elsewhere only what can be judged here goes: a needed answer that is given (data-needs="answer" on the message), a text that is
// no longer too long, a date, number or address that the browser understands, and vectors that all have a score ("varsel:valid").

/** Returns the links of the summary that lead to a place. */
const linksTo = (id) => [...document.querySelectorAll(".error-summary a")].filter((link) => link.hash === `#${id}`);

/** Takes the message of a field away; where it was the last, the summary goes with it. */
function clear(id) {
  const message = document.getElementById(`${id}-e`);
  for (const control of document.querySelectorAll("[aria-invalid='true']")) {
    const said = (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
    if (control.id !== id && !said.includes(`${id}-e`)) continue;
    control.removeAttribute("aria-invalid");
  }
  for (const described of document.querySelectorAll(`[aria-describedby~="${CSS.escape(`${id}-e`)}"]`)) {
    const rest = described.getAttribute("aria-describedby").split(" ").filter((one) => one !== `${id}-e`);
    if (rest.length > 0) described.setAttribute("aria-describedby", rest.join(" ")); else described.removeAttribute("aria-describedby");
  }
  (message ?? document.getElementById(id))?.closest(".has-error")?.classList.remove("has-error");
  message?.remove();
  for (const link of linksTo(id)) link.closest("li").remove();
  for (const summary of document.querySelectorAll(".error-summary")) {
    const list = summary.querySelector("ul");
    if (!list) continue;
    if (list.children.length === 0) { summary.remove(); continue; }
    const title = summary.querySelector("[data-fewer]");
    const fewer = title?.dataset.fewer.split("|")[list.children.length - 1];
    if (fewer) title.textContent = fewer;
  }
}

/** Lists the fields that the page says something against. */
function wrong() {
  const messages = [...document.querySelectorAll(".error-message[id$='-e']")].map((message) => message.id.slice(0, -2));
  const linked = [...document.querySelectorAll(".error-summary li a")].map((link) => decodeURIComponent(link.hash.slice(1)));
  return new Set([...messages, ...linked]);
}

/** Tells whether a field that is not saved while typing is right now, as far as that can be told here. */
function isRight(control) {
  const value = control.value.trim();
  if (value === "") return false;
  const message = document.getElementById(`${control.id}-e`);
  if (message?.dataset.needs === "answer") return true;
  const counter = document.querySelector(`[data-count-for="${CSS.escape(control.id)}"]`);
  if (counter && control.value.length > control.defaultValue.length) return false;
  if (counter && control.defaultValue.length > Number(counter.dataset.max)) return [...control.value].length <= Number(counter.dataset.max);
  return ["date", "time", "datetime-local", "number", "email", "url"].includes(control.type) && control.value !== control.defaultValue && control.checkValidity();
}

export function start() {
  const judged = (event) => {
    const control = event.target.closest?.("[aria-invalid='true']");
    if (!control?.id || control.form?.dataset.autosave !== undefined || "liveScore" in control.dataset) return;
    if (isRight(control)) clear(control.id);
  };
  document.addEventListener("input", judged);
  document.addEventListener("change", judged);
  document.addEventListener("varsel:valid", (event) => { if (event.target.form?.dataset.autosave === undefined) clear(event.target.id); });
  document.addEventListener("varsel:saved", (event) => {
    const still = event.detail?.wrong;
    if (!still) return;
    for (const id of wrong()) if (!still.includes(id)) clear(id);
  });
}
