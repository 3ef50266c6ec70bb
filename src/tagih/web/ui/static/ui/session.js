// Nothing typed is lost when the session or the server goes away.
//   401 -> dialog "sign in again" over the page; after it the refused request is sent once more.
//   423 -> the desk is locked: the same dialog asks for the password only.
//   no answer -> a banner; the request waits and is sent again when the server is back.
import { cookie, toast } from "./ui.js";

const root = document.documentElement;
const PING = root.dataset.ping;
const idleSeconds = Number(root.dataset.idle || 0);
let waiting = [];

const banner = () => document.getElementById("away");

function remember(config, elt) {
  const form = elt?.closest?.("form");
  const again = () => {
    if (!elt?.isConnected) return;
    if (form && config?.verb !== "get") form.requestSubmit();
    else window.htmx.trigger(elt, config?.triggeringEvent?.type ?? "click");
  };
  if (!waiting.some((entry) => entry.elt === elt)) waiting.push({ elt, again });
}

function resume() {
  const entries = waiting;
  waiting = [];
  for (const entry of entries) entry.again();
}

function renewTokens() {
  const token = cookie("csrftoken");
  for (const input of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) input.value = token;
}

async function askPerson(url) {
  const dialog = document.getElementById("session-dialog");
  if (!dialog || dialog.open) return;
  const answer = await fetch(url, { headers: { "X-Tagih-Dialog": "1" } });
  dialog.replaceChildren(new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild ?? "");
  dialog.showModal();
  dialog.querySelector("input:not([type=hidden])")?.focus();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("#session-dialog form")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body, headers: { "X-Tagih-Dialog": "1", "X-CSRFToken": cookie("csrftoken") } });
  } catch {
    away();
    return;
  }
  const dialog = document.getElementById("session-dialog");
  if (answer.status === 204) {
    dialog.close();
    renewTokens();
    toast(root.dataset.welcome, "ok");
    resume();
    return;
  }
  dialog.replaceChildren(new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild ?? "");
  dialog.querySelector("[autofocus], input:not([type=hidden])")?.focus();
});
document.addEventListener("cancel", (event) => {
  if (event.target.id === "session-dialog") event.preventDefault();
}, true);

export function lost(status) {
  askPerson(status === 423 ? root.dataset.unlock : root.dataset.signin);
}

document.addEventListener("htmx:responseError", (event) => {
  const { xhr, requestConfig, elt } = event.detail;
  if (xhr.status === 401 || xhr.status === 423) {
    remember(requestConfig, elt);
    lost(xhr.status);
  } else if (xhr.status >= 500 || xhr.status === 0) {
    toast(root.dataset.fault, "bad");
  } else if (xhr.status === 403 || xhr.status === 404) {
    toast(xhr.getResponseHeader("X-Tagih-Message") ? decodeURIComponent(xhr.getResponseHeader("X-Tagih-Message")) : root.dataset.refused, "bad");
  }
});

let pause = 1;
export function away() {
  if (!banner() || !banner().hidden) return;
  banner().hidden = false;
  const retry = async () => {
    try {
      const answer = await fetch(PING, { cache: "no-store" });
      if (answer.ok || answer.status === 401 || answer.status === 423) {
        banner().hidden = true;
        pause = 1;
        if (!answer.ok) lost(answer.status);
        else resume();
        document.dispatchEvent(new Event("tagih:back"));
        return;
      }
    } catch {
      // still away
    }
    pause = Math.min(pause * 1.7, 20);
    setTimeout(retry, pause * 1000);
  };
  setTimeout(retry, pause * 1000);
}
document.addEventListener("htmx:sendError", (event) => {
  remember(event.detail.requestConfig, event.detail.elt);
  away();
});
window.addEventListener("offline", away);

// A classic form asks first whether the session and the server are there, so that its page is never thrown away.
const checked = new WeakSet();
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!PING || event.defaultPrevented || checked.has(form)) return;
  if (form.method !== "post" || form.matches("[hx-post], [data-hx-post], [hx-put], [hx-patch], [data-direct], dialog form[method=dialog]")) return;
  event.preventDefault();
  const submitter = event.submitter;
  try {
    const answer = await fetch(PING, { cache: "no-store" });
    if (answer.status === 401 || answer.status === 423) {
      waiting.push({ elt: form, again: () => form.requestSubmit(submitter) });
      lost(answer.status);
      return;
    }
  } catch {
    waiting.push({ elt: form, again: () => form.requestSubmit(submitter) });
    away();
    return;
  }
  renewTokens();
  checked.add(form);
  form.requestSubmit(submitter);
  checked.delete(form);
});

// Shared desks: after a while without a hand on it the page locks; a hand is reported at most once a minute.
if (idleSeconds) {
  let lastHand = Date.now();
  let lastTold = Date.now();
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    window.addEventListener(kind, () => {
      lastHand = Date.now();
      if (lastHand - lastTold > 60_000) {
        lastTold = lastHand;
        fetch(PING, { method: "POST", headers: { "X-CSRFToken": cookie("csrftoken") } }).catch(() => {});
      }
    }, { passive: true });
  }
  setInterval(async () => {
    if (Date.now() - lastHand < idleSeconds * 1000 || document.getElementById("session-dialog")?.open) return;
    await fetch(root.dataset.lock, { method: "POST", headers: { "X-CSRFToken": cookie("csrftoken"), "X-Tagih-Dialog": "1" } }).catch(() => {});
    lost(423);
  }, 5_000);
}
