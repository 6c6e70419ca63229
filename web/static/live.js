// Keeps a page live: listens to the stream, has the parts that changed fetched again, and says how fresh it all is.
// Rows never move under the cursor: a part with data-hold waits while it is pointed at, or while somebody is in it.

import { connect } from "./stream-source.js";

const TOGETHER_MS = 120;
const AGAIN_MS = 3000;
const LATE_MS = 7000;
const DOWN_MS = 15000;

export function live(page, clock) {
  const sign = document.getElementById("stream");
  if (!page.stream || !sign) return;
  const due = new Map();
  let timer = null;
  let heard = Date.now();
  let connected = false;

  // ── parts of the page ──────────────────────────────────────────────────────

  function ask(regions) {
    for (const region of regions) {
      for (const part of document.querySelectorAll(`[data-region~="${region}"]`)) due.set(part, (due.get(part) ?? 0) + 1);
    }
    timer ??= setTimeout(flush, TOGETHER_MS);
  }

  function flush() {
    timer = null;
    for (const [part, count] of due) {
      if (isHeld(part)) wait(part, count);
      else fetchAgain(part);
    }
    due.clear();
  }

  function fetchAgain(part) {
    part.dataset.waiting = "0";
    button(part)?.setAttribute("hidden", "");
    htmx.trigger(part, "gate:refresh");
  }

  function isHeld(part) {
    if (!("hold" in part.dataset)) return false;
    const typing = part.contains(document.activeElement) && document.activeElement !== part;
    return part.matches(":hover") || typing || part.scrollTop > 0;
  }

  function wait(part, count) {
    const waiting = Number(part.dataset.waiting ?? 0) + count;
    part.dataset.waiting = waiting;
    const shown = button(part);
    if (!shown) return;
    if (shown.dataset.many) shown.textContent = waiting === 1 ? shown.dataset.one : shown.dataset.many.replace("{n}", waiting);
    shown.hidden = false;
  }

  function button(part) {
    return document.querySelector(`[data-release-for="${part.id}"]`) ?? part.querySelector("[data-release]");
  }

  function release(part) {
    if (Number(part.dataset.waiting ?? 0) > 0) {
      part.scrollTop = 0;
      fetchAgain(part);
    }
  }

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-release], [data-release-for]");
    if (!pressed) return;
    release(document.getElementById(pressed.dataset.releaseFor) ?? pressed.closest("[data-hold]"));
  });
  for (const part of document.querySelectorAll("[data-hold]")) {
    const letGo = () => setTimeout(() => isHeld(part) || release(part), 0);
    part.addEventListener("pointerleave", letGo);
    part.addEventListener("focusout", letGo);
  }

  // A part that could not be fetched says so, and is fetched again until it can be.
  const stale = new Set();

  function failed(event) {
    const part = event.target.closest?.("[data-region]");
    if (!part) return;
    stale.add(part);
    notice();
    setTimeout(() => part.isConnected && fetchAgain(part), AGAIN_MS);
  }

  function renewed(event) {
    const part = event.target.closest?.("[data-region]");
    if (part && event.detail.ctx?.response?.status < 400 && stale.delete(part)) notice();
  }

  function notice() {
    document.getElementById("parts-stale").hidden = stale.size === 0;
  }

  document.addEventListener("htmx:error", failed);
  document.addEventListener("htmx:response:error", failed);
  document.addEventListener("htmx:after:swap", renewed);

  // ── the stream ─────────────────────────────────────────────────────────────

  function told({ event, data, at, again }) {
    if (event !== "error") {
      heard = Math.max(heard, at);
      connected = true;
    }
    if (event === "hint") ask(data.regions);
    else if (event === "missed") everything();
    else if (event === "ended") location.assign(`${page.login}?next=${encodeURIComponent(location.pathname + location.search)}`);
    else if (event === "beat") {
      clock.set(data.now, at);
      document.getElementById("engine-down").hidden = data.bus && data.engine === true;
      document.getElementById("not-recorded").hidden = data.recorded;
      if (!again) show();
    }
    show();
  }

  function everything() {
    for (const part of document.querySelectorAll("[data-region]")) due.set(part, 1);
    timer ??= setTimeout(flush, TOGETHER_MS);
  }

  function show() {
    const silent = Date.now() - heard;
    const state = silent >= DOWN_MS ? "down" : silent >= LATE_MS ? "late" : connected ? "live" : "connecting";
    const age = clock.text(Math.floor(silent / 1000));
    const text = state === "late" ? `${sign.dataset.late} ${age}` : sign.dataset[state];
    const said = sign.querySelector(".stream-text");
    if (said.textContent !== text) said.textContent = text;
    if (sign.dataset.state === "down" && state === "live") everything();
    sign.dataset.state = state;
    document.getElementById("stream-down").hidden = state !== "down";
    if (state === "down") document.getElementById("stream-age").textContent = age;
  }

  const url = new URL(page.stream, location.href).href;
  if ("SharedWorker" in window) {
    const worker = new SharedWorker(page.worker, { type: "module", name: "gate-stream" });
    worker.port.onmessage = ({ data }) => told(data);
    worker.port.postMessage({ say: "hello", url, seen: page.seen });
    addEventListener("pagehide", () => worker.port.postMessage({ say: "bye" }));
    addEventListener("pageshow", (event) => event.persisted && worker.port.postMessage({ say: "hello", url, seen: page.seen }));
  } else {
    const source = connect(url, told, page.seen);
    addEventListener("pagehide", () => source.close());
  }
  setInterval(show, 1000);
}
