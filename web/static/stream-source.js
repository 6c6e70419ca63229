// The EventSource itself, with what is lost made known. Used by the worker, or by a page where there are no workers.

const RETRY_MS = 3000;

// `seenBefore`: the id of the newest signal that the page knew when it was made; what came since is told first.
export function connect(url, tell, seenBefore = "") {
  let source = null;
  let last = seenBefore;
  let number = null;
  let closed = false;

  function seen(event) {
    const data = JSON.parse(event.data);
    const at = Date.now();
    if (event.lastEventId) last = event.lastEventId;
    if (event.type === "beat") {
      if (number !== null && data.number !== number) tell({ event: "missed", data: {}, at });
      number = data.number;
    } else if (event.type === "missed") {
      number = numberOf(event.lastEventId);
    } else if (event.type === "hint") {
      const next = numberOf(event.lastEventId);
      if (number !== null && next > number + 1) tell({ event: "missed", data: {}, at });
      if (number === null || next > number) number = next;
    }
    tell({ event: event.type, data, at });
    if (event.type === "ended") stop();
  }

  function open() {
    source = new EventSource(last ? `${url}?after=${encodeURIComponent(last)}` : url);
    for (const type of ["hint", "missed", "beat", "ended"]) source.addEventListener(type, seen);
    source.onerror = () => {
      tell({ event: "error", data: {}, at: Date.now() });
      // A refusal (session over, server restarting behind a proxy) closes for good: ask the page's own way why.
      if (source.readyState === EventSource.CLOSED && !closed) setTimeout(again, RETRY_MS);
    };
  }

  async function again() {
    if (closed) return;
    try {
      const answer = await fetch(url, { method: "HEAD", redirect: "manual" });
      if (answer.status === 401) {
        tell({ event: "ended", data: {}, at: Date.now() });
        stop();
        return;
      }
    } catch {
      // the server is away: opening again will say so too
    }
    if (!closed) open();
  }

  function stop() {
    closed = true;
    source?.close();
  }

  open();
  return { close: stop, last: () => last };
}

// Whether a page that knows `seen` lacks something of `last`; ids of another start of the server cannot be compared.
export function isOlder(seen, last) {
  const start = (id) => id.slice(0, id.lastIndexOf("-"));
  return start(seen) !== start(last) || numberOf(seen) < numberOf(last);
}

function numberOf(id) {
  return Number(id.slice(id.lastIndexOf("-") + 1));
}
