// The sound at this desk: it calls while an alarm that nobody took on is not silenced. Silencing takes nothing on: it
// is about the occurrences on the screen, and the next one calls again. One page of a browser calls for all of them.

const EVERY_MS = 2000;
const TONES = [
  [880, 0],
  [660, 0.18],
];
const LENGTH_S = 0.16;
const LOUDNESS = 0.25;
const STORE = "gate-silenced";

export function sound() {
  const rail = document.querySelector("[data-sound]");
  if (!rail) return;
  let speaker = null;
  let mine = !navigator.locks;
  navigator.locks?.request("gate-sound", () => {
    mine = true;
    return new Promise(() => {}); // until the page goes
  });

  // What is not taken on, each by its occurrence; what waits because the pointer is on the queue counts too.
  function calling() {
    const shown = [...rail.querySelectorAll("[data-occurrence]")].map((alarm) => alarm.dataset.occurrence);
    const waiting = Number(rail.querySelector("[data-hold]")?.dataset.waiting ?? 0);
    return waiting ? [...shown, `waiting ${waiting}`] : shown;
  }

  function look() {
    const quiet = silenced();
    const on = calling().some((each) => !quiet.has(each));
    rail.dataset.sound = on ? "on" : "off";
    const button = rail.querySelector("[data-silence]");
    if (button) button.hidden = !on;
  }

  function call() {
    look();
    if (rail.dataset.sound !== "on" || !mine || !navigator.userActivation?.hasBeenActive) return;
    speaker ??= new AudioContext();
    for (const [hertz, after] of TONES) tone(speaker, hertz, speaker.currentTime + after);
  }

  function silence() {
    localStorage.setItem(STORE, JSON.stringify(calling()));
    look();
  }

  rail.addEventListener("click", (event) => {
    if (event.target.closest("[data-silence]")) silence();
  });
  new MutationObserver(look).observe(rail, { childList: true, subtree: true });
  addEventListener("storage", look);
  setInterval(call, EVERY_MS);
  look();
}

function silenced() {
  try {
    return new Set(JSON.parse(localStorage.getItem(STORE) ?? "[]"));
  } catch {
    return new Set(); // something else wrote there: it calls
  }
}

function tone(speaker, hertz, at) {
  const voice = new OscillatorNode(speaker, { frequency: hertz });
  const volume = new GainNode(speaker, { gain: LOUDNESS });
  voice.connect(volume).connect(speaker.destination);
  voice.start(at);
  voice.stop(at + LENGTH_S);
}
