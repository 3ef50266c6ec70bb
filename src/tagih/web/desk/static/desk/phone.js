// The telephone of the desk: follows what the server says of the seat, brings the case of a call, hears the keys.
import { cookie, toast } from "../ui/ui.js";
import { Softphone, wish, wishes } from "./softphone.js";

const one = (selector, root = document) => root.querySelector(selector);
const place = one("#phone-place");
const shown = () => one("#phone");
let phone = null;
let state = "";
let line = null;
let isStarting = false;
let broughtCall = "";
let tallest = 0;

function draw() {
  const net = one("[data-net]", shown());
  if (net) {
    const words = state === "up" && line ? place.dataset[line.level] : place.dataset[state] ?? "";
    net.textContent = words;
    net.className = `small tone-${state === "lost" || state === "refused" || line?.level === "poor" ? "bad" : line?.level === "fair" ? "warn" : "ok"}`;
    net.title = line ? `${Math.round(line.share * 100)} % · ${Math.round(line.delay * 1000)} ms · ±${Math.round(line.jitter * 1000)} ms` : "";
    net.dataset.net = state;
  }
  one("[data-phone=mute]", shown())?.setAttribute("aria-pressed", String(Boolean(phone?.isMuted)));
}

async function start() {
  if (phone || isStarting || !shown().dataset.softphone || one("#desk")?.inert) return;
  isStarting = true;
  try {
    const answer = await fetch(place.dataset.account, { headers: { "X-CSRFToken": cookie("csrftoken") } });
    if (!answer.ok) return;
    phone = new Softphone({
      ...(await answer.json()),
      sound: one("#phone-sound"),
      tell(name) {
        state = name;
        if (name !== "up") line = null;
        if (name === "refused") toast(place.dataset.refused, "bad");
        draw();
      },
      quality(measured) {
        line = measured;
        draw();
      },
    });
    await phone.start();
  } finally {
    isStarting = false;
  }
}

function stop() {
  phone?.end();
  phone = null;
  state = "";
  draw();
}

// The customer's page comes with the call. What is being typed about another case is kept by its draft.
function bring() {
  const { state: seat, call, case: code } = shown().dataset;
  if (seat !== "TALKING" && seat !== "WRAP_UP") broughtCall = "";
  if (!code || !call || broughtCall === `${call} ${code}`) return;
  const open = one("#desk [data-title]")?.dataset.title ?? "";
  broughtCall = `${call} ${code}`;
  if (!open.startsWith(code)) window.htmx.ajax("GET", place.dataset.desk, { target: "#desk", swap: "innerHTML" });
}

// When the call ends the page must not jump under the hand that is about to save its result.
function keepHeight() {
  const seat = shown().dataset.state;
  if (seat !== "WRAP_UP") place.style.minHeight = "";
  if (seat === "TALKING") tallest = place.offsetHeight;
  if (seat === "WRAP_UP" && tallest) place.style.minHeight = `${tallest}px`;
}

function follow() {
  if (shown().dataset.seated) start();
  else if (phone) stop();
  if (phone && shown().dataset.state !== "TALKING" && phone.isMuted) phone.mute(false);
  keepHeight();
  bring();
  draw();
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "phone" || event.detail.elt.id === "phone") follow();
});
document.addEventListener("desk:elsewhere", stop);
addEventListener("pagehide", () => phone?.end());
addEventListener("beforeunload", (event) => {
  if (shown()?.dataset.state === "TALKING" && phone?.session) event.preventDefault();
});

// --- keys: letters and digits belong to the result, so the telephone has the function keys ---------------------------

const KEYS = { F2: "[data-phone=mute]", F4: "[data-phone=hold]", F8: "[data-phone-connect], [data-phone=done]", F9: "[data-phone=keypad]", F10: "[data-phone=hang-up]" };
document.addEventListener("keydown", (event) => {
  const dialog = one("#phone-keys[open]");
  if (dialog && /^[0-9*#]$/.test(event.key)) {
    event.preventDefault();
    press(event.key);
    return;
  }
  const wanted = KEYS[event.key] && !event.ctrlKey && !event.altKey && one(KEYS[event.key], shown());
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-phone=mute]") && phone) {
    phone.mute(!phone.isMuted);
    draw();
  }
  const key = event.target.closest("[data-tone]");
  if (key) press(key.dataset.tone);
  if (event.target.closest("[data-open=phone-devices]")) devices();
});

function press(key) {
  if (phone?.press(key)) one("#phone-pressed").textContent += key;
}
one("#phone-keys").addEventListener("close", () => { one("#phone-pressed").textContent = ""; });

// --- devices ------------------------------------------------------------------------------------------------------

async function devices() {
  const found = await navigator.mediaDevices.enumerateDevices();
  const { mic, ear, clean } = wishes();
  for (const [id, kind, chosen] of [["#phone-mic", "audioinput", mic], ["#phone-ear", "audiooutput", ear]]) {
    const list = one(id);
    list.replaceChildren(...found.filter((device) => device.kind === kind).map((device, place) =>
      new Option(device.label || `${place + 1}`, device.deviceId, false, device.deviceId === chosen)));
  }
  one("#phone-clean").checked = clean;
}
one("#phone-mic").addEventListener("change", (event) => { wish({ mic: event.target.value }); phone?.changeMicrophone(); });
one("#phone-ear").addEventListener("change", (event) => { wish({ ear: event.target.value }); phone?.choose(); });
one("#phone-clean").addEventListener("change", (event) => { wish({ clean: event.target.checked }); phone?.changeMicrophone(); });

setTimeout(follow, 300); // by then it is known whether the desk is open in another tab
