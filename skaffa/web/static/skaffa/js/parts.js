// Parts of a page that are fetched once it stands (components/part.html): what does not come is said where it would stand,
// and an address with a # leads to what it names also after it has come, until the reader moves.
(() => {
  const part = (element) => element.closest?.("[data-part]");
  let follows = location.hash.length > 1;
  ["wheel", "touchmove", "pointerdown", "keydown"].forEach((name) => addEventListener(name, () => { follows = false; }, { passive: true }));
  document.addEventListener("htmx:beforeRequest", ({ detail }) => part(detail.elt)?.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const one = part(detail.elt);
    if (!one?.isConnected || (detail.xhr.status >= 200 && detail.xhr.status < 400)) return;
    one.setAttribute("aria-busy", "false");
    if (detail.xhr.getResponseHeader("X-Refusal")) return; // stands there in words of its own, see requests.js
    const failed = one.querySelector("[data-part-failed]");
    const words = failed.querySelector("p");
    failed.hidden = false;
    words.textContent = words.textContent; // set anew, it is read out also the second time
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const asked = detail.requestConfig?.elt;
    if (follows && asked && part(asked)) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  });
})();
