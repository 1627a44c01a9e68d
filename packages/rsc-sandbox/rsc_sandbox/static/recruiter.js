// Comforts of the pretend Recruiter; every page works without them.
(function () {
  "use strict";

  // The job search box answers while one types.
  const box = document.querySelector("input[data-live]");
  if (box) {
    const target = document.getElementById(box.dataset.live);
    const form = box.form;
    let timer = 0;
    let latest = 0;
    const look = async () => {
      const mine = ++latest;
      const query = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.fragment + "?" + query, { headers: { Accept: "text/html" } });
      const page = await answer.text();
      if (!answer.ok || mine !== latest) {
        return;
      }
      const chosen = target.querySelector("input:checked")?.value;
      target.innerHTML = page;
      for (const choice of target.querySelectorAll("input[type=radio]")) {
        choice.checked ||= choice.value === chosen;
      }
      for (const kept of document.querySelectorAll('input[type=hidden][name="q"]')) {
        kept.value = box.value;
      }
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(look, 150);
    };
    box.addEventListener("input", soon);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      look();
    });
  }

  // A push under way is followed until it has arrived or failed for good.
  const follow = async (panel) => {
    const answer = await fetch(panel.dataset.follow, { headers: { Accept: "text/html" } });
    if (!answer.ok) {
      return;
    }
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    const next = fresh.content.firstElementChild;
    panel.dataset.state = next.dataset.state;
    panel.className = next.className;
    if (panel.innerHTML !== next.innerHTML) {
      panel.innerHTML = next.innerHTML;
    }
    if (next.dataset.state === "waiting") {
      setTimeout(() => follow(panel), 1500);
    }
  };
  for (const panel of document.querySelectorAll('[data-follow][data-state="waiting"]')) {
    setTimeout(() => follow(panel), 400);
  }

  // Load more puts the next people below the ones already there and moves focus to the first of them.
  const list = document.querySelector("ol[data-grows]");
  document.addEventListener("click", async (event) => {
    const more = event.target.closest("a[data-more]");
    if (!list || !more || event.metaKey || event.ctrlKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    const answer = await fetch(more.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) {
      window.location.assign(more.href);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = [...page.querySelectorAll("ol[data-grows] > li")];
    const next = page.querySelector("a[data-more]");
    list.append(...fresh);
    if (next) {
      more.href = next.getAttribute("href");
    } else {
      more.parentElement.remove();
    }
    fresh[0]?.querySelector("a").focus();
  });

  // A form that was refused begins where something is wrong.
  document.querySelector("[aria-invalid=true]")?.focus();

  // One menu open at a time; Escape and a click elsewhere close it.
  const menus = [...document.querySelectorAll("details.drop")];
  document.addEventListener("click", (event) => {
    for (const menu of menus) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    }
  });
  document.addEventListener("keydown", (event) => {
    for (const menu of menus) {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
  });
})();
