// Says what has been done: lines under a live region, from the page or from the event "toast" {text, tone, undo}; "z" takes the last one back.
(() => {
  const region = document.getElementById("toasts");
  const leave = (line) => {
    const time = line.classList.contains("toast-line-error") ? 20000 : line.querySelector("[data-undo-at]") ? 15000 : 7000;
    const later = setTimeout(() => line.remove(), time);
    line.addEventListener("pointerenter", () => clearTimeout(later));
    line.addEventListener("focusin", () => clearTimeout(later));
  };
  const undo = (button) => {
    const { undoAt } = button.dataset;
    button.closest("[data-toast]").remove();
    const list = document.getElementById("people-list");
    htmx.ajax("POST", undoAt, { source: list || "#main", target: list || "#main", swap: list ? "outerHTML" : "none" });
  };
  const say = (text, tone = "success", undoAt = "") => {
    const line = Object.assign(document.createElement("div"), { className: `toast-line toast-line-${tone}` });
    line.dataset.toast = "";
    const close = Object.assign(document.createElement("button"), { type: "button", className: "tool tool-small", textContent: "×" });
    close.dataset.toastClose = "";
    close.setAttribute("aria-label", region.dataset.close);
    line.append(Object.assign(document.createElement("span"), { textContent: text }), close);
    if (undoAt) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: region.dataset.undo });
      button.dataset.undoAt = undoAt;
      button.setAttribute("aria-keyshortcuts", "z");
      close.before(button);
    }
    region.append(line);
    leave(line);
  };
  region.querySelectorAll("[data-toast]").forEach(leave);
  document.addEventListener("toast", ({ detail }) => say(detail.text, detail.tone, detail.undo));
  document.addEventListener("click", ({ target }) => {
    target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
    const button = target.closest("[data-undo-at]");
    if (button) undo(button);
  });
})();
