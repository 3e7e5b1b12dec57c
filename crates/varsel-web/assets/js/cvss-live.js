// Scores CVSS vectors while they are typed, pasted or answered in the calculator. The server computes; this only asks and shows.
//
// <textarea id="x" data-live-score="/score?vectors=" data-score-to="score"> one vector a line </textarea>
// <div id="score" aria-live="polite" data-failed="…"> a piece of page; with data-meant, the text as it should be written </div>
// <section data-calculator="x"> radios calc.version, calc.3.1.AV, calc.4.0.AV …; calc.was </section>

import { fetchText, parse } from "./fragment.js";

const QUIET_MS = 200;
const running = new WeakMap();

async function ask(input, pasted) {
  running.get(input)?.abort();
  const place = document.getElementById(input.dataset.scoreTo ?? "");
  if (!place) return;
  const control = new AbortController();
  running.set(input, control);
  const text = input.value;
  const answer = await fetchText(input.dataset.liveScore + encodeURIComponent(text), control.signal).catch(() => null);
  if (control.signal.aborted) return;
  // No score is better than that of another vector.
  if (answer === null) { place.textContent = place.dataset.failed; return; }
  const page = parse(answer);
  // What was pasted in another form stands there as it is understood, and can be undone by pasting again.
  const { meant } = page.querySelector("[data-meant]")?.dataset ?? {};
  if (pasted && meant && input.value === text) { put(input, meant); return; }
  const open = [...place.querySelectorAll("details")].map((details) => details.open);
  place.replaceChildren(...page.body.childNodes);
  place.querySelectorAll("details").forEach((details, at) => { details.open = open[at] ?? false; });
}

/** Changes the text as typing would: it is scored and saved. */
function put(input, text) {
  if (input.value === text) return;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

const isOf = (line, version) => line.startsWith(`CVSS:${version}/`);

const calculatorOf = (input) => document.querySelector(`[data-calculator="${CSS.escape(input.id)}"]`);

/** Writes what a sheet of the calculator says into the line of its version; the other lines stay. */
function write(calculator, sheet) {
  const input = document.getElementById(calculator.dataset.calculator);
  const { version } = sheet.dataset;
  const parts = [...sheet.querySelectorAll("input:checked:not([data-guide])")].filter((radio) => radio.value);
  if (!input || parts.length === 0) return;
  const vector = `CVSS:${version}/${parts.map((radio) => `${radio.name.split(".").at(-1)}:${radio.value}`).join("/")}`;
  const all = lines(input.value);
  const at = all.findIndex((line) => isOf(line, version));
  all.splice(at < 0 ? all.length : at, at < 0 ? 0 : 1, vector);
  put(input, all.join("\n"));
}

/** Shows in the calculator what the text says, as far as it is vectors. */
function read(input) {
  const calculator = calculatorOf(input);
  if (!calculator) return;
  // The server compares with what both said last.
  calculator.querySelector('[name="calc.was"]').value = input.value;
  const all = lines(input.value);
  // A vector by itself is in sight; of several, the one that somebody chose.
  const only = all.length === 1 && [...calculator.querySelectorAll("[name='calc.version']")].find((radio) => isOf(all[0], radio.value));
  if (only) only.checked = true;
  for (const sheet of calculator.querySelectorAll("[data-version]")) {
    const line = all.find((found) => isOf(found, sheet.dataset.version)) ?? "";
    const given = new Map(line.split("/").slice(1).map((part) => part.split(":")));
    for (const radio of sheet.querySelectorAll("input:not([data-guide])")) {
      const value = given.get(radio.name.split(".").at(-1)) ?? "";
      radio.checked = radio.value === (value === "X" ? "" : value);
    }
    for (const part of sheet.querySelectorAll("details:not(.guide)")) part.open ||= [...part.querySelectorAll("input:checked")].some((radio) => radio.value);
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
    const sheet = event.target.closest?.("[data-calculator] [data-version]");
    if (!sheet) return;
    // A plain answer sets the metrics that stand beside it.
    if (event.target.matches("[data-guide]")) {
      const sets = event.target.labels[0].querySelector(".hint").textContent.split(" ");
      for (const [code, value] of sets.map((one) => one.split(":"))) {
        const radio = [...sheet.querySelectorAll(`[name="calc.${sheet.dataset.version}.${code}"]`)].find((one) => one.value === value);
        if (radio) radio.checked = true;
      }
    }
    write(sheet.closest("[data-calculator]"), sheet);
  });
}
