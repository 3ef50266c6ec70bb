// What is typed for a case stays in this tab until the server has it: a reload, a lost session or a lost server
// changes nothing. Kept by person and case; another person on the same desk never sees it.

const DAY = 24 * 3600 * 1000;
const desk = () => document.getElementById("desk");
const name = (code) => `tagih.draft.${desk()?.dataset.person}.${code}`;
const kept = (field) => field.name && !["csrfmiddlewaretoken", "attempt", "contact_point"].includes(field.name) && field.type !== "file";

// A shared desk: what another person left in this tab is thrown away.
export function dropDraftsOfOthers() {
  const mine = name("");
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith("tagih.draft.") && !key.startsWith(mine)) sessionStorage.removeItem(key);
  }
}

export function keepDraft(form) {
  const values = {};
  for (const field of form.elements) if (kept(field)) values[field.name] = field.value;
  try {
    sessionStorage.setItem(name(form.dataset.case), JSON.stringify({ at: Date.now(), values }));
  } catch {
    // storage full or forbidden: the page itself still holds the input
  }
}

export function restoreDraft(form) {
  let draft = null;
  try {
    draft = JSON.parse(sessionStorage.getItem(name(form.dataset.case)) ?? "null");
  } catch {
    return false;
  }
  if (!draft || Date.now() - draft.at > DAY) return false;
  for (const field of form.elements) {
    if (!kept(field) || !(field.name in draft.values)) continue;
    field.value = draft.values[field.name];
    if (field.name === "party" && field.value) field.dataset.touched = "1";
    if (field.value && field.closest("details")) field.closest("details").open = true;
  }
  return Boolean(draft.values.result || draft.values.notes);
}

export function dropDraft(code) {
  sessionStorage.removeItem(name(code));
}
