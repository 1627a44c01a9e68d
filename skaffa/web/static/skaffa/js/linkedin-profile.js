// Around the profile plugin: sends what it tells with our own form, and reloads it when LinkedIn has heard of a change.
(() => {
  const frame = document.getElementById("profile-frame");
  const form = document.getElementById("profile-told");
  if (!frame || !form) return;
  const pending = () => document.getElementById("finding")?.dataset.pending; // undefined until the panel has come
  let waits = null;
  window.addEventListener("message", ({ origin, source, data }) => {
    if (origin !== window.location.origin || source !== frame.contentWindow || data?.from !== "skaffa-plugin") return;
    if (data.kind === "height" && Number.isFinite(data.value)) {
      frame.height = String(Math.min(Math.max(Math.ceil(data.value), 120), 4000));
    } else if ((data.kind === "linked" || data.kind === "unlinked") && typeof data.value === "string") {
      waits = false; // the plugin shows it already
      form.elements.kind.value = data.kind;
      form.elements.member.value = data.value;
      form.requestSubmit();
    }
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (!pending()) return;
    waits ??= pending() === "true";
    if (waits && pending() === "false") frame.contentWindow.location.reload();
    waits &&= pending() === "true";
  });
})();
