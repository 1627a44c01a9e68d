// A menu that is fetched when it is first wanted. Its button says from where (data-menu), and which keys stand in it (data-menu-keys).
(() => {
  const list = (button) => button.nextElementSibling;
  const wanted = new WeakMap();
  const fetched = (button) => {
    if (!wanted.has(button)) {
      const arrived = htmx.ajax("GET", button.dataset.menu, { source: button, target: list(button), swap: "innerHTML" });
      wanted.set(button, arrived.finally(() => {
        if (list(button).querySelector("[role=status]")) wanted.delete(button); // it did not come: the next wish asks again
        window.dispatchEvent(new Event("resize")); // it has another size now: let it be placed anew
      }));
    }
    return wanted.get(button);
  };
  const want = ({ target }) => {
    const button = target.closest?.("[data-menu]");
    if (button) fetched(button).catch(() => {});
  };
  document.addEventListener("pointerdown", want);
  document.addEventListener("show.bs.dropdown", want);
  document.addEventListener("menu:press", async ({ target, detail }) => {
    await fetched(target).catch(() => {});
    list(target).querySelector(`[data-row-key="${detail.key}"]`)?.click();
  });
})();
