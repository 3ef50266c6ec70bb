// The guided tour of a demonstration: rings what is to be pressed, and looks again when something was done.
const FOLDED = "tagih.tour.folded";
const box = () => document.getElementById("tour-step");
let timer = null;

function ring() {
  for (const node of document.querySelectorAll(".tour-here")) node.classList.remove("tour-here");
  const wanted = box()?.dataset.target;
  const node = wanted && [...document.querySelectorAll(wanted)].find((found) => found.checkVisibility());
  node?.classList.add("tour-here");
}

function fold() {
  if (sessionStorage.getItem(FOLDED) && box()) box().open = false;
}

document.addEventListener("toggle", (event) => {
  if (event.target !== box()) return;
  if (event.target.open) sessionStorage.removeItem(FOLDED);
  else sessionStorage.setItem(FOLDED, "1");
}, true);
document.addEventListener("htmx:load", () => {
  fold();
  ring();
});
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.triggeringEvent?.type === "tour-look") event.detail.headers["X-Tagih-Live"] = "1"; // nobody's hand
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.requestConfig.verb === "get" || event.detail.elt.closest("#tour")) return;
  clearTimeout(timer);
  timer = setTimeout(() => box() && window.htmx.trigger(box(), "tour-look"), 250);
});
fold();
ring();
