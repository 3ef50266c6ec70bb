// <div data-live="case:42" hx-get="/fragment/"> fetches its fragment again when case:42 changes.
// The server sends topic names only; what the person may see is decided by the fragment's own address.
import { away } from "./session.js";

const URL_LIVE = document.documentElement.dataset.live;
let source = null;
let subscribed = "";
let pause = 1;
let timer = null;

const topics = () => [...new Set([...document.querySelectorAll("[data-live]")].flatMap((node) => node.dataset.live.split(/\s+/)))].filter(Boolean).sort();

function refresh(topic) {
  for (const node of document.querySelectorAll("[data-live]")) {
    if (!node.dataset.live.split(/\s+/).includes(topic)) continue;
    if (node.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) {
      node.dataset.stale = "1"; // nobody loses what is being typed
      continue;
    }
    window.htmx.trigger(node, "live");
  }
}

function connect() {
  const wanted = topics().join(",");
  if (!URL_LIVE || wanted === subscribed) return;
  source?.close();
  subscribed = wanted;
  if (!wanted) return;
  source = new EventSource(`${URL_LIVE}?topics=${encodeURIComponent(wanted)}`);
  source.addEventListener("topic", (event) => refresh(event.data));
  source.addEventListener("hello", () => {
    if (pause > 1) topics().forEach(refresh); // what happened while away
    pause = 1;
  });
  source.onerror = () => {
    source.close();
    subscribed = "";
    clearTimeout(timer);
    pause = Math.min(pause * 2, 30);
    timer = setTimeout(connect, pause * 1000 * (0.7 + Math.random() * 0.6));
    if (pause >= 8) away();
  };
}

document.addEventListener("htmx:load", connect);
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.triggeringEvent?.type === "live") event.detail.headers["X-Tagih-Live"] = "1"; // nobody's hand
});
document.addEventListener("tagih:back", () => { subscribed = ""; connect(); });
document.addEventListener("focusout", (event) => {
  const node = event.target.closest?.("[data-stale]");
  if (node) setTimeout(() => {
    if (!node.contains(document.activeElement)) {
      delete node.dataset.stale;
      window.htmx.trigger(node, "live");
    }
  });
});
window.addEventListener("pagehide", () => source?.close());
window.addEventListener("pageshow", (event) => { if (event.persisted) { subscribed = ""; connect(); } });
connect();
