// Inside a plugin's iframe: tell the loader our height and what was done; notice when sign-in is done elsewhere.
(function () {
  "use strict";

  const main = document.querySelector("main");
  const parentOrigin = main.dataset.parentOrigin;

  function tell(kind, content) {
    window.parent.postMessage({ from: "rsc-sandbox", kind, ...content }, parentOrigin);
  }

  if (parentOrigin) {
    new ResizeObserver(() => tell("height", { height: document.documentElement.getBoundingClientRect().height })).observe(document.body);
  }

  if (main.dataset.told) {
    const told = JSON.parse(main.dataset.told);
    tell(told.kind, { value: told.value });
  }

  // Sign-in happens in a window of its own, where the sandbox's cookie is first-party. The two windows may not be able
  // to speak to each other (opener policies, partitioned storage), so the iframe asks the server whether it is done.
  const waiting = document.querySelector("form[data-wait]");
  if (waiting) {
    let asking = false;
    const ask = async () => {
      if (asking || document.hidden) {
        return;
      }
      asking = true;
      try {
        const answer = await fetch(waiting.dataset.wait, { method: "POST", body: new URLSearchParams(new FormData(waiting)) });
        if (answer.ok && (await answer.json()).ready) {
          clearInterval(timer);
          waiting.submit();
        }
      } catch {
        // The sandbox is away for a moment: the next round asks again.
      } finally {
        asking = false;
      }
    };
    const timer = setInterval(ask, 1000);
    window.addEventListener("focus", ask);
  }
})();
