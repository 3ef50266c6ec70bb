// Small behaviours of the frame: dialogs, menus, toasts, keys, drafts. No inline code, no framework.

const qs = (selector, root = document) => root.querySelector(selector);
const qsa = (selector, root = document) => [...root.querySelectorAll(selector)];

export function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

export function toast(text, tone = "info", seconds = 6) {
  const box = qs("#toasts");
  if (!box || !text) return;
  const item = document.createElement("div");
  item.className = `toast toast-${tone}`;
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-quiet btn-s";
  close.textContent = "×";
  close.setAttribute("aria-label", box.dataset.close);
  close.addEventListener("click", () => item.remove());
  item.append(words, close);
  box.append(item);
  if (tone !== "bad") setTimeout(() => item.remove(), seconds * 1000);
}

// Toasts that the server sends: HX-Trigger: {"toast": {"text": "...", "tone": "ok"}}
document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.tone));

// <button data-open="id"> opens a <dialog>, <button data-close> closes the one it is in.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement && event.target.dataset.light !== undefined) event.target.close();
  for (const menu of qsa("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  const copier = event.target.closest("[data-copy]");
  if (copier) navigator.clipboard?.writeText(copier.dataset.copy).then(() => toast(copier.dataset.copied, "ok", 2));
  const printer = event.target.closest("[data-print]");
  if (printer) window.print();
});

// A dialog that arrives by htmx with data-show opens at once and leaves when closed.
function openArrived(root) {
  for (const dialog of qsa("dialog[data-show]", root.parentElement ?? document)) {
    if (!dialog.open) dialog.showModal();
    dialog.addEventListener("close", () => dialog.remove(), { once: true });
  }
}
document.addEventListener("htmx:load", (event) => openArrived(event.target));
document.addEventListener("close-dialog", () => qsa("dialog[open]").forEach((dialog) => dialog.close()));

// Keys: an element with data-key="n" is pressed by that key when nobody is typing. "?" lists them.
const typing = (node) => node.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of qsa("details.menu[open]")) menu.open = false;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (event.key === "Enter" && event.target.closest?.("a, button, summary")) return; // it presses what has the focus
  const scope = qs("dialog[open]") ?? document;
  const wanted = qsa("[data-key]", scope).find((node) => node.dataset.key === event.key && !node.closest("[hidden]"));
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) {
    wanted.focus();
    wanted.select?.();
  } else wanted.click();
});

// A select or box marked data-submit sends its form when changed (filters).
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  if (event.target.matches("[data-check-all]")) {
    for (const box of qsa(`input[name="${event.target.dataset.checkAll}"]`, event.target.closest("form, table"))) {
      box.checked = event.target.checked;
    }
  }
});

// Before leaving a form marked data-guard with typed input, the browser asks.
let dirty = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-guard]")) dirty = true;
});
document.addEventListener("submit", () => {
  dirty = false;
});
window.addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});

// Every htmx request carries the newest token, so that a page survives a new sign-in.
document.addEventListener("htmx:configRequest", (event) => {
  const token = cookie("csrftoken");
  if (!token) return;
  event.detail.headers["X-CSRFToken"] = token;
  if ("csrfmiddlewaretoken" in event.detail.parameters) event.detail.parameters.csrfmiddlewaretoken = token;
});
document.addEventListener("htmx:beforeRequest", () => document.body.classList.add("is-loading"));
document.addEventListener("htmx:afterRequest", () => document.body.classList.remove("is-loading"));
// Answers that carry a form with errors are shown, not swallowed.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([400, 409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
