// In ATS opens under the pointer and with the focus; a click keeps it open or closes it, Escape closes it.
(function () {
  "use strict";

  const peek = document.querySelector("details[data-peek]");
  if (!peek) {
    return;
  }
  const summary = peek.querySelector("summary");
  let kept = false;
  let leaving = 0;
  const show = (open) => {
    clearTimeout(leaving);
    peek.open = open;
  };
  peek.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "mouse") {
      show(true);
    }
  });
  peek.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse" && !kept && !peek.contains(document.activeElement)) {
      clearTimeout(leaving);
      leaving = setTimeout(() => show(false), 200); // time to cross the gap to the panel
    }
  });
  peek.addEventListener("focusin", () => show(true));
  peek.addEventListener("focusout", (event) => {
    if (!peek.contains(event.relatedTarget)) {
      kept = false;
      show(false);
    }
  });
  summary.addEventListener("click", (event) => {
    event.preventDefault(); // the pointer or the focus has opened it already
    kept = !kept;
    show(kept);
  });
  peek.addEventListener("click", (event) => {
    if (event.target.closest("a")) {
      kept = false;
      show(false);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && peek.open) {
      const inside = peek.contains(document.activeElement);
      kept = false;
      show(false);
      if (inside) {
        summary.focus();
        show(false); // the focus would open it again
      }
    }
  });
})();
