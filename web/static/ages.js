// The site's clock and the age of everything shown, every second, as the server writes them.

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

export function ages(page) {
  const language = document.documentElement.lang;
  const formats = Object.fromEntries(
    UNITS.map(([unit]) => [unit, new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" })]),
  );
  const face = document.getElementById("clock");
  const hands = new Intl.DateTimeFormat("en-GB", {
    timeZone: page.zone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  let ahead = Date.parse(page.now) - Date.now();

  function text(seconds) {
    const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? UNITS.at(-1);
    return formats[unit].format(Math.floor(seconds / size));
  }

  function tick() {
    const now = Date.now() + ahead;
    if (face) put(face, hands.format(now));
    for (const each of document.querySelectorAll("time[data-since]")) {
      put(each, text(Math.max(0, Math.floor((now - Date.parse(each.dataset.since)) / 1000))));
    }
  }

  setInterval(tick, 1000);
  tick();
  return {
    text,
    // What the server says the time is: a simulated site's clock may jump.
    set(now, at) {
      ahead = Date.parse(now) - at;
    },
  };
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
