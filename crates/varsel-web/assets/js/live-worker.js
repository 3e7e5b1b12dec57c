// One stream of changes for all tabs of a browser: over HTTP/1.1 a browser opens six connections to a host, and a stream holds one
// for as long as it lasts. A shared worker follows what its tabs show and tells each of them what is about it.
//
// A tab says `{ case: "SE-…" }` or `{ queue: true }`, and `"bye"` when it goes. It hears `"changed"`.

const FIRST_WAIT_MS = 1000;
const LAST_WAIT_MS = 60000;
const GATHER_MS = 100;

const tabs = new Map();
let source = null;
let address = "";
let wait = FIRST_WAIT_MS;
let timer = 0;
let isBehind = false;

/** The address of a stream that tells all that the tabs show; nothing without tabs. */
function wanted() {
  const shown = [...tabs.values()];
  if (shown.length === 0) return "";
  if (shown.some((tab) => tab.queue)) return "/events";
  const numbers = [...new Set(shown.map((tab) => tab.case))].sort();
  return `/events/cases?${new URLSearchParams(numbers.map((number) => ["case", number]))}`;
}

/** Tells the tabs whose case is among the numbers; none means that anything may have changed. */
function tell(numbers) {
  for (const [port, tab] of tabs) if (numbers.length === 0 || tab.queue || numbers.includes(tab.case)) port.postMessage("changed");
}

function stop() {
  source?.close();
  source = null;
  address = "";
}

function follow() {
  clearTimeout(timer);
  const next = wanted();
  if (!next) { stop(); return; }
  if (source && next === address) return;
  // The stream before goes on until this one is open, so that nothing falls between the two.
  const before = source?.readyState === EventSource.OPEN ? source : null;
  if (!before) source?.close();
  const fresh = new EventSource(next);
  source = fresh;
  address = next;
  fresh.addEventListener("open", () => {
    before?.close();
    wait = FIRST_WAIT_MS;
    if (isBehind) { isBehind = false; tell([]); }
  });
  fresh.addEventListener("changed", (event) => tell(event.data.split("\n").filter(Boolean)));
  fresh.addEventListener("error", () => {
    // The browser would retry at once and forever; this waits longer each time.
    fresh.close();
    before?.close();
    if (fresh !== source) return;
    stop();
    isBehind = true;
    timer = setTimeout(follow, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, LAST_WAIT_MS);
  });
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(follow, GATHER_MS);
}

self.addEventListener("connect", (event) => {
  const port = event.ports[0];
  port.addEventListener("message", ({ data }) => {
    if (data === "bye") { tabs.delete(port); port.close(); } else tabs.set(port, data);
    soon();
  });
  port.start();
});

self.addEventListener("online", () => { wait = FIRST_WAIT_MS; soon(); });
