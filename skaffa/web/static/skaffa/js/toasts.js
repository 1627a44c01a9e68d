// Says what has been done: lines under a live region, from the page or from the event "toast" {text, tone}.
(() => {
  const region = document.getElementById("toasts");
  const leave = (line) => {
    const later = setTimeout(() => line.remove(), line.classList.contains("toast-line-error") ? 20000 : 7000);
    line.addEventListener("pointerenter", () => clearTimeout(later));
    line.addEventListener("focusin", () => clearTimeout(later));
  };
  const say = (text, tone = "success") => {
    const line = Object.assign(document.createElement("div"), { className: `toast-line toast-line-${tone}` });
    line.dataset.toast = "";
    const close = Object.assign(document.createElement("button"), { type: "button", className: "tool tool-small", textContent: "×" });
    close.dataset.toastClose = "";
    close.setAttribute("aria-label", region.dataset.close);
    line.append(Object.assign(document.createElement("span"), { textContent: text }), close);
    region.append(line);
    leave(line);
  };
  region.querySelectorAll("[data-toast]").forEach(leave);
  document.addEventListener("toast", ({ detail }) => say(detail.text, detail.tone));
  document.addEventListener("click", ({ target }) => target.closest("[data-toast-close]")?.closest("[data-toast]").remove());
})();
