// Selecting rows of a list: a box each, shift for everything between two, "x" by keyboard, or all that match; says how many.
(() => {
  let last = null;
  const form = () => document.getElementById("selection");
  const boxes = () => [...document.querySelectorAll('#people-rows [name="who"]')];
  const show = () => {
    const head = form();
    if (!head) return;
    const all = boxes();
    const many = all.filter((box) => box.checked).length;
    const everybody = head.querySelector("[data-everybody]");
    if (many < all.length) everybody.value = "";
    const whole = head.querySelector("[data-select-all]");
    whole.checked = many > 0 && many === all.length;
    whole.indeterminate = many > 0 && many < all.length;
    const told = head.querySelector("[data-selected]");
    const number = everybody.value ? head.elements.matched.value : many;
    const words = many ? `${told.dataset.selected}: ${Number(number).toLocaleString(document.documentElement.lang)}` : told.dataset.whole;
    if (told.textContent !== words) told.textContent = words;
    head.querySelector("[data-selection-acts]").hidden = many === 0;
    const matching = head.querySelector("[data-select-matching]");
    if (matching) matching.hidden = !whole.checked || Boolean(everybody.value);
  };
  document.addEventListener("click", (event) => {
    const box = event.target.closest('#people-rows [name="who"]');
    if (box) {
      const all = boxes();
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
      if (event.shiftKey && from >= 0) all.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
      last = box;
    }
    if (event.target.matches("[data-select-all]")) boxes().forEach((one) => { one.checked = event.target.checked; });
    if (event.target.closest("[data-select-matching]")) {
      form().querySelector("[data-everybody]").value = "1";
      form().querySelector("[data-select-all]").focus();
    }
    if (form()) show();
  });
  document.addEventListener("htmx:afterSettle", show);
  addEventListener("pageshow", show);
  show();
})();
