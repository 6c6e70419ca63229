// The page's own behaviour: live parts, ages, keys. Everything works without it but the liveness.

import { live } from "./live.js";
import { ages } from "./ages.js";
import { keys } from "./keys.js";
import { sound } from "./sound.js";

const clock = ages(document.body.dataset);
live(document.body.dataset, clock);
keys();
sound();

// A card that was held to the desk's reader, into the field that asks for it.
document.addEventListener("click", (event) => {
  const offer = event.target.closest("[data-fill]");
  if (offer) {
    const field = document.querySelector(offer.dataset.fill);
    field.value = offer.dataset.value;
    field.focus();
  }
});

// The operator's menu closes by Escape and by a click beside it.
const menu = document.querySelector(".me");
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
