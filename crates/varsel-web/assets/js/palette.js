// Command palette: Ctrl+K or Cmd+K lists every `[data-command]` link and button of the page, and searches for what is typed.
//
// <dialog id="palette" aria-label="…" data-search-label="Search for “{text}”">
//   <form method="get" action="/search"> <input name="q" role="combobox" …> </form> <ul role="listbox" id="palette-list"></ul>

export function start() {
  const dialog = document.getElementById("palette");
  const input = dialog.querySelector("input[name=q]");
  const list = dialog.querySelector("[role=listbox]");
  const form = dialog.querySelector("form");
  let items = [];
  let at = 0;

  const fold = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

  function commands() {
    return [...document.querySelectorAll("[data-command]")]
      .filter((element) => !element.disabled && element.getAttribute("aria-disabled") !== "true")
      .map((element) => ({
        label: element.dataset.command || element.textContent.trim().replace(/\s+/g, " "),
        where: element.dataset.commandGroup ?? "",
        key: document.documentElement.dataset.keys === "off" ? "" : element.dataset.go ? `g ${element.dataset.go}` : element.dataset.key ?? "",
        run: () => { if (element.matches("input, select, textarea")) element.focus(); else element.click(); },
      }));
  }

  function option(item, index) {
    const line = document.createElement("li");
    line.id = `palette-${index}`;
    line.setAttribute("role", "option");
    line.append(item.label);
    if (item.where) {
      const where = document.createElement("span");
      where.className = "in";
      where.textContent = item.where;
      line.append(where);
    }
    if (item.key) {
      const key = document.createElement("kbd");
      key.textContent = item.key;
      line.append(key);
    }
    line.addEventListener("click", () => run(item));
    line.addEventListener("pointermove", () => mark(index));
    return line;
  }

  function mark(index) {
    at = index;
    [...list.children].forEach((line, place) => line.setAttribute("aria-selected", String(place === at)));
    const line = list.children[at];
    if (line) { input.setAttribute("aria-activedescendant", line.id); line.scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
  }

  function draw() {
    const text = input.value.trim();
    const words = fold(text).split(/\s+/).filter(Boolean);
    items = commands().filter((item) => words.every((word) => fold(item.label + " " + item.where).includes(word)));
    if (text) {
      const search = { label: (dialog.dataset.searchLabel ?? "{text}").replace("{text}", text), where: "", key: "", run: () => form.submit() };
      // What looks like a confirmation or CVE number is searched for first.
      if (/\d/.test(text)) items.unshift(search); else items.push(search);
    }
    list.replaceChildren(...items.map(option));
    mark(0);
  }

  function run(item) {
    if (!item) return;
    dialog.close();
    item.run();
  }

  function open() {
    if (dialog.open) return;
    input.value = "";
    draw();
    dialog.showModal();
    input.focus();
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") { event.preventDefault(); open(); }
  });
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-palette-open]")) open(); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  input.addEventListener("input", draw);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(Math.min(at + 1, items.length - 1));
    else if (event.key === "ArrowUp") mark(Math.max(at - 1, 0));
    else if (event.key === "Enter" && !event.isComposing) run(items[at]);
    else return;
    event.preventDefault();
  });
}
