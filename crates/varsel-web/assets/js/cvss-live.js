// Scores a CVSS vector while it is typed, pasted or answered in the calculator. The server computes; this only asks and shows.
//
// <input id="x" data-live-score="/score?vector=" data-score-to="score"> <div id="score" aria-live="polite">
//   <b data-score-value>–</b> <span class="pill unrated" data-score-severity>…</span> <p data-score-message></p> </div>
// <section data-calculator="x"> radios calc.version, calc3.AV, calc4.AV … </section>
// Answer: {"score": "9.8", "severity": "critical", "label": "Critical", "message": "…"}; of a wrong vector also "meant"

import { HEADERS } from "./fragment.js";

const QUIET_MS = 200;
const SEVERITIES = ["critical", "high", "medium", "low", "unrated"];
const running = new WeakMap();

async function ask(input, pasted) {
  running.get(input)?.abort();
  const place = document.getElementById(input.dataset.scoreTo ?? "");
  if (!place) return;
  const part = (name) => place.querySelector(`[data-score-${name}]`);
  const show = ({ score = null, severity = "unrated", label = "", message = "" }) => {
    if (part("value")) part("value").textContent = score === null ? "–" : String(score);
    const pill = part("severity");
    if (pill) {
      pill.classList.remove(...SEVERITIES);
      pill.classList.add(SEVERITIES.includes(severity) ? severity : "unrated");
      pill.textContent = label;
      pill.hidden = !label;
    }
    if (part("message")) part("message").textContent = message;
  };
  const vector = input.value.trim();
  if (!vector) { show({}); return; }
  const control = new AbortController();
  running.set(input, control);
  try {
    const answer = await fetch(input.dataset.liveScore + encodeURIComponent(vector), { headers: { ...HEADERS, Accept: "application/json" }, credentials: "same-origin", signal: control.signal });
    if (!answer.ok && answer.status !== 422) return;
    const said = await answer.json();
    // What was pasted in another form stands there as it is understood, and can be undone by pasting again.
    if (pasted && said.meant && input.value.trim() === vector) { put(input, said.meant); return; }
    show(said);
  } catch { /* The score comes with the next page; nothing is lost. */ }
}

/** Changes the text as typing would: it is scored and saved. */
function put(input, vector) {
  if (input.value === vector) return;
  input.value = vector;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

const calculatorOf = (input) => document.querySelector(`[data-calculator="${CSS.escape(input.id)}"]`);

const SHOWN = /^CVSS:(3\.[01]|4\.0)\/(.+)$/;

/** Writes what the calculator says into the text. While nothing is answered, or where it does not show what stands there, the
    text stays. */
function write(calculator) {
  const input = document.getElementById(calculator.dataset.calculator);
  if (input?.value.trim() && !SHOWN.test(input.value.trim())) return;
  const version = calculator.querySelector('[name="calc.version"]:checked')?.value;
  if (!input || !version) return;
  const sheet = calculator.querySelector(`[data-major="${version[0]}"]`);
  const parts = [...sheet.querySelectorAll("input:checked")].filter((radio) => radio.value);
  if (parts.length > 0) put(input, `CVSS:${version}/${parts.map((radio) => `${radio.name.split(".")[1]}:${radio.value}`).join("/")}`);
}

/** Shows in the calculator what the text says, as far as it is a vector. */
function read(input) {
  const calculator = calculatorOf(input);
  if (!calculator) return;
  // The server compares with what both said last.
  calculator.querySelector('[name="calc.was"]').value = input.value.trim();
  if (!input.value.trim()) {
    for (const radio of calculator.querySelectorAll("[data-major] input")) radio.checked = radio.value === "";
    return;
  }
  const [, version, body] = SHOWN.exec(input.value.trim()) ?? [];
  if (!version) return;
  calculator.querySelector(`[name="calc.version"][value="${version}"]`).checked = true;
  const given = new Map(body.split("/").map((part) => part.split(":")));
  for (const radio of calculator.querySelectorAll(`[data-major="${version[0]}"] input`)) {
    const value = given.get(radio.name.split(".")[1]) ?? "";
    radio.checked = radio.value === (value === "X" ? "" : value);
  }
}

export function start() {
  let timer = 0;
  let pasted = false;
  document.addEventListener("paste", (event) => { pasted = Boolean(event.target.closest?.("[data-live-score]")); });
  document.addEventListener("input", (event) => {
    const input = event.target.closest?.("[data-live-score]");
    if (!input) return;
    read(input);
    clearTimeout(timer);
    const wasPasted = pasted;
    pasted = false;
    timer = setTimeout(() => ask(input, wasPasted), QUIET_MS);
  });
  document.addEventListener("change", (event) => {
    const calculator = event.target.closest?.("[data-calculator]");
    if (calculator) write(calculator);
  });
}
