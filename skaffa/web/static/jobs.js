// Lists of people: they ask for news only while nobody is busy in them, say what is new, and keep one's place after a change.
(() => {
  let place = null;
  const rows = () => [...document.querySelectorAll("#people-rows > .person-line")];
  const busy = (list) => document.hidden || list.querySelector(".dropdown-menu.show, .htmx-request") || document.querySelector("dialog[open]");
  document.addEventListener("htmx:beforeRequest", (event) => {
    const list = event.detail.elt;
    if (list.matches("[data-poll]") && busy(list)) event.preventDefault();
  });
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt.matches("[data-poll]") || (detail.verb === "post" && detail.target?.id === "people-list")) detail.parameters.shown = rows().length;
  });
  document.addEventListener("click", ({ target }) => {
    const row = target.closest(".person-line");
    if (row) place = { id: row.id, index: rows().indexOf(row) };
  });
  document.addEventListener("announce", ({ detail }) => {
    document.getElementById("announcer").textContent = detail.text;
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.matches("#people-list, .board-card") && detail.shouldSwap) document.querySelector("#dialog dialog[open]")?.close();
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const lost = document.activeElement === document.body || document.activeElement?.id === "main";
    if (!place || !lost || detail.requestConfig?.verb !== "post") return;
    const row = document.getElementById(place.id) || rows()[Math.min(place.index, rows().length - 1)];
    (row?.querySelector(".row-title") || document.getElementById("main"))?.focus();
    place = null;
  });
  const form = document.querySelector("form[data-keep]");
  const before = form && new URLSearchParams(new FormData(form)).toString();
  addEventListener("beforeunload", (event) => {
    const now = document.querySelector("form[data-keep]");
    if (now && !now.hasAttribute("data-saved") && new URLSearchParams(new FormData(now)).toString() !== before) event.preventDefault();
  });
  document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    if (detail.xhr.getResponseHeader("HX-Redirect")) document.querySelector("form[data-keep]")?.setAttribute("data-saved", "");
  });
  document.addEventListener("submit", ({ target }) => target.matches("[data-keep]:not([hx-post])") && target.setAttribute("data-saved", ""));
})();
