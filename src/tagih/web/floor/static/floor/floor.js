// Times on the board count on between two refreshes.
const pad = (number) => String(number).padStart(2, "0");

function draw() {
  for (const node of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - new Date(node.dataset.since)) / 1000));
    const hours = Math.floor(seconds / 3600);
    const rest = `${pad(Math.floor((seconds % 3600) / 60))}:${pad(seconds % 60)}`;
    node.textContent = hours ? `${hours}:${rest}` : rest;
  }
}
document.addEventListener("htmx:load", draw);
setInterval(draw, 1000);
draw();
