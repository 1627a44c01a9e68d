// Small kindnesses of forms: copy a text, fill in a demo account, say at once that a file is too large, send a form once, search what was typed early.
(() => {
  document.addEventListener("click", async ({ target }) => {
    const copier = target.closest("[data-copy]");
    if (copier) {
      const input = document.getElementById(copier.dataset.copy);
      input.select();
      await navigator.clipboard?.writeText(input.value).catch(() => document.execCommand("copy"));
      copier.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text: copier.dataset.copied } }));
    }
    const filler = target.closest("[data-fill]");
    if (filler) {
      Object.entries(JSON.parse(filler.dataset.fill)).forEach(([name, value]) => {
        document.querySelector(`[name="${CSS.escape(name)}"]`).value = value;
      });
      document.querySelector("[data-filled]")?.focus();
    }
  });
  document.addEventListener("change", ({ target }) => {
    if (!target.dataset.largest) return;
    const fits = [...target.files].every((file) => file.size <= Number(target.dataset.largest));
    target.setCustomValidity(fits ? "" : target.dataset.tooLarge);
    target.reportValidity();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const back = form.matches(".switcher") && form.elements.namedItem("next");
    if (back) back.value = location.pathname + location.search; // a filter may have changed the address since
    if (form.method !== "post" || form.matches("[hx-post]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  document.addEventListener("DOMContentLoaded", () => {
    const early = ({ value, defaultValue }) => value !== defaultValue; // typed while the page was still coming, when nothing listened
    [...document.querySelectorAll("form[hx-get] input[type=search]")].filter(early).forEach(({ form }) => form.requestSubmit());
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
})();
