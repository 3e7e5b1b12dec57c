// Scores a CVSS vector while it is typed. The server computes; this only asks and shows.
//
// <input data-live-score="/score?vector=" data-score-to="score"> <div id="score" aria-live="polite">
//   <b data-score-value>–</b> <span class="pill unrated" data-score-severity>…</span> <p data-score-message></p> </div>
// Answer: {"score": "9.8", "severity": "critical", "label": "Critical", "message": "…"}

import { HEADERS } from "./fragment.js";

const QUIET_MS = 200;
const SEVERITIES = ["critical", "high", "medium", "low", "unrated"];
const running = new WeakMap();

async function ask(input) {
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
    if (answer.ok || answer.status === 422) show(await answer.json());
  } catch { /* The score comes with the next page; nothing is lost. */ }
}

export function start() {
  let timer = 0;
  document.addEventListener("input", (event) => {
    const input = event.target.closest?.("[data-live-score]");
    if (!input) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(input), QUIET_MS);
  });
}
