// The keyboard: "/" searches, "f" filters the list, "j k" move between rows, "g j" and the like go places (data-keys), "?" shows all of them.
(() => {
  let pending = "";
  const typing = (element) => element.matches?.("input, textarea, select, [contenteditable]");
  const links = () => [...document.querySelectorAll(".rows .row-title[href], .grid-table .row-title[href]")];
  const step = (by) => {
    const all = links();
    const here = all.indexOf(document.activeElement.closest(".row-line, tr")?.querySelector(".row-title"));
    all[Math.min(all.length - 1, Math.max(0, here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by))]?.focus();
  };
  const single = {
    "/": () => [...document.querySelectorAll("[data-search]")].find((field) => field.checkVisibility())?.focus(),
    f: () => document.querySelector("main [data-search]")?.focus(),
    "?": () => document.getElementById("shortcuts")?.showModal(),
    j: () => step(1),
    k: () => step(-1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const keys = pending ? `${pending} ${event.key}` : event.key;
    pending = "";
    const place = document.querySelector(`[data-keys="${CSS.escape(keys)}"]`);
    if (place) {
      event.preventDefault();
      place.click();
    } else if (keys === "g") {
      pending = "g";
      setTimeout(() => { pending = ""; }, 1500);
    } else if (single[keys]) {
      event.preventDefault();
      single[keys]();
    }
  });
})();
