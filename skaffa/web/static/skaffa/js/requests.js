// A refusal goes beside what was pressed: into the nearest [data-refusals], or above the form it came from.
(() => {
  const slotFor = (cause) => {
    const place = cause.closest("form, dialog, [data-row], [data-part]");
    if (!place) return document.getElementById("refusals");
    let slot = place.querySelector("[data-refusals]");
    if (!slot) {
      slot = Object.assign(document.createElement("div"), { className: "refusal-slot" });
      slot.dataset.refusals = "";
      place.prepend(slot);
    }
    return slot;
  };
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!detail.xhr.getResponseHeader("X-Refusal")) return;
    Object.assign(detail, { shouldSwap: true, isError: false, target: slotFor(detail.elt), swapOverride: "innerHTML", selectOverride: "unset" });
  });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    detail.elt.closest("form, dialog, [data-row], [data-part]")?.querySelector("[data-refusals]")?.replaceChildren();
  });
  const say = (name, cause) => {
    if (cause.closest("[data-part]")) return; // says so itself, see parts.js
    const region = document.getElementById("toasts");
    region.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text: region.dataset[name], tone: "error" } }));
  };
  document.addEventListener("htmx:sendError", ({ detail }) => say("offline", detail.elt));
  document.addEventListener("htmx:timeout", ({ detail }) => say("offline", detail.elt));
  document.addEventListener("htmx:responseError", ({ detail }) => {
    if (!detail.xhr.getResponseHeader("X-Refusal")) say("broken", detail.elt);
  });
})();
