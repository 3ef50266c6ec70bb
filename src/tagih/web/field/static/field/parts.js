// Small parts that every screen is made of.
export const words = JSON.parse(document.getElementById("words").textContent);
export const w = (name) => words[name] || name;

export function h(tag, given = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const rupiah = (amount) => `Rp${Number(amount).toLocaleString("id-ID")}`;
export const clockTime = (iso) => (iso ? new Date(iso).toLocaleTimeString("id-ID", {hour: "2-digit", minute: "2-digit"}) : "");
export const dayOf = (date = new Date()) => new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

export function say(text, {tone = "", action = "", act = null} = {}) {
  const toast = document.getElementById("toast");
  toast.replaceChildren(h("span", {}, text));
  toast.className = `toast ${tone}`;
  if (action) {
    toast.append(h("button", {type: "button", class: "plainbtn", onclick: () => { toast.hidden = true; act(); }}, action));
  }
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, action ? 15_000 : 5000);
}

// A QR code from `size:hex`, its dots row by row.
export function dots(told) {
  const [size, hex] = told.split(":");
  const n = Number(size);
  const bits = [...hex].map((digit) => parseInt(digit, 16).toString(2).padStart(4, "0")).join("");
  let path = "";
  for (let place = 0; place < n * n; place += 1) {
    if (bits[place] === "1") path += `M${(place % n) + 2} ${Math.floor(place / n) + 2}h1v1h-1z`;
  }
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", `0 0 ${n + 4} ${n + 4}`);
  svg.setAttribute("class", "qr");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", w("qr"));
  const drawn = document.createElementNS(ns, "path");
  drawn.setAttribute("d", path);
  svg.append(drawn);
  return svg;
}

export function field(label, control, hint = "") {
  const id = control.id || `f-${Math.random().toString(36).slice(2)}`;
  control.id = id;
  return h("div", {class: "field"}, h("label", {for: id}, label), control, hint && h("p", {class: "hint"}, hint));
}

export function choices(name, rows, {value = "", onchange = () => {}} = {}) {
  return h("div", {class: "choices", role: "radiogroup", "aria-label": name}, rows.map(([code, text]) => {
    const input = h("input", {type: "radio", name, value: code, onchange: () => onchange(code)});
    input.checked = code === value;
    return h("label", {class: "choice"}, input, h("span", {}, text));
  }));
}
