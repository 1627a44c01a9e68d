// The sandbox's stand-in for the plugin loader: reads its own body, checks the page's origin, opens widgets in iframes.
// It needs nothing but script-src and frame-src for the sandbox's origin: no inline script or style, no eval, no fetch.
(function () {
  "use strict";

  const self = document.currentScript || document.querySelector('script[src$="/xdoor/scripts/in.js"]');
  if (!self || window.IN) {
    return;
  }
  const home = new URL(self.src).origin;
  const settings = read(self.textContent);
  const builders = new Map();
  const frames = new Map();

  function read(body) {
    const found = { api_key: "", lang: "", extensions: [] };
    for (const line of body.split("\n")) {
      const at = line.indexOf(":");
      const key = line.slice(0, at).trim();
      const value = line.slice(at + 1).trim();
      if (at < 1) {
        continue;
      }
      if (key === "extensions") {
        found.extensions = value.split(",").map((one) => one.trim()).filter(Boolean);
      } else {
        found[key] = value;
      }
    }
    return found;
  }

  function refuse(reason) {
    console.error("Error trying to initialize the widget! Error is : " + reason);
  }

  function load(url) {
    const script = document.createElement("script");
    script.src = url;
    script.addEventListener("error", () => refuse("could not load " + url));
    document.head.append(script);
  }

  function start() {
    for (const extension of settings.extensions) {
      const at = extension.indexOf("@");
      const url = at > 0 ? new URL(extension.slice(at + 1), home) : null;
      if (!url || url.origin !== home) {
        refuse("the extension '" + extension + "' is not served by " + home);
      } else {
        load(url.href);
      }
    }
  }

  function render(name) {
    for (const placeholder of document.querySelectorAll('script[type="IN/' + name + '"]')) {
      builders.get(name)(placeholder);
    }
  }

  // What an extension may ask of the loader. `open` replaces a placeholder by an iframe and routes its messages.
  window.IN = {
    refuse,
    // Answer to the question whether this page may use the application's key.
    allowed(answer) {
      if (answer.allowed) {
        start();
      } else {
        refuse(answer.reason);
      }
    },
    extension(name, builder) {
      builders.set(name, builder);
      if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", () => render(name));
      } else {
        render(name);
      }
    },
    open(placeholder, path, parameters, title, handlers) {
      const url = new URL(path, home);
      const language = settings.lang || document.documentElement.lang;
      const all = { ...parameters, api_key: settings.api_key, origin: window.location.origin, lang: language };
      for (const [key, value] of Object.entries(all)) {
        url.searchParams.set(key, value || "");
      }
      const width = placeholder.dataset.width?.trim();
      if (width && !/^\d{1,5}$/.test(width)) {
        refuse("data-width must be a number of pixels, not '" + width + "'; the full width is used");
      }
      const frame = document.createElement("iframe");
      frame.src = url.href;
      frame.title = title;
      frame.width = /^\d{1,5}$/.test(width) ? width : "100%";
      frame.style.maxWidth = "100%";
      frame.height = "320";
      frame.setAttribute("frameborder", "0");
      // A popup for sign-in leaves the iframe's sandboxed state behind; top navigation stays impossible.
      frame.setAttribute("sandbox", "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox");
      frames.set(frame, handlers);
      placeholder.replaceWith(frame);
    },
    // A page names its callback by a global function's name; anything else is refused, never evaluated.
    call(name, value) {
      const callback = name && Object.hasOwn(window, name) ? window[name] : null;
      if (typeof callback === "function") {
        callback(value);
      } else if (name) {
        refuse("there is no global function called '" + name + "'");
      }
    },
  };

  window.addEventListener("message", (event) => {
    if (event.origin !== home || !event.data || event.data.from !== "rsc-sandbox") {
      return;
    }
    for (const [frame, handlers] of frames) {
      if (frame.contentWindow !== event.source) {
        continue;
      }
      if (event.data.kind === "height" && Number.isFinite(event.data.height)) {
        frame.height = String(Math.min(Math.max(Math.ceil(event.data.height), 80), 4000));
      } else if (Object.hasOwn(handlers, event.data.kind)) {
        handlers[event.data.kind](event.data.value);
      }
    }
  });

  const question = new URL("/xdoor/scripts/allowed.js", home);
  question.searchParams.set("api_key", settings.api_key);
  question.searchParams.set("origin", window.location.origin);
  load(question.href);
})();
