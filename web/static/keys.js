// Keys: / search, g and a letter, j k Enter, a acknowledge, w walk-in, ? help. Off while typing.

// Measured between the key presses themselves, so that a busy page takes nothing off it.
const GO_MS = 2500;

export function keys() {
  let go = -Infinity;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    const key = event.key;
    if (event.timeStamp - go < GO_MS) {
      go = -Infinity;
      const page = document.querySelector(`[data-go="g ${CSS.escape(key)}"]`);
      if (page) act(event, () => page.click());
      return;
    }
    const action = ACTIONS[key];
    if (key === "g") go = event.timeStamp;
    else if (action) action(event);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) act(event, help);
  });
}

const ACTIONS = {
  "/": (event) => act(event, () => document.getElementById("find")?.focus()),
  "?": (event) => act(event, help),
  j: (event) => act(event, () => step(1)),
  k: (event) => act(event, () => step(-1)),
  a: acknowledge,
  w: (event) => act(event, () => location.assign("/visits/new"), canRegister()),
};

function act(event, action, may = true) {
  if (!may) return;
  event.preventDefault();
  action();
}

function isTyping(target) {
  return target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, dialog, [contenteditable]") != null;
}

function help() {
  const dialog = document.getElementById("keys");
  if (!dialog.open) dialog.showModal();
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
  const here = rows.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + by));
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: "nearest" });
}

// The chosen alarm, or the one whose page this is: never one that nobody looked at.
function acknowledge(event) {
  const form =
    document.activeElement?.closest(".alarm")?.querySelector("form[data-acknowledge]") ??
    document.querySelector("main form[data-acknowledge]");
  act(event, () => form.requestSubmit(), form != null);
}

function canRegister() {
  return document.querySelector('[data-go="g v"]') != null;
}
