// A placeholder that is pressed stands where the cursor was last, and the preview hears of it.
(() => {
  let last = null;
  document.addEventListener("focusin", ({ target }) => {
    if (target.closest("#mail-form") && target.matches("input[type=text], textarea")) last = target;
  });
  document.addEventListener("click", ({ target }) => {
    const name = target.closest("[data-insert]")?.dataset.insert;
    if (!name) return;
    const field = last?.isConnected ? last : document.querySelector("#mail-form textarea");
    field.setRangeText(name, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
