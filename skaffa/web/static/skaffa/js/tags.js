// A field of several words: each is added by Enter or a comma, taken away by its button or Backspace. Without this it is a text with commas.
(() => {
  const words = (text) => text.split(",").map((one) => one.trim()).filter(Boolean);
  const made = (name, more) => Object.assign(document.createElement(name), more);
  const say = (text) => { document.getElementById("announcer").textContent = text; };
  const propose = async (typed, address) => {
    const asked = typed.value.trim();
    const answer = asked && await fetch(`${address}?${new URLSearchParams({ q: asked })}`);
    if (answer?.ok && typed.value.trim() === asked) typed.list.innerHTML = await answer.text();
  };
  const dress = (field) => {
    const { tags: address, added, removed, remove } = field.dataset;
    const shown = made("ul", { className: "tags", ariaLabel: document.querySelector(`label[for="${field.id}"]`).firstChild.textContent.trim() });
    const typed = Object.assign(field.cloneNode(), { value: "" });
    [[typed, "name"], [typed, "data-tags"], [field, "data-tags"], [field, "id"]].forEach(([one, name]) => one.removeAttribute(name));
    field.type = "hidden";
    field.before(shown, typed);
    const keep = (all) => { field.value = all.join(", "); shown.replaceChildren(...all.map(tag)); };
    const take = (word) => { keep(words(field.value).filter((one) => one !== word)); say(`${removed}: ${word}`); typed.focus(); };
    const tag = (word) => {
      const item = made("li", { className: "tag" });
      item.append(made("span", { textContent: word, dir: "auto" }), made("button", { type: "button", className: "tag-remove", textContent: "×", ariaLabel: `${remove} ${word}`, onclick: () => take(word) }));
      return item;
    };
    const add = () => {
      const known = words(field.value).map((one) => one.toLowerCase());
      const fresh = words(typed.value).filter((one) => !known.includes(one.toLowerCase()));
      if (fresh.length) { keep([...words(field.value), ...fresh]); say(`${added}: ${fresh.join(", ")}`); }
      typed.value = "";
    };
    let later;
    typed.addEventListener("keydown", (event) => {
      const last = words(field.value).at(-1);
      if (event.key === "Enter" || event.key === ",") { event.preventDefault(); add(); }
      else if (event.key === "Backspace" && !typed.value && last) take(last);
    });
    typed.addEventListener("input", ({ inputType }) => {
      clearTimeout(later);
      if (!inputType || inputType === "insertReplacementText" || typed.value.includes(",")) add(); // chosen from the list, or pasted
      else if (address) later = setTimeout(propose, 200, typed, address);
    });
    typed.addEventListener("change", add); // what was typed is not lost when the next field is taken up
    keep(words(field.value));
  };
  const everything = () => document.querySelectorAll("[data-tags]").forEach(dress);
  document.addEventListener("htmx:afterSettle", everything);
  everything();
})();
