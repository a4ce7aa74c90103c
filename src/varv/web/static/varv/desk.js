// Keys for the staff desk. Everything here can also be reached without it.
(() => {
  "use strict";
  const items = () => [...document.querySelectorAll("[data-keys]")].flatMap((list) => [
    ...(list.matches("table") ? list.querySelectorAll("tbody > tr") : list.children),
  ]).filter((item) => item.checkVisibility()); // not what is folded
  const target = (item) =>
    (item.matches("a[href]") ? item : item.querySelector("a[href], summary, button") ?? item.querySelector("input"));
  const typing = (element) =>
    element.isContentEditable || (/^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && element.type !== "checkbox");

  // A page says what a key presses: <button data-key="d">; j and k only where it has no list.
  const pressed = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const press = (key) => {
    pressed(key)?.focus();
    pressed(key)?.click();
  };
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

  // The help names the keys that do something on this page: what each presses says what it does.
  const help = () => {
    const dialog = document.getElementById("keyboard-help");
    dialog?.querySelectorAll("[data-where]").forEach((line) => {
      if (!document.querySelector(line.dataset.where)) line.remove();
    });
    const list = dialog?.querySelector("[data-pressed]");
    document.querySelectorAll("[data-key]").forEach((element) => {
      if (list?.querySelector(`[data-pressed="${CSS.escape(element.dataset.key)}"]`)) return;
      const line = document.createElement("div");
      line.dataset.pressed = element.dataset.key;
      line.append(...["dt", "dd"].map((name) => document.createElement(name)));
      line.firstChild.append(document.createElement("kbd"));
      line.querySelector("kbd").textContent = element.dataset.key;
      line.lastChild.textContent = element.textContent.trim().replace(/\s+/g, " ");
      list?.insertBefore(line, list.querySelector("[data-always]"));
    });
    dialog?.showModal();
  };

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    x: tick,
    "/": () => (document.querySelector("main :is([type=search], [data-search])") ?? document.querySelector("[type=search]"))?.focus(),
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && event.target.matches?.("[data-send]")) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const act = keys[event.key] ?? (pressed(event.key) && (() => press(event.key)));
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
