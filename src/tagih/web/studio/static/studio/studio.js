"use strict";
// The editor: line numbers beside the text, and a press on a fault puts the cursor where it stands.
(() => {
  const text = document.getElementById("id_text");
  const gutter = document.querySelector(".st-gutter");
  if (!text || !gutter) return;

  function number() {
    const bad = new Set([...document.querySelectorAll("#told [data-line]")].map((fault) => Number(fault.dataset.line)));
    const count = text.value.split("\n").length;
    gutter.replaceChildren(
      ...Array.from({ length: count }, (_nothing, index) => {
        const line = document.createElement("span");
        line.textContent = `${index + 1}\n`;
        if (bad.has(index + 1)) line.className = "is-bad";
        return line;
      }),
    );
    gutter.scrollTop = text.scrollTop;
  }

  function go(line, column) {
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
    const word = /^[\w.]*/.exec(text.value.slice(start))[0];
    text.focus();
    text.setSelectionRange(start, start + Math.max(word.length, 1));
    const height = text.scrollHeight / lines.length;
    text.scrollTop = Math.max(0, (line - 6) * height);
  }

  text.addEventListener("input", number);
  text.addEventListener("scroll", () => (gutter.scrollTop = text.scrollTop));
  document.addEventListener("htmx:afterSettle", number);
  document.addEventListener("click", (event) => {
    const fault = event.target.closest(".st-fault");
    if (fault) go(Number(fault.dataset.line), Number(fault.dataset.column));
  });
  number();
})();
