// While a case is open its lease is renewed; if it was taken back, the page says so and keeps what was typed.
import { cookie } from "../ui/ui.js";
import { lost } from "../ui/session.js";

const EVERY = 60_000;

async function tell() {
  const desk = document.getElementById("desk");
  const item = desk?.querySelector("[data-item]")?.dataset.item;
  if (!item || desk.inert) return;
  const body = new URLSearchParams({ item });
  let answer;
  try {
    answer = await fetch(desk.dataset.beat, { method: "POST", body, headers: { "X-CSRFToken": cookie("csrftoken") } });
  } catch {
    return; // the banner of the frame tells that the server is away
  }
  if (answer.status === 401 || answer.status === 423) lost(answer.status);
  const notice = document.getElementById("lease-lost");
  if (notice) notice.hidden = answer.status !== 409;
}

export function beat() {
  setInterval(tell, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tell(); });
}
