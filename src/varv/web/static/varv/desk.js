// Keys for the staff desk. Everything here can also be reached without it.
(() => {
  "use strict";
  const items = () => [...document.querySelectorAll("[data-keys]")].flatMap((list) => [
    ...(list.matches("table") ? list.querySelectorAll("tbody > tr") : list.children),
  ]);
  const target = (item) => (item.matches("a[href]") ? item : item.querySelector("a[href], summary, button"));
  const typing = (element) =>
    element.isContentEditable || (/^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && element.type !== "checkbox");

  // A page without a list may say what a key presses: <a data-key="j">.
  const press = (key) => document.querySelector(`[data-key="${key}"]`)?.click();
  const move = (by) => {
    const all = items();
    if (!all.length) return press(by > 0 ? "j" : "k");
    const at = all.findIndex((item) => item.contains(document.activeElement));
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
    all.forEach((item) => item.classList.toggle("is-at", item === all[next]));
    target(all[next])?.focus();
  };

  const tick = () => {
    const box = items().find((item) => item.contains(document.activeElement))?.querySelector("input[type=checkbox]");
    if (box) box.checked = !box.checked;
  };

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    x: tick,
    p: () => press("p"),
    s: () => press("s"),
    d: () => press("d"),
    "/": () => (document.querySelector("main :is([type=search], [data-search])") ?? document.querySelector("[type=search]"))?.focus(),
    "?": () => document.getElementById("keyboard-help")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && event.target.matches?.("[data-send]")) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
