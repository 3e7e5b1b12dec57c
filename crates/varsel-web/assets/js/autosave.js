// Saves a form to the server while it is being filled in, and keeps the words in this browser whenever that fails.
//
// <form data-autosave="/requests/7/draft" data-autosave-method="PUT">
//   <p class="autosave" role="status" data-autosave-status data-saving="Saving" data-saved="Saved {time}"
//      data-failed="Not saved yet. Trying again." data-conflict="Someone else changed this. Your text is kept."
//      data-signed-out="You are signed out. Your text is kept." data-sign-in="Sign in again" data-sign-in-url="/sign-in?next=…"
//      data-restored="Your unsaved text is restored." data-restore="Restore my text"></p>
//
// The server answers {"saved_at": "12:04"} and, when the form carries one, the next {"version": 5} for its hidden field; asked for
// what is wrong, also {"wrong": ["title"]}, the fields that still are.

import { HEADERS } from "./fragment.js";
import { dirty } from "./controls.js";
import { forget, keep, kept, putBack, shows } from "./kept.js";
import { say } from "./say.js";

const QUIET_MS = 800;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60000;
// How long a button press waits for a pending save.
const MOST_WAIT_MS = 10000;
// The Fetch standard limits keepalive requests to 64 KiB.
const KEEPALIVE_BYTES = 60000;

const states = new WeakMap();

function stateOf(form) {
  let state = states.get(form);
  if (!state) {
    state = { timer: 0, retry: FIRST_RETRY_MS, pending: false, stopped: false, running: null, ended: null, sent: false };
    states.set(form, state);
  }
  return state;
}

function show(form, name, time = "") {
  const status = form.querySelector("[data-autosave-status]") ?? document.querySelector(`[data-autosave-status][data-for="${CSS.escape(form.id)}"]`);
  if (!status) return;
  status.classList.remove("saving", "saved", "failed", "conflict", "signed-out");
  status.classList.add(name === "restored" ? "saved" : name);
  const key = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  status.textContent = name === "saved" && !time ? "" : (status.dataset[key] ?? "").replace("{time}", time);
  if (name === "signed-out" && status.dataset.signInUrl) {
    const link = document.createElement("a");
    link.href = status.dataset.signInUrl;
    link.textContent = status.dataset.signIn ?? "";
    status.append(" ", link);
  }
}

async function save(form, { leaving = false } = {}) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (!state.pending || state.stopped) return;
  if (state.running) {
    // One at a time, so that an older text can never overtake a newer one. Leaving the page does not wait.
    if (!leaving) { schedule(form); return; }
    state.running.abort();
  }
  const running = new AbortController();
  let end;
  state.running = running;
  state.ended = new Promise((resolve) => { end = resolve; });
  state.pending = false;
  if (!leaving) show(form, "saving");
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  const text = body.toString();
  if (leaving) keep(form, "leaving");
  try {
    // A page that says what is wrong wants to know what still is.
    const wrong = document.querySelector(".error-message, .error-summary") ? "&wrong=" : "";
    const answer = await fetch(form.dataset.autosave + wrong, {
      method: form.dataset.autosaveMethod ?? "POST",
      headers: { ...HEADERS, Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
      body: text,
      credentials: "same-origin",
      keepalive: text.length < KEEPALIVE_BYTES,
      signal: running.signal,
    });
    if (answer.status === 401 || answer.status === 403) { state.pending = true; keep(form, "signed-out"); show(form, "signed-out"); return; }
    if (answer.status === 409) { state.stopped = true; keep(form, "conflict"); show(form, "conflict"); return; }
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const result = await answer.json();
    // A live update may have replaced the form; its replacement continues from this version.
    const shown = form.isConnected ? form : document.querySelector(`form[data-autosave="${CSS.escape(form.dataset.autosave)}"]`);
    for (const one of new Set([form, shown])) {
      const version = one?.elements.namedItem("version");
      if (version && result.version !== undefined) version.value = String(result.version);
    }
    state.retry = FIRST_RETRY_MS;
    if (state.pending) { keep(form, "failed"); return; }
    forget(form);
    show(form, "saved", result.saved_at ?? "");
    form.dispatchEvent(new CustomEvent("varsel:saved", { bubbles: true, detail: { wrong: result.wrong } }));
  } catch (error) {
    if (running.signal.aborted) return;
    state.pending = true;
    keep(form, "failed");
    show(form, "failed");
    state.timer = setTimeout(() => save(form), state.retry);
    state.retry = Math.min(state.retry * 2, LAST_RETRY_MS);
  } finally {
    if (state.running === running) state.running = null;
    end();
  }
}

function schedule(form) {
  const state = stateOf(form);
  state.pending = true;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), QUIET_MS);
}

function restore(form) {
  const copy = kept(form);
  if (!copy) return;
  if (shows(form, copy.values)) {
    // The server has it: as the save sent while leaving, or as the draft that this page shows. A conflict is not decided yet.
    if (!document.querySelector(".conflict")) forget(form);
    return;
  }
  const back = () => {
    putBack(form, copy.values);
    show(form, "restored");
    // Sent, and no page has said that it arrived: it may have, or not.
    if (copy.why === "sending") say(form, "unsure");
    schedule(form);
  };
  const version = form.elements.namedItem("version")?.value;
  const isNewer = copy.version !== undefined && copy.version !== version;
  if (copy.why !== "conflict" && !isNewer) { back(); return; }
  // Something else was written here since: only a person can decide to write over it.
  show(form, "conflict");
  const status = form.querySelector("[data-autosave-status]");
  if (!status?.dataset.restore) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-btn";
  button.textContent = status.dataset.restore;
  button.addEventListener("click", back);
  status.append(" ", button);
}

/** Waits for a save that is on its way: what is sent must name the version that this makes, or it would be a conflict. */
export async function settle(form) {
  if (form.dataset.autosave === undefined) return;
  const state = stateOf(form);
  clearTimeout(state.timer);
  const { running, ended } = state;
  if (running) {
    const late = setTimeout(() => running.abort(), MOST_WAIT_MS);
    await ended;
    clearTimeout(late);
  }
  clearTimeout(state.timer);
}

/** Watches every `form[data-autosave]`, also those that appear later. */
export function start() {
  document.querySelectorAll("form[data-autosave]").forEach(restore);
  const touched = (event) => {
    const form = event.target.closest?.("form[data-autosave]") ?? event.target.form;
    if (form?.dataset?.autosave === undefined) return;
    const state = stateOf(form);
    // It was sent and the page is still here: loading the next page was cancelled.
    if (state.sent) { state.sent = false; state.stopped = false; }
    schedule(form);
  };
  document.addEventListener("input", touched);
  document.addEventListener("change", touched);
  document.addEventListener("focusout", (event) => {
    const form = event.target.closest?.("form[data-autosave]");
    // Pressing a button of the form sends everything; a link in the status must not move while it is pressed.
    const next = event.relatedTarget;
    if (next?.closest?.("[data-autosave-status]") || next?.closest?.("button")?.form === form) return;
    if (form && stateOf(form).pending) save(form);
  });
  document.addEventListener("varsel:sending", (event) => {
    const state = stateOf(event.target);
    clearTimeout(state.timer);
    state.pending = false;
    state.stopped = true;
    state.sent = true;
  });
  document.addEventListener("varsel:unsent", (event) => {
    const form = event.target;
    if (form.dataset.autosave !== undefined && dirty(form)) schedule(form);
  });
  addEventListener("pagehide", () => document.querySelectorAll("form[data-autosave]").forEach((form) => save(form, { leaving: true })));
  addEventListener("pageshow", (event) => {
    // Back from the browser's page cache: the form is active again.
    if (event.persisted) document.querySelectorAll("form[data-autosave]").forEach((form) => { stateOf(form).stopped = false; });
  });
  addEventListener("online", () => document.querySelectorAll("form[data-autosave]").forEach((form) => save(form)));
}
