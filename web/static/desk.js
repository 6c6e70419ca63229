// The desk: a camera, a signature, and scans that come as typing. Without it every form still works by hand.

camera(document.querySelector("[data-camera]"));
signature(document.querySelector("[data-signature]"));
scans();
enterGoesOn(document.querySelector("form[data-enter-goes-on]"));

function camera(form) {
  if (!form) return;
  const video = form.querySelector("video");
  const canvas = form.querySelector("canvas");
  const start = form.querySelector("[data-camera-start]");
  const take = form.querySelector("[data-camera-take]");
  const denied = form.querySelector("[data-camera-denied]");
  const file = form.querySelector("input[type=file]");

  start.addEventListener("click", async () => {
    denied.hidden = true;
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
    } catch {
      denied.hidden = false;
      file.focus();
      return;
    }
    video.hidden = false;
    await video.play();
    take.hidden = false;
    start.hidden = true;
    take.focus();
  });

  take.addEventListener("click", () => {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob((blob) => {
      put(file, blob);
      for (const track of video.srcObject.getTracks()) track.stop();
      if (take.dataset.cameraTake === "keep") kept();
      else form.requestSubmit();
    }, "image/jpeg", 0.85);
  });

  // On a form with other fields the photo waits for them.
  function kept() {
    take.hidden = true;
    start.hidden = false;
    form.querySelector("[data-camera-taken]").hidden = false;
    start.focus();
  }
}

// A phone's picture has megabytes; the desk keeps what a face or a serial plate needs.
document.addEventListener("change", async (event) => {
  const file = event.target;
  const LARGEST_BYTES = 180_000;
  const LONGEST_SIDE = 1280;
  if (!file.matches?.("input[type=file][data-shrink]") || !(file.files[0]?.size > LARGEST_BYTES)) return;
  const picture = await createImageBitmap(file.files[0]).catch(() => null);
  if (!picture) return; // the server says what is wrong with it
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = picture.width * scale;
  canvas.height = picture.height * scale;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => put(file, blob), "image/jpeg", 0.75);
});

function put(file, blob) {
  const list = new DataTransfer();
  list.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
  file.files = list.files;
}

function signature(form) {
  if (!form) return;
  const pad = form.querySelector("canvas");
  const field = form.querySelector("[data-drawing]");
  const pen = pad.getContext("2d");
  let drawn = false;
  pen.lineWidth = 2.5;
  pen.lineCap = pen.lineJoin = "round";
  wipe();

  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  pad.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    pen.lineTo(...at(event));
    pen.stroke();
    drawn = true;
  });
  form.querySelector("[data-clear]").addEventListener("click", wipe);
  form.addEventListener("submit", () => {
    field.value = drawn ? pad.toDataURL("image/png") : "";
  });

  function wipe() {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, pad.width, pad.height);
    drawn = false;
  }

  function at(event) {
    const box = pad.getBoundingClientRect();
    return [((event.clientX - box.left) * pad.width) / box.width, ((event.clientY - box.top) * pad.height) / box.height];
  }
}

// Enter goes on to the next question that is open ([data-ask]), and sends the form after the last. In a box it says yes.
// In the empty field of the badge it takes the one that was held to the desk's reader. The form says so beside itself.
function enterGoesOn(form) {
  form?.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !at.matches("input")) return;
    if (at.matches("[type=checkbox][data-ask], [type=radio]")) at.checked = true;
    if (at.id === "card" && !at.value) at.value = form.querySelector("[data-fill]")?.dataset.value ?? "";
    const asked = [...form.querySelectorAll("[data-ask]")];
    const open = asked.filter((field) => isOpen(form, field));
    const later = open.find((field) => at.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING);
    const next = later ?? open[0];
    event.preventDefault();
    if (next) next.focus();
    else form.requestSubmit(form.querySelector("[data-send]"));
  });
}

function isOpen(form, field) {
  if (field.type === "checkbox") return !field.checked;
  if (field.type === "radio") return !form.querySelector(`input[name="${CSS.escape(field.name)}"]:checked`);
  if (field.dataset.ask && form.querySelector(`input[name="${CSS.escape(field.dataset.ask)}"]:checked`)) return false;
  return !field.value.trim();
}

// A wedge scanner types faster than anybody: at least SHORTEST characters, none later than GAP_MS after the one before,
// then Enter. What follows an Enter at once belongs to the same scan: a machine readable zone has two or three lines.
// The keys' codes are read, not the characters, so that an input method between them changes nothing.
function scans() {
  const form = document.getElementById("scan");
  if (!form) return;
  const GAP_MS = 40;
  const SHORTEST = 8;
  const WAIT_MS = 150;
  let text = "";
  let before = -Infinity;
  let field = null;
  let value = "";
  let timer = 0;

  document.addEventListener("keydown", (event) => {
    const late = event.timeStamp - before > (timer ? WAIT_MS : GAP_MS);
    if (event.key === "Enter" && text.length >= SHORTEST && !late) {
      event.preventDefault();
      event.stopPropagation();
      if (field) field.value = value;
      before = event.timeStamp;
      clearTimeout(timer);
      timer = setTimeout(send, WAIT_MS);
      return;
    }
    const character = typed(event);
    if (!character) return;
    if (late) {
      text = "";
      field = event.target.matches?.("input, textarea") ? event.target : null;
      value = field ? field.value : "";
    }
    text += character;
    before = event.timeStamp;
  }, true);

  function send() {
    timer = 0;
    const document_ = /</.test(text) && document.querySelector("textarea[data-walk-in-document]");
    if (document_) {
      document_.value = text;
      document_.form.requestSubmit(document_.form.elements.fill);
      text = "";
      return;
    }
    form.elements.text.value = text;
    text = "";
    form.requestSubmit();
  }
}

function typed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return "";
  const { code, shiftKey } = event;
  if (/^Key[A-Z]$/.test(code)) return code.slice(3);
  if (/^(Digit|Numpad)[0-9]$/.test(code) && !shiftKey) return code.slice(-1);
  if (code === "Comma" && shiftKey) return "<";
  if (code === "Minus" && !shiftKey) return "-";
  if (code === "Semicolon" && shiftKey) return ":";
  return "";
}
