// The phone's own memory. One database a person: who signs in on a shared phone sees nothing of anybody else.
import {openDB} from "/static/vendor/idb/index.js";
import {open, openBytes, seal, sha256, uuid7} from "./seal.js";

const SAFE = {durability: "strict"};
const SENT_DAYS = 14;

const phones = () => openDB("tagih-phone", 1, {upgrade: (db) => db.createObjectStore("people", {keyPath: "id"})});

export async function people() {
  return (await phones()).getAll("people");
}

export async function remember(person) {
  await (await phones()).put("people", person);
}

export class Store {
  static async of(person) {
    const store = new Store();
    store.person = person;
    store.listeners = new Set();
    await store.connect();
    return store;
  }

  async connect() {
    this.db = await openDB(`tagih-field-${this.person}`, 1, {
      upgrade(db) {
        db.createObjectStore("meta");
        db.createObjectStore("blobs", {keyPath: "id"});
        db.createObjectStore("sent", {keyPath: "id"});
        db.createObjectStore("outbox", {keyPath: "id"}).createIndex("seq", "seq");
      },
      terminated: () => { this.db = null; },
    });
  }

  // A database that the system took away in the background is opened again, and the whole work is done again.
  async work(deed) {
    try {
      if (!this.db) await this.connect();
      return await deed(this.db);
    } catch (problem) {
      if (!["InvalidStateError", "UnknownError"].includes(problem.name)) throw problem;
      await this.connect();
      return deed(this.db);
    }
  }

  meta(name) { return this.work((db) => db.get("meta", name)); }
  setMeta(name, value) { return this.work((db) => db.put("meta", value, name)); }
  dropMeta(name) { return this.work((db) => db.delete("meta", name)); }

  async sealed(name) {
    const held = await this.meta(name);
    return held ? open(this.key, held) : null;
  }

  async setSealed(name, value) { return this.setMeta(name, await seal(this.key, value)); }

  // The day's package lives until midnight and not a minute longer; what was not sent lives on.
  async day() {
    const until = await this.meta("day-until");
    if (!until || Date.now() >= until) {
      await this.dropMeta("day");
      return null;
    }
    return this.sealed("day");
  }

  // `ahead`: how far our clock is ahead of the phone's, which may be wrong by days.
  async setDay(day) {
    day.ahead ??= Date.parse(day.now) - Date.now();
    await this.setSealed("day", day);
    await this.setMeta("day-until", Date.parse(day.expires_at) - day.ahead);
  }

  // Everything of one visit or none of it: entries and pictures in one transaction that has reached the disk.
  async save(entries, blobs = []) {
    const rows = [];
    for (const entry of entries) {
      const id = entry.id || uuid7();
      const at = new Date().toISOString();
      rows.push({id, kind: entry.kind, group: entry.group, title: entry.title, blobs: entry.blobs || [], state: "READY",
        tries: 0, at, sealed: await seal(this.key, entry.body)});
    }
    const kept = [];
    for (const blob of blobs) {
      kept.push({id: blob.id, kind: blob.kind, size: blob.bytes.length, sha256: await sha256(blob.bytes), offset: 0,
        sealed: await seal(this.key, blob.bytes)});
    }
    await this.work(async (db) => {
      const tx = db.transaction(["outbox", "blobs", "meta"], "readwrite", SAFE);
      let seq = (await tx.objectStore("meta").get("seq")) || 0;
      for (const row of rows) tx.objectStore("outbox").put({...row, seq: (seq += 1)});
      for (const row of kept) tx.objectStore("blobs").put(row);
      tx.objectStore("meta").put(seq, "seq");
      await tx.done;
    });
    this.told();
    return rows.map((row) => row.id);
  }

  // Until it begins to be sent, what was saved together can be taken back together.
  async undo(ids) {
    const done = await this.work(async (db) => {
      const tx = db.transaction(["outbox", "blobs"], "readwrite", SAFE);
      const rows = (await Promise.all(ids.map((id) => tx.objectStore("outbox").get(id)))).filter(Boolean);
      const free = rows.length === ids.length && rows.every((row) => !row.digest);
      if (free) {
        for (const row of rows) {
          tx.objectStore("outbox").delete(row.id);
          for (const blob of row.blobs) tx.objectStore("blobs").delete(blob);
        }
      }
      await tx.done;
      return free;
    });
    this.told();
    return done;
  }

  outbox() { return this.work((db) => db.getAllFromIndex("outbox", "seq")); }
  sent() { return this.work((db) => db.getAll("sent")); }
  blob(id) { return this.work((db) => db.get("blobs", id)); }
  async bytes(row) { return openBytes(this.key, row.sealed); }
  async body(row) { return open(this.key, row.sealed); }

  // From its first sending on an entry has its place in the chain and its text never changes again.
  async chained(row) {
    if (row.digest) return row;
    const body = JSON.stringify(await this.body(row));
    return this.work(async (db) => {
      const link = (await db.get("meta", "chain")) || {number: 0, digest: ""};
      const digest = await sha256([link.digest, row.id, row.kind, body].join("\n"));
      const next = {...row, number: link.number + 1, previous: link.digest, digest, text: await seal(this.key, [body])};
      const tx = db.transaction(["outbox", "meta"], "readwrite", SAFE);
      const stays = await tx.objectStore("outbox").get(row.id);
      if (stays) {
        tx.objectStore("outbox").put(next);
        tx.objectStore("meta").put({number: next.number, digest}, "chain");
      }
      await tx.done;
      return stays ? next : null;
    });
  }

  async envelope(row) {
    const [body] = await open(this.key, row.text);
    return {id: row.id, number: row.number, previous: row.previous, kind: row.kind, body, digest: row.digest};
  }

  async put(row) {
    await this.work(async (db) => {
      const tx = db.transaction("outbox", "readwrite", SAFE);
      tx.store.put(row);
      await tx.done;
    });
    this.told();
  }

  async setOffset(id, offset) {
    const row = await this.blob(id);
    if (row) await this.work((db) => db.put("blobs", {...row, offset}));
  }

  // Only an answer that was read takes an entry off the phone; a note of it stays for two weeks.
  async settle(row, answer) {
    await this.work(async (db) => {
      const tx = db.transaction(["outbox", "blobs", "sent"], "readwrite", SAFE);
      tx.objectStore("outbox").delete(row.id);
      for (const blob of row.blobs) tx.objectStore("blobs").delete(blob);
      tx.objectStore("sent").put({id: row.id, kind: row.kind, title: row.title, at: row.at, sent: Date.now(),
        conflicts: answer.conflicts || []});
      for (const old of await tx.objectStore("sent").getAll()) {
        if (Date.now() - old.sent > SENT_DAYS * 86_400_000) tx.objectStore("sent").delete(old.id);
      }
      await tx.done;
    });
    this.told();
  }

  told() { for (const listener of this.listeners) listener(); }
}
