// Fetches a piece of page and turns it into nodes: the only place where text becomes HTML, or an address a script.

const rules = { createHTML: (html) => html, createScriptURL: (url) => url };
const policy = globalThis.trustedTypes?.createPolicy("varsel", rules) ?? rules;

/** Returns the address of a script that stands beside this one. */
export function scriptBeside(name) {
  const url = new URL(name, import.meta.url);
  if (url.origin !== location.origin) throw new Error(`a script from ${url.origin}`);
  return policy.createScriptURL(url.href);
}

/** Headers that tell the server a script asks, so that it answers 401 or 409 instead of a redirect. */
export const HEADERS = { "X-Requested-With": "varsel" };

/** Parses HTML from our own origin. Scripts inside it never run. */
export function parse(html) {
  return new DOMParser().parseFromString(policy.createHTML(html), "text/html");
}

/** Fetches `url` (same origin) and returns its text, or null when it may not or cannot be had. */
export async function fetchText(url, signal) {
  const target = new URL(url, location.href);
  if (target.origin !== location.origin) return null;
  const answer = await fetch(target, { headers: { ...HEADERS, Accept: "text/html" }, credentials: "same-origin", cache: "no-cache", signal });
  if (!answer.ok || answer.redirected) return null;
  return answer.text();
}
