// The desk: one command line for eight hours. Letters are result codes, digits call, signs open things.
import { watchTab } from "./tab.js";
import { keepDraft, restoreDraft, dropDraft, dropDraftsOfOthers } from "./draft.js";
import { beat } from "./lease.js";
import { startTimers } from "../ui/timer.js";
import { uuid7 } from "./uuid7.js";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const form = () => one("#result-form");
const line = () => one("#command");
const buttons = () => all("#codes [data-code]");

// --- choosing a result -----------------------------------------------------------------------------------------

function parts(button) {
  const needs = new Set((button?.dataset.needs ?? "").split(" ").filter(Boolean));
  if (button?.dataset.promise !== undefined) needs.add("promise");
  const offered = new Set(needs);
  if (button?.dataset.class === "RPC") offered.add("reason");
  return { needs, offered };
}

function showParts(button) {
  const { needs, offered } = parts(button);
  for (const part of all("[data-part]", form())) {
    const shown = offered.has(part.dataset.part);
    part.hidden = !shown;
    part.disabled = !shown;
    for (const field of all("[data-main]", part)) field.required = needs.has(part.dataset.part);
  }
  for (const note of all("[data-note]", form())) note.required = needs.has("note");
}

function presetParty(button) {
  const party = one("[name=party]", form());
  if (!party || party.dataset.touched) return;
  const point = one("#call [data-party]");
  const byClass = { NC: "NOBODY", BAD: button?.dataset.wrong !== undefined ? "UNKNOWN" : "NOBODY" }[button?.dataset.class];
  const wanted = byClass ?? (button?.dataset.class === "RPC" ? "CONSUMER" : point?.dataset.party ?? "FAMILY");
  const other = wanted === "CONSUMER" && button?.dataset.class === "TPC" ? "FAMILY" : wanted;
  if ([...party.options].some((option) => option.value === other)) party.value = other;
}

function choose(button, { move = true } = {}) {
  const chosen = one("[name=result]", form());
  chosen.value = button?.dataset.code ?? "";
  for (const other of buttons()) other.setAttribute("aria-pressed", String(other === button));
  if (button) line().value = button.dataset.short;
  one("#chosen").textContent = button?.dataset.name ?? "";
  form().dataset.chosen = button ? "1" : "";
  showParts(button);
  presetParty(button);
  if (button) keepDraft(form());
  if (button && move) {
    const next = firstMissing();
    const first = one("[data-part]:not([hidden]) [data-main]", form());
    const target = parts(button).needs.size ? (first ?? next) : null;
    if (target) {
      target.focus();
      target.select?.();
    }
  }
}

function filter(text) {
  const typed = text.trim().toUpperCase();
  let exact = null;
  const open = [];
  for (const button of buttons()) {
    const short = button.dataset.short.toUpperCase();
    const named = typed.length >= 3 && button.dataset.name.toUpperCase().includes(typed);
    const fits = !typed || short.startsWith(typed) || named;
    button.closest("li").classList.toggle("is-dim", !fits);
    if (fits) open.push(button);
    if (short === typed) exact = button;
  }
  return { exact, open };
}

function firstMissing() {
  return all("input, select, textarea", form()).find(
    (field) => !field.disabled && !field.closest("[hidden]") && field.required && !field.value.trim(),
  );
}

function advance() {
  if (!one("[name=result]", form()).value) {
    line().focus();
    line().setAttribute("aria-invalid", "true");
    return;
  }
  const missing = firstMissing();
  if (missing) {
    missing.focus();
    missing.select?.();
  } else form().requestSubmit(one("[data-save]", form()));
}

// --- the command line ------------------------------------------------------------------------------------------

document.addEventListener("input", (event) => {
  if (event.target.id === "command") {
    event.target.removeAttribute("aria-invalid");
    const { exact, open } = filter(event.target.value);
    const longer = exact && open.some((button) => button !== exact && button.dataset.short.toUpperCase().startsWith(exact.dataset.short.toUpperCase()));
    if (exact && !longer) choose(exact);
    else if (one("[name=result]", form()).value) {
      const typed = event.target.value;
      choose(null);
      event.target.value = typed;
    }
  }
  if (event.target.form === form() && event.target.id !== "command") {
    if (event.target.name === "party") event.target.dataset.touched = "1";
    keepDraft(form());
  }
});
document.addEventListener("change", (event) => {
  if (event.target.form && event.target.form === form()) keepDraft(form());
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("#codes [data-code]");
  if (button) {
    choose(button);
    if (!parts(button).needs.size) line().focus();
  }
  const proposal = event.target.closest("[data-values]");
  if (proposal) write(proposal);
});

function write(proposal) {
  const values = JSON.parse(proposal.dataset.values);
  let last = null;
  for (const [name, value] of Object.entries(values)) {
    const field = one(`[name="${name}"]`, proposal.closest("form"));
    if (!field) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    last = field;
  }
  last?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter" && form()?.contains(event.target)) {
    event.preventDefault();
    advance();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.id === "command") commandKey(event);
  else if (form()?.contains(event.target)) fieldKey(event);
  else if (line() && !one("dialog[open]") && !event.target.matches("input, select, textarea, [contenteditable]")) {
    // Whoever types faster than the page, or has clicked somewhere, still types codes: the letter goes to the line.
    if (event.key === "Escape" || /^[a-z]$/i.test(event.key)) line().focus({ preventScroll: true });
  }
});

function commandKey(event) {
  const field = event.target;
  if (event.key === "Enter") {
    event.preventDefault();
    const typed = field.value.trim();
    if (typed && !one("[name=result]", form()).value) {
      const { exact, open } = filter(typed);
      const button = exact ?? (open.length === 1 ? open[0] : null);
      if (button) {
        choose(button);
        return;
      }
    }
    advance();
    return;
  }
  if (event.key === "Escape") {
    field.value = "";
    filter("");
    choose(null);
    return;
  }
  if (field.value || event.key.length !== 1 || /[a-z]/i.test(event.key)) return;
  event.preventDefault(); // digits and signs belong to the page, not to the code
  const wanted = all("[data-key], [data-desk-key]").find(
    (node) => (node.dataset.key ?? node.dataset.deskKey) === event.key && !node.closest("[hidden], dialog:not([open])"),
  );
  if (!wanted) return;
  if (wanted.matches("textarea, input")) wanted.focus();
  else wanted.click();
}

function fieldKey(event) {
  const field = event.target;
  if (event.key === "Escape") {
    event.preventDefault();
    line().focus();
    return;
  }
  if (event.key === "Enter" && !field.matches("textarea, button, a, summary")) {
    event.preventDefault();
    const missing = firstMissing();
    if (missing && missing !== field) missing.focus();
    else if (field.required && !field.value.trim()) field.setAttribute("aria-invalid", "true");
    else advance();
    return;
  }
  // A letter in a field with proposals enters the proposal of that key; digits are typed as they are.
  const row = field.dataset.proposals && document.getElementById(field.dataset.proposals);
  const untouched = !field.value || (field.selectionStart === 0 && field.selectionEnd === field.value.length);
  if (!row || event.key.length !== 1 || !untouched) return;
  const proposal = all("[data-values]", row).find((button) => button.dataset.hot === event.key.toLowerCase());
  if (!proposal) return;
  event.preventDefault();
  write(proposal);
  field.focus();
  field.select();
}

// --- life of a case on the page --------------------------------------------------------------------------------

function enter() {
  const here = form();
  if (!here || here.dataset.entered) return;
  here.dataset.entered = "1";
  const id = one("[name=activity_id]", here);
  if (!id.value) id.value = uuid7();
  const kept = here.dataset.echo === undefined && restoreDraft(here);
  const result = one("[name=result]", here).value;
  const button = result ? buttons().find((candidate) => candidate.dataset.code === result) : null;
  choose(button, { move: false });
  if (kept) one("#draft-kept")?.removeAttribute("hidden");
  const wrong = one("[aria-invalid=true]", here);
  if (wrong) wrong.focus();
  else if (!one("dialog[open]") && window.matchMedia("(pointer: fine)").matches) line().focus({ preventScroll: true });
}

document.addEventListener("htmx:load", () => {
  enter();
  startTimers();
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "call") {
    const button = buttons().find((candidate) => candidate.getAttribute("aria-pressed") === "true");
    presetParty(button);
    line()?.focus({ preventScroll: true });
  }
  if (event.detail.target.id === "numbers") (one("#numbers [aria-invalid], #numbers [data-code-entry]") ?? line())?.focus({ preventScroll: true });
  if (event.detail.target.id === "desk") window.scrollTo({ top: 0 });
});
document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches?.(".desk-new") && event.target.open) one("input[name=value]", event.target).focus();
  },
  true,
);
document.addEventListener("desk:saved", (event) => dropDraft(event.detail.case));
document.addEventListener("desk:reveal", (event) => {
  if (event.detail.href && event.detail.dial) window.location.href = event.detail.href;
});

dropDraftsOfOthers();
enter();
startTimers();
beat();
watchTab();
