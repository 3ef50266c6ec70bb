// The drop zone: shows what was chosen, proposes the feed from the name, sends with progress. Without it the form works.
const zone = document.querySelector("[data-drop]");
const form = zone?.closest("form");
const input = zone?.querySelector("input[type=file]");
const FEEDS = [
  [/contact|kontak|telepon|phone/i, "contact_points"], [/instal|angsuran|schedule|jadwal/i, "instalments"],
  [/clock|pause|jeda|restruk/i, "clock_actions"], [/pay|bayar/i, "payments"], [/balance|saldo|tunggak/i, "balances"],
  [/custom|nasabah|debitur|konsumen/i, "customers"], [/contract|kontrak|loan|pinjaman/i, "contracts"],
];

function size(bytes) {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${unit}`;
}

function show() {
  const name = zone.querySelector("[data-drop-name]");
  const note = zone.querySelector("[data-drop-note]");
  const file = input.files[0];
  zone.classList.toggle("is-chosen", Boolean(file));
  name.textContent = file ? file.name : name.dataset.empty;
  note.textContent = file ? size(file.size) : note.dataset.empty;
  const feed = form.elements.feed;
  if (file && !feed.value) feed.value = FEEDS.find(([words]) => words.test(file.name))?.[1] ?? "";
}

function send(event) {
  if (!input.files.length || !form.reportValidity()) return;
  event.preventDefault();
  const bar = form.querySelector("[data-drop-progress]");
  const button = form.querySelector("button[data-sending]");
  const request = new XMLHttpRequest();
  request.open("POST", form.action || window.location.href);
  request.upload.addEventListener("progress", (moved) => { if (moved.lengthComputable) bar.value = (moved.loaded / moved.total) * 100; });
  request.addEventListener("load", () => {
    if (request.status < 400 && request.responseURL) {
      window.location.assign(request.responseURL);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const answered = page.querySelector("form[enctype]");
    if (!answered) { form.submit(); return; }
    const body = form.querySelector(".card-body");
    body.querySelectorAll(".field-error, .notice").forEach((node) => node.remove());
    answered.querySelectorAll(".card-body .field-error").forEach((node) => {
      const own = form.elements[node.id.replace(/^id_|_error$/g, "")]?.closest(".field, .drop");
      (own ?? zone).after(node);
    });
    answered.querySelectorAll(".card-body > .notice").forEach((node) => body.prepend(node));
    bar.hidden = true;
    button.disabled = false;
  });
  request.addEventListener("error", () => { bar.hidden = true; button.disabled = false; form.submit(); });
  bar.hidden = false;
  bar.value = 0;
  button.disabled = true;
  request.send(new FormData(form));
}

if (zone && input) {
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
  });
  input.addEventListener("change", show);
  form.addEventListener("submit", send);
  show();
}
