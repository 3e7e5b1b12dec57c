// Light, dark or system colours, without a reload. The form posts the same choice when there is no JavaScript.
//
// <form method="post" action="/theme" data-theme-form data-cookie="theme"> <button name="theme" value="light" aria-pressed="false"> …

const YEAR_S = 31536000;

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const value = event.submitter?.value;
    if (!form.matches("form[data-theme-form]") || !["light", "dark", "auto"].includes(value)) return;
    event.preventDefault();
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${form.dataset.cookie ?? "theme"}=${value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
    if (value === "auto") delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = value;
    for (const button of document.querySelectorAll("form[data-theme-form] button")) button.setAttribute("aria-pressed", String(button.value === value));
  });
}
