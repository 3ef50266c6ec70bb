// Rupiah and day fields. The server parses the same texts; this only helps the hand.

const LOCALE = "id-ID";

function readRupiah(text) {
  const clean = text.trim().toLowerCase().replace(/^rp\.?\s*/, "");
  const short = clean.match(/^(\d+(?:[.,]\d+)?)\s*(rb|ribu|k|jt|juta)$/);
  if (short) return Math.round(Number(short[1].replace(",", ".")) * (/^(rb|ribu|k)$/.test(short[2]) ? 1e3 : 1e6));
  if (!/^\d{1,3}(\.\d{3})+$|^\d+$/.test(clean)) return null;
  return Number(clean.replaceAll(".", ""));
}

function readDay(text, today) {
  const clean = text.trim();
  let found = clean.match(/^\+(\d{1,3})$/);
  if (found) return new Date(today.getFullYear(), today.getMonth(), today.getDate() + Number(found[1]));
  found = clean.match(/^(\d{1,2})$/);
  if (found) {
    const day = Number(found[1]);
    for (let ahead = 0; ahead < 3; ahead += 1) {
      const candidate = new Date(today.getFullYear(), today.getMonth() + ahead, day);
      if (candidate >= today && candidate.getDate() === day) return candidate;
    }
    return null;
  }
  found = clean.match(/^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?$/);
  if (!found) return null;
  const year = found[3] ? Number(found[3].length === 2 ? `20${found[3]}` : found[3]) : today.getFullYear();
  const day = new Date(year, Number(found[2]) - 1, Number(found[1]));
  return day.getDate() === Number(found[1]) ? day : null;
}

const pad = (number) => String(number).padStart(2, "0");
const show = (day) => `${pad(day.getDate())}/${pad(day.getMonth() + 1)}/${day.getFullYear()}`;
const startOfDay = (input) => {
  const text = input.dataset.today;
  return text ? new Date(`${text}T00:00:00`) : new Date(new Date().setHours(0, 0, 0, 0));
};

function tidy(input) {
  if (input.matches("[data-rupiah]")) {
    const amount = readRupiah(input.value);
    if (amount !== null) input.value = amount.toLocaleString(LOCALE);
  }
  if (input.matches("[data-day]")) {
    const day = readDay(input.value, startOfDay(input));
    if (day) input.value = show(day);
  }
  const echo = document.getElementById(`${input.id}_echo`);
  if (!echo) return;
  const day = input.matches("[data-day]") ? readDay(input.value, startOfDay(input)) : null;
  echo.textContent = day
    ? day.toLocaleDateString(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", year: "numeric" })
    : "";
}

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-rupiah], [data-day]")) tidy(event.target);
});

document.addEventListener("click", (event) => {
  // <button data-fill="id_amount" data-value="500000"> writes a proposed value
  const filler = event.target.closest("[data-fill]");
  if (filler) {
    const input = document.getElementById(filler.dataset.fill);
    if (!input) return;
    input.value = filler.dataset.value;
    tidy(input);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  }
  const picker = event.target.closest("[data-pick-day]");
  if (picker) {
    const native = document.getElementById(picker.dataset.pickDay);
    native.showPicker?.();
  }
  const revealer = event.target.closest("[data-reveal]");
  if (revealer) {
    const input = document.getElementById(revealer.dataset.reveal);
    input.type = input.type === "password" ? "text" : "password";
    revealer.setAttribute("aria-pressed", String(input.type === "text"));
  }
});
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-day-native]")) return;
  const input = document.getElementById(event.target.dataset.dayNative);
  const day = new Date(`${event.target.value}T00:00:00`);
  if (!Number.isNaN(day.getTime())) input.value = show(day);
  tidy(input);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.focus();
});
