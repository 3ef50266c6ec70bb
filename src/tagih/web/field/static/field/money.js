// Cash: the receipt that is shown, what is in hand, handing it over.
import {choices, dots, field, h, rupiah, say, w} from "./parts.js";
import {shrink} from "./photo.js";
import {uuid7} from "./seal.js";

export function receiptScreen(receipt) {
  return h("section", {class: "card paper"}, h("h2", {}, w("receipt")), h("p", {class: "mono", id: "receipt-no"}, receipt.number.no),
    h("p", {class: "sum"}, rupiah(receipt.amount)), h("p", {}, receipt.name), h("p", {class: "quiet"}, `${receipt.contract} · ${new Date(receipt.at).toLocaleString("id-ID")}`),
    dots(receipt.number.qr), h("p", {class: "hint"}, w("receipt_hint")), h("a", {class: "btn main", href: "#/"}, w("done")));
}

export function cashScreen(app) {
  const {cash, taken} = app.day;
  const told = {amount: 0, channel: "CASHIER", reference: "", slip: null};
  const held = Number(cash.in_hand) + (taken || 0);
  const input = h("input", {type: "file", accept: "image/*", capture: "environment", id: "slip", class: "sr", onchange: async () => {
    try {
      told.slip = {id: uuid7(), kind: "SLIP", bytes: await shrink(input.files[0], [new Date().toLocaleString("id-ID")])};
      say(w("photo_kept"));
    } catch {
      say(w("photo_bad"), {tone: "bad"});
    }
  }});
  return h("div", {class: "stack"},
    h("section", {class: "card"}, h("h2", {}, w("in_hand")), h("p", {class: "sum", id: "in-hand"}, rupiah(held)), h("p", {class: "quiet"}, `${w("limit")} ${rupiah(cash.limit)}`), cash.must_stop && h("p", {class: "pill bad"}, w("cash_stop"))),
    h("section", {class: "card stack"}, h("h2", {}, w("hand_over")),
      field(w("amount"), h("input", {id: "deposit", inputmode: "numeric", oninput: (e) => { told.amount = Number(e.target.value.replace(/\D/g, "")); }})),
      choices(w("how"), [["CASHIER", w("at_branch")], ["BANK", w("by_bank")], ["AGENT", w("by_agent")]], {value: told.channel, onchange: (value) => { told.channel = value; }}),
      field(w("reference"), h("input", {id: "reference", maxlength: "60", oninput: (e) => { told.reference = e.target.value.trim(); }})),
      h("div", {class: "row"}, h("label", {class: "btn", for: "slip"}, w("slip")), input),
      h("button", {type: "button", class: "btn main", id: "hand-over", onclick: async () => {
        if (!(told.amount > 0)) return say(w("need_amount"), {tone: "bad"});
        const body = {amount: told.amount, channel: told.channel, reference: told.reference, slip: told.slip?.id || null, made_at: new Date().toISOString()};
        const ids = await app.store.save([{kind: "DEPOSIT", group: "cash", title: `${w("hand_over")} · ${rupiah(told.amount)}`, body, blobs: told.slip ? [told.slip.id] : []}], told.slip ? [told.slip] : []);
        app.day.taken = (app.day.taken || 0) - told.amount;
        await app.store.setDay(app.day);
        app.offerUndo(ids, () => { app.day.taken += told.amount; });
        app.go("#/kirim");
      }}, w("save"))));
}
