// One stream for all tabs of a browser: HTTP/1.1 has six connections a host, and a control room many tabs.
// Runs as a SharedWorker. Tabs say "hello", and are told every message as it comes.

import { connect, isOlder } from "./stream-source.js";

const ports = new Set();
let source = null;
let newest = null;

function tell(message) {
  if (message.event === "beat") newest = message;
  for (const port of ports) port.postMessage(message);
  if (message.event === "ended") source = null;
}

self.onconnect = (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => {
    if (data.say === "hello") {
      ports.add(port);
      if (!source) {
        source = connect(data.url, tell, data.seen);
        return;
      }
      if (newest) port.postMessage({ ...newest, again: true });
      // Told to the other tabs while this page was made or on its way: it never heard of it.
      if (isOlder(data.seen, source.last())) port.postMessage({ event: "missed", data: {}, at: Date.now() });
    } else if (data.say === "bye") {
      ports.delete(port);
      if (!ports.size && source) {
        source.close();
        source = null;
        newest = null;
      }
    }
  };
  port.start();
};
