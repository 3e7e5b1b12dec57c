// Scores CVSS vectors while they are typed, pasted or answered in the calculator. The server parses, merges and computes; this only
// requests and shows.
//
// <textarea id="x" data-live-score="/score?vectors=" data-score-to="score"> one vector a line </textarea>
// <div id="score" aria-live="polite" data-failed="…"> a piece of page; in it data-shown, what the calculator shows of the text, and
//   data-meant, the text as it should be written. What stands in it under data-for="y" goes into the element y instead. </div>
// <section data-calculator="x"> radios calc.version, calc.3.1.AV, calc.4.0.AV …; calc.was; plain answers with data-guide </section>

import { fetchText, parse } from "./fragment.js";

const QUIET_MS = 200;
const running = new WeakMap();
// Answers of the calculator that are not in the text yet.
const unwritten = new WeakSet();
// Answers waiting until the calculator shows the text that was typed before them.
const waiting = new WeakMap();

const calculatorOf = (input) => document.querySelector(`[data-calculator="${CSS.escape(input.id)}"]`);

/** Lists the calculator's answers, as its form would send them; open questions are left out. */
function answers(calculator) {
  const fields = [...calculator.querySelectorAll("input:checked:not([data-guide]), [name='calc.was']")];
  return fields.filter((field) => field.value || field.name === "calc.was").map((field) => `&${encodeURIComponent(field.name)}=${encodeURIComponent(field.value)}`).join("");
}

/** Requests the scores of the text; `from` is "paste" or "calculator" if the response can rewrite the text. */
async function ask(input, from) {
  running.get(input)?.abort();
  if (from === "calculator") unwritten.add(input);
  if (unwritten.has(input)) from = "calculator";
  const place = document.getElementById(input.dataset.scoreTo ?? "");
  if (!place) return;
  const control = new AbortController();
  running.set(input, control);
  const text = input.value;
  const calculator = calculatorOf(input);
  const more = from === "calculator" ? answers(calculator) : from === "paste" ? "&pasted=" : "";
  const answer = await fetchText(input.dataset.liveScore + encodeURIComponent(text) + more, control.signal).catch(() => null);
  if (control.signal.aborted) return;
  // No score is better than that of another vector.
  if (answer === null) {
    place.textContent = place.dataset.failed;
    const bar = document.getElementById("score-bar");
    if (bar) bar.textContent = place.dataset.failed;
    return;
  }
  // Typed on meanwhile: the next answer is about both.
  if (input.value !== text) return ask(input, from);
  unwritten.delete(input);
  const page = parse(answer);
  const { meant, shown } = page.querySelector("[data-shown]")?.dataset ?? {};
  // Pasted text in another form is replaced by its normalised form; pasting again restores it.
  if (from && meant && meant !== text) put(input, meant);
  if (calculator) show(calculator, input.value, shown ?? "");
  page.querySelectorAll("[data-for]").forEach((part) => { part.remove(); fill(document.getElementById(part.dataset.for), part); });
  // Every line has a score: what was said against the text no longer holds.
  const lines = [...page.querySelectorAll(".scores > li")];
  if (lines.length > 0 && lines.every((line) => line.querySelector("[data-copy]"))) input.dispatchEvent(new CustomEvent("varsel:valid", { bubbles: true }));
  const open = [...place.querySelectorAll("details")].map((details) => details.open);
  place.replaceChildren(...page.body.childNodes);
  place.querySelectorAll("details").forEach((details, at) => { details.open = open[at] ?? false; });
}

/** Sets an answer; a guided one sets its metrics. */
function give(radio) {
  radio.checked = true;
  const sheet = radio.closest("[data-version]");
  for (const [code, value] of (radio.dataset.guide ?? "").split(" ").filter(Boolean).map((one) => one.split(":"))) {
    const metric = [...sheet.querySelectorAll(`[name="calc.${sheet.dataset.version}.${code}"]`)].find((one) => one.value === value);
    if (metric) metric.checked = true;
  }
}

/** Applies an answer to the text. */
async function write(input, radio, from) {
  const was = calculatorOf(input).querySelector('[name="calc.was"]').value;
  // Typed and then answered at once: the calculator has to show the text before the answer can change it.
  if (waiting.has(input)) { waiting.get(input).push(radio); return; }
  if (was !== input.value && !unwritten.has(input)) {
    waiting.set(input, [radio]);
    await ask(input, from);
    waiting.get(input).forEach(give);
    waiting.delete(input);
  }
  ask(input, "calculator");
}

/** Inserts a fragment; text typed in fields of the same name is kept. */
function fill(place, part) {
  if (!place) return;
  for (const field of part.querySelectorAll("textarea")) {
    const held = place.querySelector(`[name="${CSS.escape(field.name)}"]`);
    if (held) field.closest(".field").replaceWith(held.closest(".field"));
  }
  place.replaceChildren(...part.childNodes);
}

/** Changes the text as typing would, so that it is saved; it has already been scored. */
function put(input, text) {
  input.value = text;
  input.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "scored" }));
}

/** Shows in the calculator what the server read of the text. */
function show(calculator, text, shown) {
  // The server compares with what both said last.
  calculator.querySelector('[name="calc.was"]').value = text;
  const vectors = new Map(shown.split(" ").filter(Boolean).map((vector) => [vector.split("/")[0].slice("CVSS:".length), vector]));
  // A single vector is shown; of several, the one that was selected.
  const [only] = vectors.size === 1 ? vectors.keys() : [];
  for (const radio of calculator.querySelectorAll("[name='calc.version']")) if (radio.value === only) radio.checked = true;
  for (const sheet of calculator.querySelectorAll("[data-version]")) {
    const parts = (vectors.get(sheet.dataset.version) ?? "").split("/").slice(1);
    const given = new Map(parts.map((part) => part.split(":")));
    for (const radio of sheet.querySelectorAll("input:not([data-guide])")) radio.checked = radio.value === (given.get(radio.name.split(".").at(-1)) ?? "");
    for (const question of sheet.querySelectorAll(".guide fieldset")) {
      const choices = [...question.querySelectorAll("[data-guide]")];
      const held = choices.find((choice) => choice.dataset.guide.split(" ").every((set) => parts.includes(set)));
      // Two answers can set the same metrics: the one that was given stays.
      const chosen = choices.find((choice) => choice.checked && choice.dataset.guide === held?.dataset.guide) ?? held;
      choices.forEach((choice) => { choice.checked = choice === chosen; });
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
    if (!input || event.detail === "scored") return;
    clearTimeout(timer);
    const from = pasted ? "paste" : "";
    pasted = false;
    timer = setTimeout(() => ask(input, from), QUIET_MS);
  });
  // A vector that was typed is put in order when its field is left.
  document.addEventListener("change", (event) => {
    const input = event.target.closest?.("[data-live-score]");
    if (!input) return;
    clearTimeout(timer);
    pasted = false;
    ask(input, "paste");
  });
  document.addEventListener("change", (event) => {
    const sheet = event.target.closest?.("[data-calculator] [data-version]");
    const input = sheet && document.getElementById(sheet.closest("[data-calculator]").dataset.calculator);
    if (!input) return;
    give(event.target);
    clearTimeout(timer);
    const from = pasted ? "paste" : "";
    pasted = false;
    write(input, event.target, from);
  });
}
