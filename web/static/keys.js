// Keys: / search, g and a letter, j k Enter, a acknowledge, s silence, w walk-in, ? help, and a page's own: what carries data-key.
// Off while typing. What orders something or leaves the page waits until no other key follows: a scanner's does.

// Measured between the key presses themselves, so that a busy page takes nothing off it.
const GO_MS = 2500;
const QUIET_MS = 60; // longer than between two characters of a scan (desk.js), shorter than anybody notices

export function keys() {
  let go = -Infinity;
  let waiting = 0;
  const asked = /^#key-([a-z])$/.exec(location.hash);
  if (asked) own(asked[1], "a")?.(); // an address presses no button

  function soon(action) {
    if (action) waiting = setTimeout(action, QUIET_MS);
  }

  addEventListener("keydown", () => clearTimeout(waiting), true); // before a scan takes its Enter for itself
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    const key = event.key;
    if (event.timeStamp - go < GO_MS) {
      go = -Infinity;
      const page = document.querySelector(`[data-go="g ${CSS.escape(key)}"]`);
      if (page) soon(() => page.click());
      return;
    }
    const action = ACTIONS[key];
    if (key === "g") go = event.timeStamp;
    else if (action) action(event);
    else if (key in ORDERS) soon(ORDERS[key]());
    else soon(own(key));
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
};

// What each would do now; nothing where it can do nothing.
const ORDERS = {
  a: acknowledge,
  s: silence,
  w: () => canRegister() && (() => location.assign("/visits/new")),
};

// A page's own key, or the chosen row's: a link is followed, a button pressed, a form begun, a field entered.
function own(key, pressed = "a, button") {
  const row = document.activeElement?.closest("[data-row]");
  if (row?.dataset.rowKeys?.includes(key)) return () => location.assign(`${row.href}#key-${key}`);
  const named = document.querySelector(`main [data-key~="${CSS.escape(key)}"]`);
  if (!named) return null;
  if (named.matches(pressed)) return () => named.click();
  const field = named.matches("form") ? named.querySelector("input:not([type=hidden]), select, textarea, button") : named;
  return () => field.focus();
}

function act(event, action) {
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
function acknowledge() {
  const form =
    document.activeElement?.closest(".alarm")?.querySelector("form[data-acknowledge]") ??
    document.querySelector("main form[data-acknowledge]");
  return form && (() => form.requestSubmit());
}

function silence() {
  const button = document.querySelector("[data-silence]:not([hidden])");
  return button && (() => button.click());
}

function canRegister() {
  return document.querySelector('[data-go="g v"]') != null;
}
