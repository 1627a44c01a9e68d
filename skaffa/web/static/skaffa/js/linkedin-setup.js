// Around the plugin: takes messages from its document only, and sends what it told with our own form and token.
(() => {
  const frame = document.getElementById("plugin-frame");
  const form = document.getElementById("plugin-told");
  if (!frame || !form) return;
  window.addEventListener("message", ({ origin, source, data }) => {
    if (origin !== window.location.origin || source !== frame.contentWindow || data?.from !== "skaffa-plugin") return;
    if (data.kind === "height" && Number.isFinite(data.value)) {
      frame.height = String(Math.min(Math.max(Math.ceil(data.value), 120), 2000));
    } else if (data.kind === "integrated" && typeof data.value === "string") {
      form.elements.told.value = data.value;
      form.requestSubmit();
    }
  });
})();
