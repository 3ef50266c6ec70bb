// Sends what was saved: one sender at a time, pictures first, in order for each customer, for ever until it is answered.
const API = "/lapangan/api/";
const PIECE = 128 * 1024;
const BATCH = 10;
const LONGEST_MS = 15 * 60_000;

export class Outbox {
  constructor(store, phone, version) {
    Object.assign(this, {store, phone, version, failures: 0, trouble: "", notBefore: 0});
    addEventListener("online", () => this.push(true));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.push(true));
    setInterval(() => this.push(), 60_000);
  }

  headers(more = {}) { return {"X-Phone": `${this.phone.device}:${this.phone.token}`, ...more}; }

  async call(path, options = {}) {
    const answer = await fetch(API + path, {...options, headers: this.headers(options.headers), credentials: "omit", cache: "no-store"});
    const told = await answer.json();
    if (answer.status === 401) throw Object.assign(new Error("phone"), {trouble: "PHONE_UNKNOWN"});
    if (answer.status >= 500) throw new Error("server");
    return {status: answer.status, told};
  }

  // `now`: a person or the signal asks, so do not wait for the next turn.
  async push(now = false) {
    if (!now && Date.now() < this.notBefore) return;
    await navigator.locks.request(`field-outbox-${this.store.person}`, {ifAvailable: true}, async (lock) => {
      if (!lock) return;
      try {
        while (await this.turn()) { /* go on while something moved */ }
        this.failures = 0;
        this.trouble = "";
        this.notBefore = 0;
      } catch (problem) {
        this.failures += 1;
        this.trouble = problem.trouble || "OFFLINE";
        const wait = Math.min(LONGEST_MS, 2000 * 2 ** this.failures) * (0.5 + Math.random() / 2);
        this.notBefore = Date.now() + wait;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.push(), wait);
      }
    });
    this.store.told();
  }

  async turn() {
    const held = new Set();
    const ready = [];
    for (const row of await this.store.outbox()) {
      if (row.state === "PARKED") continue;
      if (held.has(row.group) || (row.until || 0) > Date.now()) {
        held.add(row.group);
        continue;
      }
      if (!(await this.sendBlobs(row))) continue;
      const chained = await this.store.chained(row);
      if (!chained) continue;
      ready.push(chained);
      if (ready.length === BATCH) break;
    }
    if (!ready.length) return false;
    const operations = await Promise.all(ready.map((row) => this.store.envelope(row)));
    const parcel = {app_version: this.version, sent_at: new Date().toISOString(), operations};
    const {status, told} = await this.call("kirim/", {method: "POST", body: JSON.stringify(parcel), headers: {"Content-Type": "application/json"}});
    if (status === 409) throw Object.assign(new Error("version"), {trouble: told.code});
    if (status !== 200 || !Array.isArray(told.answers) || told.answers.length !== ready.length) throw new Error("answer");
    return this.heed(ready, told.answers);
  }

  async heed(rows, answers) {
    let moved = false;
    for (const [place, row] of rows.entries()) {
      const answer = answers[place];
      if (answer.id !== row.id) throw new Error("answer");
      if (answer.status === "ACCEPTED") {
        await this.store.settle(row, answer);
        moved = true;
      } else if (answer.status === "REFUSED") {
        await this.store.put({...row, state: "PARKED", error: {code: answer.code, message: answer.message, remedy: answer.remedy}});
        moved = true;
      } else {
        const tries = row.tries + 1;
        await this.store.put({...row, tries, until: Date.now() + Math.min(LONGEST_MS, 2000 * 2 ** tries)});
      }
    }
    return moved;
  }

  // False: a picture was refused for good, and its entry is parked.
  async sendBlobs(row) {
    for (const id of row.blobs) {
      const blob = await this.store.blob(id);
      if (!blob || blob.done) continue;
      const path = `gambar/${id}/`;
      const begun = await this.call(path, {method: "POST", body: JSON.stringify({kind: blob.kind, size: blob.size, sha256: blob.sha256}), headers: {"Content-Type": "application/json"}});
      if (begun.status >= 400) return this.park(row, begun.told);
      let {offset, is_whole: whole} = begun.told;
      const bytes = whole ? null : await this.store.bytes(blob);
      while (!whole) {
        const piece = bytes.subarray(offset, offset + PIECE);
        const {status, told} = await this.call(path, {method: "PATCH", body: piece, headers: {"X-Offset": String(offset), "Content-Type": "application/octet-stream"}});
        if (status === 422) return this.park(row, told);
        if (status !== 200 && status !== 409) throw new Error("piece");
        offset = told.offset;
        whole = Boolean(told.is_whole);
      }
    }
    return true;
  }

  async park(row, told) {
    await this.store.put({...row, state: "PARKED", error: {code: told.code, message: told.message, remedy: told.remedy}});
    return false;
  }
}
