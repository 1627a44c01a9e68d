// Inside the plugin's own document: hands what LinkedIn's plugin tells to the page around it, and says how high it is.
(() => {
  const tell = (kind, value) => window.parent.postMessage({ from: "skaffa-plugin", kind, value }, window.location.origin);
  window.skaffaLinked = (member) => tell("linked", String(member));
  window.skaffaUnlinked = (member) => tell("unlinked", String(member));
  window.skaffaIntegrated = (integrations) => tell("integrated", JSON.stringify(integrations ?? null));
  document.addEventListener("DOMContentLoaded", () => {
    new ResizeObserver(() => tell("height", document.body.scrollHeight)).observe(document.body);
    setTimeout(() => {
      document.getElementById("absent").hidden = document.querySelector("iframe") !== null;
    }, 6000);
  });
})();
