// Native dialogs: <button data-dialog="id"> opens, data-dialog-close closes, a dialog with data-dialog-open opens by itself.
(() => {
  const open = (dialog) => dialog && !dialog.open && dialog.showModal();
  document.addEventListener("click", ({ target }) => {
    const opener = target.closest("[data-dialog]");
    if (opener) open(document.getElementById(opener.dataset.dialog));
    target.closest("[data-dialog-close]")?.closest("dialog").close();
    if (target.nodeName === "DIALOG" && target.open) target.close();
  });
  const openGiven = (root) => root.querySelectorAll("dialog[data-dialog-open]").forEach(open);
  openGiven(document);
  document.addEventListener("htmx:afterSettle", ({ detail }) => openGiven(detail.elt));
})();
