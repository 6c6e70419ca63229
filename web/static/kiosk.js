// The kiosk wipes itself: after the page's idle time it goes to the start, which forgets the visitor on the server too.
// Twenty seconds before, it asks; touches and keys before that say that somebody is there.

const { home, stay, idleS } = document.body.dataset;
const IDLE_MS = Number(idleS) * 1000;
const WARN_MS = 20_000;
const TELL_MS = 15_000;
const still = document.getElementById("still");
let touched = performance.now();
let told = touched;

if (IDLE_MS) {
  setInterval(look, 500);
  for (const kind of ["pointerdown", "keydown", "pointermove", "scroll"]) {
    document.addEventListener(kind, () => still.open || touch(), { capture: true, passive: true });
  }
  still.addEventListener("close", touch); // while it asks, its own button answers: nothing below it is pressed unseen
}
// A page from the browser's memory is somebody else's: go to the start.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.replace(home);
});

function look() {
  const idle = performance.now() - touched;
  if (idle >= IDLE_MS) location.replace(home);
  else if (IDLE_MS > 2 * WARN_MS && idle >= IDLE_MS - WARN_MS && !still.open) still.showModal();
}

function touch() {
  touched = performance.now();
  if (touched - told < TELL_MS) return;
  told = touched;
  const token = document.querySelector("input[name=csrf_token]").value;
  fetch(stay, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {}); // its own clock wipes it then
}
