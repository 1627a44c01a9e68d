// Focus is never lost: after a swap it stays on the control with the same id or name, or goes to what came; errors get it first. Of tabs that are wider than the page, the current one is in sight.
(() => {
  let last = null;
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const active = document.activeElement;
    last = detail.target?.contains(active) || detail.elt === active
      ? { id: active.id, name: active.getAttribute("name"), target: detail.target.id, next: active.dataset.focusNext !== undefined, parent: active.closest("ul, tbody"), before: active.closest(".load-more")?.previousElementSibling }
      : null;
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const announce = detail.requestConfig?.elt?.dataset.announce;
    if (announce) document.getElementById("announcer").textContent = announce;
    const error = detail.elt.querySelector?.("[data-autofocus]");
    if (error) return error.focus();
    if (!last || (document.activeElement && document.activeElement !== document.body)) return;
    const row = last.next && (last.before ? last.before.nextElementSibling : last.parent?.firstElementChild);
    const same = last.id && document.getElementById(last.id);
    const named = last.name && document.getElementById(last.target)?.querySelector(`[name="${CSS.escape(last.name)}"]`);
    const there = row?.querySelector?.("a, button") || same || named || document.getElementById("main");
    there?.focus({ preventScroll: !row });
  });
  document.querySelector(".tab[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  document.querySelector("[data-autofocus]")?.focus();
})();
