// Keeps "in 3 h 20 min" true while a page stays open. The server writes the first text; the words come from <html>:
// data-t-in="in {span}" data-t-ago="{span} ago" data-t-missed="{span} late" data-t-now="now"
// data-t-day="1 day" data-t-days="{n} days" data-t-hour="{n} h" data-t-min="{n} min", and data-now with the server's time.
//
// <span class="due soon"><time datetime="…Z" data-relative="due" data-soon-at="…Z">in 3 h 20 min</time></span>
// data-relative is "due" (missed once past) or "plain" (ago once past). data-soon-at changes the urgency at that instant.

const TICK_MS = 30000;
const MINUTE = 60000;
const words = document.documentElement.dataset;
// The server's clock counts, not this computer's.
const skew = words.now ? Date.parse(words.now) - (performance.timeOrigin + performance.now()) : 0;

function span(ms) {
  const minutes = Math.floor(Math.abs(ms) / MINUTE);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60);
  const say = (text, n) => text.replace("{n}", String(n));
  // As the server says it: with hours up to the third day.
  if (days >= 2) return `${say(words.tDays, days)}${days === 2 && hours % 24 ? ` ${say(words.tHour, hours % 24)}` : ""}`;
  if (hours >= 24) return `${words.tDay}${hours > 24 ? ` ${say(words.tHour, hours - 24)}` : ""}`;
  if (hours >= 1) return `${say(words.tHour, hours)}${minutes % 60 ? ` ${say(words.tMin, minutes % 60)}` : ""}`;
  return say(words.tMin, minutes);
}

function update(time, now) {
  const at = Date.parse(time.dateTime);
  if (Number.isNaN(at)) return;
  const left = at - now;
  const due = time.dataset.relative === "due";
  let text;
  if (Math.abs(left) < MINUTE && (!due || left >= 0)) text = words.tNow;
  else if (left > 0) text = words.tIn.replace("{span}", span(left));
  else text = (due ? words.tMissed : words.tAgo).replace("{span}", span(left));
  if (time.textContent !== text) time.textContent = text;
  const mood = time.closest(".due, .next");
  if (!due || !mood) return;
  const soon = Date.parse(time.dataset.soonAt ?? "");
  const name = left < 0 ? "missed" : now >= soon ? "soon" : "plenty";
  if (!mood.classList.contains(name)) {
    mood.classList.remove("plenty", "soon", "missed");
    mood.classList.add(name);
  }
}

function tick() {
  if (!words.tIn || !words.tMin || document.hidden) return;
  const now = Date.now() + skew;
  for (const time of document.querySelectorAll("time[data-relative]")) update(time, now);
}

export function start() {
  tick();
  setInterval(tick, TICK_MS);
  document.addEventListener("visibilitychange", tick);
  document.addEventListener("varsel:swapped", tick);
}
