// What lies on the phone is sealed with a key that only the PIN opens.
const ROUNDS = 210_000;
const text = new TextEncoder();
const plain = new TextDecoder();

async function lockKey(pin, salt) {
  const raw = await crypto.subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = {name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS};
  return crypto.subtle.deriveKey(how, raw, {name: "AES-GCM", length: 256}, false, ["encrypt", "decrypt"]);
}

export async function newLock(pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bare = crypto.getRandomValues(new Uint8Array(32));
  const wrapped = await crypto.subtle.encrypt({name: "AES-GCM", iv}, await lockKey(pin, salt), bare);
  return {lock: {salt, iv, wrapped}, key: await dataKey(bare)};
}

export async function openLock(lock, pin) {
  const bare = await crypto.subtle.decrypt({name: "AES-GCM", iv: lock.iv}, await lockKey(pin, lock.salt), lock.wrapped);
  return dataKey(bare);
}

const dataKey = (bare) => crypto.subtle.importKey("raw", bare, "AES-GCM", false, ["encrypt", "decrypt"]);

export async function seal(key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = value instanceof Uint8Array ? value : text.encode(JSON.stringify(value));
  return {iv, data: await crypto.subtle.encrypt({name: "AES-GCM", iv}, key, bytes)};
}

export async function openBytes(key, sealed) {
  return new Uint8Array(await crypto.subtle.decrypt({name: "AES-GCM", iv: sealed.iv}, key, sealed.data));
}

export const open = async (key, sealed) => JSON.parse(plain.decode(await openBytes(key, sealed)));

export async function sha256(value) {
  const bytes = typeof value === "string" ? text.encode(value) : value;
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((b) => b.toString(16).padStart(2, "0")).join("");
}

export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) & 255;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
