// Fetches a piece of page and turns it into nodes: the only place where text becomes HTML.

const policy = globalThis.trustedTypes?.createPolicy("varsel", { createHTML: (html) => html })
  ?? { createHTML: (html) => html };

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
