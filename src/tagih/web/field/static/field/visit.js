// At the door: arrive, whom you met, what came of it, pictures, promise, receipt. Saved whole or not at all.
import SignaturePad from "/static/vendor/signature/signature_pad.min.js";
import {choices, clockTime, dayOf, field, h, rupiah, say, w} from "./parts.js";
import {shrink} from "./photo.js";
import {fence, position} from "./place.js";
import {uuid7} from "./seal.js";

const TONES = {INSIDE: "ok", NEAR: "warn", OUTSIDE: "bad", UNKNOWN: "info"};

export function visitScreen(app, stop) {
  const day = app.day;
  const told = {result: "", party: "", reason: "", notes: "", promise: null, photos: [], letters: [], outside_reason: "",
    is_door: false, contact: null, cash: 0, contract: stop.contracts[0]?.no || ""};
  const state = {arrived: null, fix: null, fence: null};
  const here = (days) => dayOf(new Date(Date.now() + (day.ahead || 0) + days * 86_400_000));
  const box = h("div", {class: "stack"});
  const draw = () => box.replaceChildren(...(state.arrived ? doorForm() : [arrive()]));

  function arrive() {
    return h("section", {class: "card"}, h("h2", {}, stop.name), h("p", {}, stop.address),
      h("button", {type: "button", class: "btn main", id: "arrive", onclick: async (event) => {
        event.target.disabled = true;
        event.target.textContent = w("locating");
        state.fix = await position();
        state.arrived = new Date();
        state.fence = fence(state.fix, stop);
        draw();
      }}, w("arrive")));
  }

  function whereLine() {
    const {where, far} = state.fence;
    const text = far === null ? w("fence_UNKNOWN") : `${w(`fence_${where}`)} · ${far} m (±${Math.round(state.fix.accuracy)} m)`;
    return h("p", {class: `pill ${TONES[where]}`, id: "fence"}, text);
  }

  function doorForm() {
    const code = day.codes.RESULT.find((row) => row.code === told.result);
    const needs = new Set(code?.needs || []);
    const parts = [h("div", {class: "split"}, h("strong", {}, stop.name), h("span", {class: "quiet"}, clockTime(state.arrived)))];
    parts.push(whereLine());
    if (state.fence.where === "OUTSIDE") {
      parts.push(field(w("outside_why"), h("input", {id: "outside", value: told.outside_reason, maxlength: "200", oninput: (e) => { told.outside_reason = e.target.value; }}), w("outside_hint")));
    }
    parts.push(h("h2", {}, w("what_came")), choices(w("what_came"), day.codes.RESULT.map((row) => [row.code, row.name]), {value: told.result, onchange: (value) => { told.result = value; draw(); }}));
    if (!code) return parts;
    if (code.class !== "NC" && code.class !== "BAD") {
      parts.push(h("h2", {}, w("whom")), choices(w("whom"), day.codes.PARTY.filter((row) => row.code !== "MACHINE").map((row) => [row.code, row.name]), {value: told.party, onchange: (value) => { told.party = value; }}));
    }
    if (code.class === "RPC") parts.push(causePart(needs));
    if (code.promise) parts.push(promisePart());
    if (code.class === "RPC") parts.push(cashPart());
    parts.push(photoPart(), lettersPart(), morePart(needs));
    parts.push(h("button", {type: "button", class: "btn main", id: "save", onclick: save}, w("save")));
    return parts;
  }

  function causePart(needs) {
    const select = h("select", {id: "cause", onchange: (e) => { told.reason = e.target.value; }}, h("option", {value: ""}, "–"), day.codes.DELAY.map((row) => h("option", {value: row.code, selected: row.code === told.reason}, row.name)));
    return field(w("cause") + (needs.has("reason") ? " *" : ""), select);
  }

  function promisePart() {
    told.promise ||= {amount: Number(stop.overdue), due_on: here(3)};
    const last = here(day.limits.days);
    return h("fieldset", {class: "card"}, h("legend", {}, w("promise")),
      field(w("amount"), h("input", {id: "promise-amount", inputmode: "numeric", value: String(told.promise.amount), oninput: (e) => { told.promise.amount = Number(e.target.value.replace(/\D/g, "")); }})),
      field(w("pay_on"), h("input", {id: "promise-day", type: "date", min: here(0), max: last, value: told.promise.due_on, oninput: (e) => { told.promise.due_on = e.target.value; }})));
  }

  function cashPart() {
    if (day.cash.must_stop) return h("p", {class: "pill bad"}, w("cash_stop"));
    return h("fieldset", {class: "card"}, h("legend", {}, w("cash")),
      stop.contracts.length > 1 && field(w("contract"), h("select", {id: "contract", onchange: (e) => { told.contract = e.target.value; }}, stop.contracts.map((row) => h("option", {value: row.no}, `${row.no} · ${rupiah(row.overdue)}`)))),
      field(w("cash_amount"), h("input", {id: "cash", inputmode: "numeric", placeholder: "0", value: told.cash ? String(told.cash) : "", oninput: (e) => { told.cash = Number(e.target.value.replace(/\D/g, "")); }}), w("cash_hint")),
      signature());
  }

  function signature() {
    const canvas = h("canvas", {id: "signature", class: "sign", width: 640, height: 240});
    state.pad = new SignaturePad(canvas, {minWidth: 1.5, maxWidth: 4, backgroundColor: "#ffffff"});
    return h("div", {class: "field"}, h("span", {class: "label"}, w("signature")), canvas, h("button", {type: "button", class: "plainbtn", onclick: () => state.pad.clear()}, w("clear")));
  }

  function photoPart() {
    const input = h("input", {type: "file", accept: "image/*", capture: "environment", id: "photo", class: "sr", onchange: async () => {
      for (const file of input.files) {
        try {
          const lines = [`${new Date().toLocaleString("id-ID")} · ${stop.code}`, state.fix ? `${state.fix.lat.toFixed(6)}, ${state.fix.lon.toFixed(6)}` : w("fence_UNKNOWN")];
          told.photos.push({id: uuid7(), kind: "PHOTO", bytes: await shrink(file, lines)});
        } catch {
          say(w("photo_bad"), {tone: "bad"});
        }
      }
      draw();
    }});
    return h("div", {class: "row"}, h("label", {class: "btn", for: "photo"}, w("photo")), input, h("span", {class: "quiet", id: "photos"}, told.photos.length ? `${told.photos.length} ${w("photos")}` : w("no_photo")));
  }

  function lettersPart() {
    if (!stop.letters.length) return null;
    return h("fieldset", {class: "card"}, h("legend", {}, w("letters")), stop.letters.map((letter) => h("label", {class: "tick"}, h("input", {type: "checkbox", onchange: (e) => {
      told.letters = told.letters.filter((source) => source !== letter.source);
      if (e.target.checked) told.letters.push(letter.source);
    }}), ` ${letter.kind} · ${letter.contract_no}`)));
  }

  function morePart(needs) {
    return h("div", {class: "stack"},
      field(w("notes") + (needs.has("note") || needs.has("proof") ? " *" : ""), h("textarea", {id: "notes", rows: "2", maxlength: "2000", oninput: (e) => { told.notes = e.target.value; }}, told.notes)),
      h("details", {}, h("summary", {}, w("more")),
        field(w("new_phone"), h("input", {id: "new-phone", inputmode: "tel", oninput: (e) => { told.contact = e.target.value.trim().length > 5 ? {kind: "PHONE", value: e.target.value.trim()} : null; }})),
        state.fix && h("label", {class: "tick"}, h("input", {type: "checkbox", onchange: (e) => { told.is_door = e.target.checked; }}), ` ${w("is_door")}`)));
  }

  function missing(code) {
    const needs = new Set(code.needs);
    if (needs.has("reason") && !told.reason) return w("need_cause");
    if ((needs.has("note") || needs.has("proof")) && !told.notes.trim()) return w("need_note");
    if (code.promise && !(told.promise.amount > 0 && told.promise.due_on)) return w("need_promise");
    if (state.fence.where === "OUTSIDE" && (!told.outside_reason.trim() || !told.photos.length)) return w("need_outside");
    if (told.cash > 0 && Number(day.cash.in_hand) + told.cash > Number(day.cash.limit)) return w("cash_limit");
    if (told.cash > 0 && !day.numbers.length) return w("no_numbers");
    return "";
  }

  async function save(event) {
    const code = day.codes.RESULT.find((row) => row.code === told.result);
    const problem = missing(code);
    if (problem) return say(problem, {tone: "bad"});
    event.target.disabled = true;
    const visit = uuid7();
    const blobs = [...told.photos];
    const body = {case: stop.case, wanted: stop.wanted, point: stop.point, arrived_at: state.arrived.toISOString(), left_at: new Date().toISOString(),
      fix: state.fix, outside_reason: told.outside_reason.trim(), result: told.result, party: told.party, place: stop.place, reason: told.reason,
      notes: told.notes.trim(), promise: code.promise ? told.promise : null, blobs: blobs.map((blob) => blob.id), letters: told.letters,
      is_door: told.is_door, contact: told.contact};
    const group = `case:${stop.case}`;
    const entries = [{id: visit, kind: "VISIT", group, title: stop.name, body, blobs: body.blobs}];
    let receipt = null;
    if (told.cash > 0) {
      const number = day.numbers.shift();
      receipt = {id: uuid7(), number, amount: told.cash, name: stop.name, contract: told.contract, at: new Date().toISOString()};
      const signed = [];
      if (!state.pad.isEmpty()) {
        const bytes = new Uint8Array(await (await new Promise((resolve) => state.pad.canvas.toBlob(resolve, "image/png"))).arrayBuffer());
        signed.push({id: uuid7(), kind: "SIGNATURE", bytes});
      }
      blobs.push(...signed);
      entries.push({id: receipt.id, kind: "RECEIPT", group, title: `${stop.name} · ${rupiah(told.cash)}`, blobs: signed.map((blob) => blob.id),
        body: {case: stop.case, contract_no: told.contract, number: number.no, amount: told.cash, issued_at: receipt.at, visit, signature: signed[0]?.id || null}});
    }
    await app.saved({stop, entries, blobs, receipt});
  }

  draw();
  return box;
}
