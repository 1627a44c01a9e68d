// The board: a card is dragged into another column and is there at once; when the server says no, it goes back and says why.
(() => {
  let dragged = null;
  let moved = null;
  const places = new Map(); // card -> where it was
  const column = (target) => target.closest?.("[data-column]");
  const mark = (chosen) => document.querySelectorAll("[data-column]").forEach((one) => one.classList.toggle("is-over", one === chosen));
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".board-card[draggable]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector(".row-title").textContent);
    dragged.classList.add("is-dragged");
  });
  document.addEventListener("dragover", (event) => {
    if (!dragged || !column(event.target)) return;
    event.preventDefault();
    mark(column(event.target));
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    mark(null);
  });
  document.addEventListener("drop", (event) => {
    const to = column(event.target);
    if (!dragged || !to) return;
    event.preventDefault();
    if (to === column(dragged) || places.has(dragged)) return;
    const card = dragged;
    places.set(card, { list: card.parentElement, next: card.nextElementSibling });
    to.querySelector(".board-cards").prepend(card);
    htmx.ajax("POST", card.dataset.move, { source: card, target: card, swap: "delete", values: { stage: to.dataset.column, tab: "board", dropped: "1" } });
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const place = places.get(detail.elt);
    places.delete(detail.elt);
    if (place && !(detail.xhr.status >= 200 && detail.xhr.status < 300)) place.list.insertBefore(detail.elt, place.next);
    const lost = moved && (!document.activeElement || document.activeElement === document.body || document.activeElement.id === "main");
    if (lost) document.querySelector(`#card-${moved} .row-title`)?.focus();
    moved = null;
  });
  document.addEventListener("application-moved", ({ detail }) => { moved = detail.application; });
})();
