// <time data-since="2026-11-21T03:00:00Z"> counts minutes and seconds, hours from an hour on;
// <time data-clock="Asia/Makassar"> shows the time there.
let running = null;
const told = Number(document.documentElement.dataset.now ?? 0);
const ahead = told ? told - Date.now() : 0; // the clock of a demonstration differs from the browser's
const now = () => Date.now() + ahead;

const pad = (number) => String(number).padStart(2, "0");

function draw() {
  for (const node of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((now() - new Date(node.dataset.since)) / 1000));
    const hours = Math.floor(seconds / 3600);
    const rest = `${pad(Math.floor((seconds % 3600) / 60))}:${pad(seconds % 60)}`;
    node.textContent = hours ? `${hours}:${rest}` : rest;
  }
  for (const node of document.querySelectorAll("[data-clock]")) { // the time where the customer lives
    node.textContent = new Date(now()).toLocaleTimeString("id-ID", { timeZone: node.dataset.clock, hour: "2-digit", minute: "2-digit" });
  }
}

export function startTimers() {
  draw();
  running ??= setInterval(draw, 1000);
}
