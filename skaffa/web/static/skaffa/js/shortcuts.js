// The keyboard: "/" searches, "f" filters the list, "j k" move between rows, "g j" and the like go places (data-keys), others press what the row
// (data-row-key), its menu (data-menu-keys) or what the selection (data-selection-key) has for them, "z" undoes, "?" shows all of them.
(() => {
  let pending = "";
  const typing = (element) => element.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll(":is(.rows, .grid-table, .board-cards) .row-title[href]")];
  const row = () => document.activeElement?.closest("[data-row], .row-line, tr");
  const step = (by) => {
    const all = rows();
    const here = all.indexOf(row()?.querySelector(".row-title"));
    all[Math.min(all.length - 1, Math.max(0, here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by))]?.focus();
  };
  const aside = (by) => {
    const columns = [...document.querySelectorAll("[data-column]")].filter((column) => column.querySelector(".row-title"));
    const here = columns.indexOf(document.activeElement?.closest("[data-column]"));
    columns[Math.min(columns.length - 1, Math.max(0, here + by))]?.querySelector(".row-title").focus();
  };
  const act = (key) => {
    const acts = document.querySelector("[data-selection-acts]:not([hidden])");
    const meant = acts?.querySelector(`[data-selection-key="${key}"]`) || row()?.querySelector(`[data-row-key="${key}"]`);
    const menu = meant ? null : row()?.querySelector(`[data-menu-keys~="${key}"]`);
    meant?.click();
    menu?.dispatchEvent(new CustomEvent("menu:press", { bubbles: true, detail: { key } }));
    return Boolean(meant || menu);
  };
  const single = {
    "/": () => [...document.querySelectorAll("[data-search]")].find((field) => field.checkVisibility())?.focus(),
    f: () => document.querySelector("main [data-search]")?.focus(),
    "?": () => document.getElementById("shortcuts")?.showModal(),
    j: () => step(1),
    k: () => step(-1),
    h: () => aside(-1),
    l: () => aside(1),
    z: () => [...document.querySelectorAll("[data-undo-at]")].at(-1)?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const keys = pending ? `${pending} ${event.key}` : event.key;
    pending = "";
    const place = document.querySelector(`[data-keys="${CSS.escape(keys)}"]`);
    if (place || single[keys]) {
      event.preventDefault();
      place ? place.click() : single[keys]();
    } else if (keys === "g") {
      pending = "g";
      setTimeout(() => { pending = ""; }, 1500);
    } else if (/^[a-z]$/.test(keys) && act(keys)) event.preventDefault();
  });
})();
