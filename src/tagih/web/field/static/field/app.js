// The app: unlock, the day, the doors, cash, card, what is still to be sent.
import {cashScreen, receiptScreen} from "./money.js";
import {Outbox} from "./outbox.js";
import {clockTime, dots, field, h, rupiah, say, w} from "./parts.js";
import {position} from "./place.js";
import {newLock, openLock, uuid7} from "./seal.js";
import {Store, people, remember} from "./store.js";
import {visitScreen} from "./visit.js";

const VERSION = Number(document.documentElement.dataset.app);
const screen = document.getElementById("screen");
const foot = document.getElementById("foot");
const show = (...nodes) => { screen.replaceChildren(...nodes.filter(Boolean)); scrollTo(0, 0); };

class App {
  async start() {
    this.renewable();
    addEventListener("hashchange", () => this.draw());
    const known = await people();
    const me = await this.me();
    const mine = me ? known.find((person) => person.id === me.id) : known.length === 1 ? known[0] : known.find((person) => person.last);
    if (!mine) return me ? this.setUp(me) : this.stranger(known);
    this.person = mine;
    this.store = await Store.of(mine.id);
    return (await this.store.meta("lock")) ? this.locked(me, known) : me ? this.setUp(me) : this.stranger(known);
  }

  async me() {
    try {
      const answer = await fetch("/lapangan/api/saya/", {headers: {Accept: "application/json"}, cache: "no-store"});
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  stranger(known) {
    show(h("section", {class: "card stack"}, h("h2", {}, w("welcome")), h("p", {}, w("sign_in_first")),
      known.length > 0 && h("p", {class: "pill info"}, w("others")),
      h("a", {class: "btn main", href: "/masuk/?next=/lapangan/"}, w("sign_in"))));
  }

  pinForm(title, text, act, more = null) {
    const pin = h("input", {id: "pin", type: "password", inputmode: "numeric", autocomplete: "off", maxlength: "6", pattern: "[0-9]{6}", required: true});
    const form = h("form", {class: "card stack", onsubmit: async (event) => {
      event.preventDefault();
      if (!/^\d{6}$/.test(pin.value)) return say(w("pin_six"), {tone: "bad"});
      form.querySelector("button").disabled = true;
      await act(pin.value).catch(() => say(w("pin_wrong"), {tone: "bad"}));
      form.querySelector("button").disabled = false;
      pin.value = "";
    }}, h("h2", {}, title), h("p", {}, text), field("PIN", pin), h("button", {class: "btn main"}, w("go_on")), more);
    show(form);
    pin.focus();
  }

  setUp(me) {
    this.pinForm(me.name, w("choose_pin"), async (pin) => {
      this.store = await Store.of(me.id);
      const {lock, key} = await newLock(pin);
      this.store.key = key;
      await this.registered(me);
      await this.store.setMeta("lock", lock);
      this.person = {id: me.id, name: me.name, last: true};
      for (const other of await people()) await remember({...other, last: false});
      await remember(this.person);
      navigator.storage?.persist?.();
      await this.opened();
    });
  }

  async registered(me) {
    const device = (await this.store.meta("device")) || uuid7();
    const answer = await fetch("/lapangan/api/perangkat/", {method: "POST", body: JSON.stringify({device, app_version: VERSION}),
      headers: {"Content-Type": "application/json", "X-CSRFToken": me.csrf}});
    if (!answer.ok) throw new Error("register");
    const told = await answer.json();
    await this.store.setMeta("device", told.device);
    await this.store.setSealed("phone", told);
  }

  locked(me, known) {
    const others = known.filter((person) => person.id !== this.person.id).length;
    this.pinForm(w("locked"), w("enter_pin"), async (pin) => {
      this.store.key = await openLock(await this.store.meta("lock"), pin);
      if (me) await this.registered(me).catch(() => {});
      await this.opened();
    }, others > 0 && h("p", {class: "quiet"}, w("others")));
  }

  async opened() {
    this.phone = await this.store.sealed("phone");
    this.outbox = new Outbox(this.store, this.phone, VERSION);
    this.store.listeners.add(() => this.count());
    this.day = await this.store.day();
    await this.count();
    this.footing();
    this.draw();
    await this.refresh();
    this.outbox.push(true);
    this.follow();
  }

  async refresh() {
    try {
      const {status, told} = await this.outbox.call("paket/");
      if (status !== 200) return;
      const waiting = new Set((await this.store.outbox()).map((row) => row.group));
      const before = this.day;
      this.day = told;
      for (const stop of told.stops) if (waiting.has(`case:${stop.case}`)) stop.is_visited = true;
      const unsent = (await Promise.all((await this.store.outbox()).filter((row) => ["RECEIPT", "DEPOSIT"].includes(row.kind)).map(async (row) => [row.kind, await this.store.body(row)])));
      const used = new Set(unsent.map(([, body]) => body.number));
      told.numbers = told.numbers.filter((number) => !used.has(number.no));
      told.taken = unsent.reduce((sum, [kind, body]) => sum + (kind === "RECEIPT" ? body.amount : -body.amount), 0);
      told.earned = before?.day === told.day ? before.earned || 0 : 0;
      await this.store.setDay(told);
      this.draw();
    } catch (problem) {
      if (problem.trouble === "PHONE_UNKNOWN") this.outbox.trouble = problem.trouble;
      this.count();
    }
  }

  footing() {
    foot.hidden = false;
    foot.replaceChildren(...[["#/", w("list")], ["#/rute", w("route")], ["#/kas", w("money")], ["#/kartu", w("card")], ["#/kirim", w("outbox")]]
      .map(([address, name]) => h("a", {href: address, "data-place": address}, name, address === "#/kirim" && h("b", {id: "waiting", hidden: true}))));
  }

  async count() {
    const rows = await this.store.outbox();
    const badge = document.getElementById("waiting");
    if (badge) {
      badge.hidden = rows.length === 0;
      badge.textContent = String(rows.length);
    }
    const oldest = rows.length ? Date.now() - Date.parse(rows[0].at) : 0;
    const bar = document.getElementById("bar");
    const trouble = this.outbox?.trouble;
    const text = rows.length ? `${rows.length} ${w("unsent")}${oldest > 3_600_000 ? ` · ${Math.round(oldest / 3_600_000)} ${w("hours")}` : ""}` : w("all_sent");
    bar.replaceChildren(h("h1", {class: "bar-title"}, "Tagih"),
      h("span", {class: `state ${rows.length ? "waiting" : "calm"}`, id: "state"}, trouble === "PHONE_UNKNOWN" ? w("unknown_phone") : text),
      h("button", {type: "button", class: "panic", id: "panic", onclick: () => this.panic()}, "SOS"));
    if (location.hash === "#/kirim") this.drawOutbox(rows);
  }

  go(address) { if (location.hash === address) this.draw(); else location.hash = address; }

  draw() {
    if (!this.store?.key) return null;
    const [, place, id] = (location.hash || "#/").split("/");
    for (const link of foot.querySelectorAll("a")) link.setAttribute("aria-current", link.dataset.place === `#/${place || ""}` ? "page" : "false");
    if (place === "kirim") return this.store.outbox().then((rows) => this.drawOutbox(rows));
    if (this.receipt && place === "kuitansi") return show(receiptScreen(this.receipt));
    if (!this.day) return show(h("section", {class: "card stack"}, h("h2", {}, w("no_day")), h("p", {}, w("no_day_text")), h("button", {type: "button", class: "btn main", onclick: () => this.refresh()}, w("fetch"))));
    const stop = this.day.stops.find((row) => String(row.id) === id);
    if (place === "orang" && stop) return this.drawPerson(stop);
    if (place === "kunjungan" && stop) return show(visitScreen(this, stop));
    if (place === "kas") return show(cashScreen(this));
    if (place === "kartu") return this.drawCard();
    if (place === "rute") return this.drawRoute();
    return this.drawList();
  }

  drawList() {
    const {stops} = this.day;
    const done = stops.filter((stop) => stop.is_visited).length;
    show(h("div", {class: "split"}, h("h2", {}, new Date(`${this.day.day}T00:00`).toLocaleDateString("id-ID", {weekday: "long", day: "numeric", month: "long"})),
      h("span", {class: "quiet", id: "progress"}, `${done}/${stops.length}`)),
    h("progress", {max: stops.length || 1, value: done, "aria-label": w("progress")}),
    h("p", {class: "quiet", id: "earned"}, `${w("taken_today")} ${rupiah(this.day.earned || 0)}`),
    stops.length ? h("ol", {class: "stops"}, stops.map((stop) => h("li", {class: stop.is_visited ? "done" : ""}, h("a", {href: `#/orang/${stop.id}`},
      h("b", {class: "num"}, String(stop.position)),
      h("span", {class: "grow"}, h("strong", {}, stop.name), h("span", {class: "sub"}, stop.address), h("span", {class: "sub"}, `${rupiah(stop.overdue)} · ${stop.days} ${w("days")}`)),
      h("span", {class: "when"}, stop.is_visited ? "✓" : clockTime(stop.arrives_at), stop.is_promised && !stop.is_visited && h("span", {class: "pill warn"}, w("promised"))))))) : h("section", {class: "card"}, h("h2", {}, w("nothing")), h("p", {}, w("nothing_text"))));
  }

  drawPerson(stop) {
    const way = stop.lat === null ? null : `geo:${stop.lat},${stop.lon}?q=${stop.lat},${stop.lon}`;
    show(h("section", {class: "card stack"}, h("div", {class: "split"}, h("h2", {}, stop.name), h("span", {class: "mono quiet"}, stop.code)),
      h("p", {}, stop.address), h("dl", {class: "facts"}, h("dt", {}, w("overdue")), h("dd", {}, rupiah(stop.overdue)), h("dt", {}, w("late")), h("dd", {}, `${stop.days} ${w("days")}`),
        stop.reason && h("dt", {}, w("why")), stop.reason && h("dd", {}, stop.reason),
        stop.contracts.map((row) => [h("dt", {}, row.no), h("dd", {}, `${row.unit || "–"} · ${rupiah(row.instalment)}`)]),
        stop.phones.map((phone) => [h("dt", {}, w("phone")), h("dd", {class: "mono"}, phone.masked)])),
      way && h("a", {class: "btn", href: way}, w("navigate")),
      stop.is_visited ? h("p", {class: "pill ok"}, w("visited")) : h("a", {class: "btn main", href: `#/kunjungan/${stop.id}`, id: "visit"}, w("visit"))));
  }

  drawRoute() {
    const ns = "http://www.w3.org/2000/svg";
    const doors = this.day.stops.filter((stop) => stop.lat !== null);
    const svg = document.createElementNS(ns, "svg");
    svg.setAttribute("viewBox", "0 0 100 100");
    svg.setAttribute("class", "sketch");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", w("route"));
    const lats = doors.map((stop) => stop.lat);
    const lons = doors.map((stop) => stop.lon);
    const span = Math.max(0.001, Math.max(...lats) - Math.min(...lats), Math.max(...lons) - Math.min(...lons));
    const at = (stop) => [8 + ((stop.lon - Math.min(...lons)) / span) * 84, 92 - ((stop.lat - Math.min(...lats)) / span) * 84];
    const line = document.createElementNS(ns, "polyline");
    line.setAttribute("points", doors.map((stop) => at(stop).join(",")).join(" "));
    svg.append(line);
    for (const stop of doors) {
      const [x, y] = at(stop);
      const dot = document.createElementNS(ns, "circle");
      for (const [name, value] of Object.entries({cx: x, cy: y, r: 4.2, class: stop.is_visited ? "done" : ""})) dot.setAttribute(name, value);
      const label = document.createElementNS(ns, "text");
      for (const [name, value] of Object.entries({x, y: y + 1.4, class: stop.is_visited ? "done" : ""})) label.setAttribute(name, value);
      label.textContent = String(stop.position);
      svg.append(dot, label);
    }
    show(h("h2", {}, w("route")), doors.length ? svg : h("p", {}, w("no_map")), h("p", {class: "hint"}, w("sketch")));
  }

  drawCard() {
    const {card, person} = this.day;
    show(h("section", {class: "card paper"}, h("h2", {}, w("card")), h("p", {class: "sum"}, person.name), h("p", {class: "mono"}, person.employee_no),
      card.is_valid ? h("p", {class: "pill ok"}, w("valid")) : h("p", {class: "pill bad"}, w(`card_${card.reason}`)),
      h("dl", {class: "facts"}, h("dt", {}, w("certificate")), h("dd", {class: "mono"}, `${card.certificate_no || "–"} · ${card.certificate_until || ""}`), h("dt", {}, w("assignment")), h("dd", {class: "mono"}, `${card.assignment_no || "–"} · ${card.assignment_until || ""}`)),
      dots(card.qr), h("p", {class: "hint", id: "card-address"}, card.address)));
  }

  async drawOutbox(rows) {
    const sent = (await this.store.sent()).sort((a, b) => b.sent - a.sent).slice(0, 20);
    show(h("div", {class: "split"}, h("h2", {}, w("outbox")), h("button", {type: "button", class: "btn", id: "push", onclick: () => this.outbox.push(true)}, w("send_now"))),
      rows.length ? h("ul", {class: "rows", id: "unsent"}, rows.map((row) => h("li", {class: row.state === "PARKED" ? "parked" : ""}, h("span", {class: "grow"}, h("strong", {}, `${w(`kind_${row.kind}`)} · ${row.title}`), h("span", {class: "sub"}, row.state === "PARKED" ? `${row.error.message || row.error.code} ${row.error.remedy || ""}` : w(row.digest ? "sending" : "kept"))),
        !row.digest && h("button", {type: "button", class: "plainbtn", onclick: () => this.takeBack(row)}, w("undo"))))) : h("p", {class: "pill ok"}, w("all_sent")),
      sent.length > 0 && h("h2", {}, w("sent")),
      h("ul", {class: "rows", id: "sent"}, sent.map((row) => h("li", {}, h("span", {class: "grow"}, h("strong", {}, `${w(`kind_${row.kind}`)} · ${row.title}`), h("span", {class: "sub"}, new Date(row.sent).toLocaleString("id-ID")), row.conflicts.map((one) => h("span", {class: "pill warn"}, one.message || one.code)))))));
  }

  async takeBack(row) {
    const together = (await this.store.outbox()).filter((one) => one.group === row.group && one.at.slice(0, 19) === row.at.slice(0, 19));
    if (await this.store.undo(together.map((one) => one.id))) await this.refresh();
  }

  offerUndo(ids, back) {
    say(w("saved"), {tone: "ok", action: w("undo"), act: async () => {
      if (!(await this.store.undo(ids))) return say(w("too_late"), {tone: "bad"});
      back();
      await this.store.setDay(this.day);
      return this.draw();
    }});
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.outbox.push(true), 8000);
  }

  async saved({stop, entries, blobs, receipt}) {
    let ids;
    try {
      ids = await this.store.save(entries, blobs);
    } catch (problem) {
      return say(problem.name === "QuotaExceededError" ? w("full") : w("not_saved"), {tone: "bad"});
    }
    stop.is_visited = true;
    if (receipt) {
      this.day.taken = (this.day.taken || 0) + receipt.amount;
      this.day.earned = (this.day.earned || 0) + receipt.amount;
    }
    await this.store.setDay(this.day);
    this.receipt = receipt;
    this.go(receipt ? "#/kuitansi" : "#/");
    return this.offerUndo(ids, () => {
      stop.is_visited = false;
      if (receipt) {
        this.day.taken -= receipt.amount;
        this.day.earned -= receipt.amount;
        this.day.numbers.unshift(receipt.number);
        this.go("#/");
      }
    });
  }

  async panic() {
    if (!confirm(w("panic_sure"))) return;
    const fix = await position();
    await this.store.save([{kind: "PANIC", group: `panic:${Date.now()}`, title: w("panic"), body: {at: new Date().toISOString(), fix}}]);
    say(w("panic_sent"), {tone: "ok"});
    this.outbox.push(true);
  }

  // Positions, only while the app is open within the working hours of the day.
  follow() {
    const points = [];
    setInterval(async () => {
      const hour = new Date().getHours();
      if (!this.day || hour < 7 || hour >= 20 || document.visibilityState !== "visible") return;
      const fix = await position();
      if (fix) points.push(fix);
      if (points.length >= 5) await this.store.save([{kind: "TRACK", group: "track", title: w("positions"), body: {points: points.splice(0)}}]);
    }, 120_000);
  }

  // A new version waits until nothing is left to send, unless a person says so.
  async renewable() {
    if (!("serviceWorker" in navigator)) return;
    const worker = await navigator.serviceWorker.register("/lapangan/sw.js", {scope: "/lapangan/", updateViaCache: "none"});
    const ask = async (waiting) => {
      if (!waiting || !navigator.serviceWorker.controller) return;
      if (this.store && (await this.store.outbox()).length) return;
      say(w("new_version"), {action: w("renew"), act: () => waiting.postMessage("renew")});
    };
    ask(worker.waiting);
    worker.addEventListener("updatefound", () => worker.installing.addEventListener("statechange", () => ask(worker.waiting)));
    let had = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.addEventListener("controllerchange", () => { if (had) location.reload(); had = true; });
  }
}

const app = new App();
window.tagih = app;
app.start().catch((problem) => show(h("section", {class: "card stack"}, h("h2", {}, w("broken")), h("p", {}, String(problem.message || problem)), h("button", {type: "button", class: "btn main", onclick: () => location.reload()}, w("again")))));
