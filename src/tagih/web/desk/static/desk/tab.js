// One desk, one tab: a second tab says where the case is open and offers to move it here.

const opened = Date.now();
const mine = `${opened}-${Math.random().toString(36).slice(2)}`;
let holding = false;
let channel = null;

const desk = () => document.getElementById("desk");
const panel = () => document.getElementById("other-tab");

function block(here) {
  holding = false;
  document.dispatchEvent(new Event("desk:elsewhere"));
  if (!panel()) return;
  document.getElementById("other-tab-case").textContent = here.title || panel().dataset.none;
  document.getElementById("other-tab-since").textContent = new Date(here.since).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  panel().hidden = false;
  desk().hidden = true;
  desk().inert = true;
  panel().querySelector("button")?.focus();
}

function hold() {
  holding = true;
}

export function watchTab() {
  if (!desk()?.dataset.person || !("BroadcastChannel" in window)) return;
  channel = new BroadcastChannel(`tagih-desk-${desk().dataset.person}`);
  let answered = false;
  channel.addEventListener("message", ({ data }) => {
    if (data.from === mine) return;
    if (data.say === "anyone" && holding) {
      channel.postMessage({ say: "here", from: mine, since: opened, title: desk()?.querySelector("[data-title]")?.dataset.title ?? "" });
    }
    if (data.say === "here" && !holding && !answered) {
      answered = true;
      block(data);
    }
    if (data.say === "mine" && holding) block({ title: data.title, since: data.since });
  });
  channel.postMessage({ say: "anyone", from: mine });
  setTimeout(() => { if (!answered) hold(); }, 150);
  document.getElementById("work-here")?.addEventListener("click", () => {
    channel.postMessage({ say: "mine", from: mine, since: Date.now(), title: "" });
    window.location.reload();
  });
}

// A blocked tab asks nothing of the server.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (desk()?.inert && desk().contains(event.detail.elt)) event.preventDefault();
});
