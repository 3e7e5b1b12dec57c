// Says at a form what has become of its words.

const QUIET = new Set(["back", "unsure"]);

/** Shows the words of a name at the end of a form, or takes them away. They are the page's: `<html data-unsent-offline="…">`. */
export function say(form, name) {
  let note = form.querySelector("[data-unsent-note]");
  if (!name) { note?.remove(); return; }
  if (!note) {
    note = document.createElement("p");
    note.className = name === "back" ? "alert" : "alert warn";
    note.setAttribute("role", QUIET.has(name) ? "status" : "alert");
    form.append(note);
  }
  note.dataset.unsentNote = name;
  note.textContent = document.documentElement.dataset[`unsent${name.replace(/(?:^|-)(.)/g, (_, letter) => letter.toUpperCase())}`] ?? "";
  if (!QUIET.has(name)) note.scrollIntoView({ block: "nearest" });
}
