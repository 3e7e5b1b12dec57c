// Characters left: <p data-count-for="title" data-max="120" data-left="{n} characters left" data-left-one="1 character left"
// data-over="{n} characters too many" data-over-one="1 character too many">. The server's own text stands there without JavaScript.

import { announce } from "./announce.js";

let speak = 0;

function update(place, aloud) {
  const field = document.getElementById(place.dataset.countFor);
  if (!field) return;
  const left = Number(place.dataset.max) - [...field.value.replace(/\r\n/g, "\n")].length;
  const name = left < 0 ? "over" : "left";
  const count = Math.abs(left);
  const words = (count === 1 && place.dataset[`${name}One`]) || place.dataset[name] || "";
  const text = words.replace("{n}", count.toLocaleString(document.documentElement.lang || undefined));
  place.classList.toggle("over", left < 0);
  place.textContent = text;
  if (!aloud) return;
  clearTimeout(speak);
  // Only when typing pauses, and only near the end.
  if (left < Number(place.dataset.max) / 5) speak = setTimeout(() => announce(text), 1000);
}

export function start() {
  const all = (check, aloud) => document.querySelectorAll("[data-count-for]").forEach((place) => { if (check(place)) update(place, aloud); });
  all(() => true, false);
  document.addEventListener("input", (event) => all((place) => place.dataset.countFor === event.target.id, true));
  document.addEventListener("varsel:swapped", () => all(() => true, false));
}
