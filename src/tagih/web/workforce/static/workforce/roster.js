// The plan by hand: drag a shift, or move with the arrow keys and press the key of a shift. Rules are asked at once.
const board = () => document.getElementById("roster-board");
const token = () => document.querySelector("#roster-token [name=csrfmiddlewaretoken]").value;
let held = null;
let asked = 0;
let focusAfter = null;

function place(cell) {
  return { person: cell.dataset.person, day: cell.dataset.day };
}

async function set(cell, shift, from) {
  const said = new URLSearchParams({ ...place(cell), shift, csrfmiddlewaretoken: token() });
  if (from && (from.person !== cell.dataset.person || from.day !== cell.dataset.day)) {
    said.set("from_person", from.person);
    said.set("from_day", from.day);
  }
  focusAfter = place(cell);
  await window.htmx.ajax("POST", board().dataset.set, {
    values: Object.fromEntries(said), target: "#roster-board", swap: "outerHTML",
  });
}

async function check(cell, shift) {
  const turn = ++asked;
  const said = new URLSearchParams({ ...place(cell), shift });
  const answer = await fetch(`${board().dataset.check}?${said}`, { headers: { "X-Tagih-Dialog": "1" } });
  if (!answer.ok || turn !== asked) return;
  const { broken } = await answer.json();
  if (broken && cell.classList.contains("is-target")) {
    cell.classList.replace("is-target", "is-refused");
    cell.title = broken;
  }
}

function clear() {
  for (const cell of document.querySelectorAll(".is-target, .is-refused")) cell.classList.remove("is-target", "is-refused");
}

document.addEventListener("dragstart", (event) => {
  const from = event.target.closest("[data-shift]");
  if (!from || !from.dataset.shift) return;
  held = { shift: from.dataset.shift, from: from.dataset.person ? place(from) : null };
  event.dataTransfer.setData("text/plain", held.shift);
});
document.addEventListener("dragover", (event) => {
  if (held && event.target.closest("button.cell")) event.preventDefault();
});
document.addEventListener("dragenter", (event) => {
  const cell = event.target.closest?.("button.cell");
  if (!held || !cell || cell.matches(".is-target, .is-refused")) return;
  clear();
  cell.classList.add("is-target");
  check(cell, held.shift);
});
document.addEventListener("dragend", () => { held = null; clear(); });
document.addEventListener("drop", (event) => {
  const cell = event.target.closest("button.cell");
  if (!held || !cell) return;
  event.preventDefault();
  set(cell, held.shift, held.from);
  held = null;
});

function neighbour(cell, key) {
  const square = cell.closest("td");
  const row = square.parentElement;
  const beside = { ArrowLeft: square.previousElementSibling, ArrowRight: square.nextElementSibling }[key];
  const other = { ArrowUp: row.previousElementSibling, ArrowDown: row.nextElementSibling }[key];
  return (beside ?? other?.children[square.cellIndex])?.querySelector("button.cell");
}

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest("button.cell");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = neighbour(cell, event.key);
  if (next) {
    event.preventDefault();
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    return;
  }
  if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    set(cell, "");
    return;
  }
  const codes = [...document.querySelectorAll(".shift-key [data-shift]")].map((one) => one.dataset.shift);
  const code = codes.find((one) => one.toLowerCase() === event.key.toLowerCase());
  if (code) {
    event.preventDefault();
    event.stopPropagation();
    set(cell, code);
  }
});

document.addEventListener("htmx:afterSwap", () => {
  if (!focusAfter) return;
  const cell = document.querySelector(`button.cell[data-person="${focusAfter.person}"][data-day="${focusAfter.day}"]`);
  focusAfter = null;
  if (cell) { cell.tabIndex = 0; cell.focus(); }
});
