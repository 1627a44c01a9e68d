// The browser knows its time zone: a page that asks for one is shown in it, a form that wants one gets it.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) return;
  document.querySelectorAll("input[data-zone]").forEach((input) => { input.value = zone; });
  const select = document.querySelector("[data-asks-zone] select");
  if (!select || select.value === zone || ![...select.options].some((option) => option.value === zone)) return;
  const address = new URL(location.href);
  address.searchParams.set("zone", zone);
  location.replace(address);
})();
