/* Sends answers one by one as JSON, keeps them on this device until they are stored, keeps receipts.
   The page works without it. */
import { about, home, place, refresh, swap } from "./vote-live.js";

const HOURS = 12;
const said = document.querySelector("[data-said]");
const survey = () => document.body.dataset.survey ?? "";
let sending = false;
let tries = 0;
let again = 0;

/** JSON under a name of this survey; without storage it lasts as long as the page. */
function kept(storage, kind) {
  let here = null;
  const name = () => `igf-${kind}-${survey()}`;
  return {
    get() {
      try {
        return JSON.parse(window[storage].getItem(name())) ?? here;
      } catch {
        return here;
      }
    },
    set(value) {
      here = value;
      try {
        if (value) window[storage].setItem(name(), JSON.stringify(value));
        else window[storage].removeItem(name());
      } catch {
        /* Full or forbidden. */
      }
    },
  };
}

const unsent = kept("localStorage", "unsent");
const receipts = kept("localStorage", "receipts");
const draft = kept("sessionStorage", "draft");

function say(text, bad = false) {
  if (said.classList.contains("err") && !bad) return;
  said.textContent = text;
  said.hidden = !text;
  said.classList.toggle("err", bad);
}

/* What was chosen and not sent */

const fields = (form) => [...form.elements].filter((one) => one.name && one.name !== "ticket");
const isPicked = (field) => /radio|checkbox/.test(field.type);

function note({ target }) {
  const form = target.closest("main form");
  if (!form) return;
  document.body.dataset.touched = "";
  if (!form.matches("[data-answers]")) return;
  const given = {};
  for (const field of fields(form)) {
    given[field.name] ??= [];
    if (!isPicked(field) || field.checked) given[field.name].push(field.value);
  }
  draft.set(given);
}

function restore() {
  const given = draft.get();
  const form = document.querySelector("form[data-answers]");
  if (!given || !form) return;
  for (const field of fields(form)) {
    const values = given[field.name];
    if (!values) continue;
    if (isPicked(field)) field.checked = values.includes(field.value);
    else field.value = values.shift() ?? "";
    if (field.name.startsWith("q-") && (isPicked(field) ? field.checked : field.value)) {
      document.body.dataset.touched = "";
    }
  }
}

/** The one-time code of the link; it stands behind the #, so no server reads it before it is sent. */
function takeCode() {
  const field = document.querySelector("form [name=code]");
  if (!field || location.hash.length < 2) return;
  field.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
}

/* The form as answers */

const WANTING = Symbol("to be asked for by the server");

function answerIn(set) {
  const own = [...set.querySelectorAll("[name^='q-']")];
  const typed = own.find((field) => !isPicked(field));
  const given = own
    .filter((field) => (isPicked(field) ? field.checked : field.value.trim()))
    .map((field) => field.value.trim());
  if (!given.length) return typed?.matches("textarea") ? undefined : WANTING;
  if (given.includes("abstain")) return given.length > 1 ? WANTING : "abstain";
  if (!typed) return own[0].type === "radio" ? given[0] : given.sort();
  if (typed.matches("select")) return ranking(given);
  if (typed.matches("textarea")) return given[0];
  const number = Number(given[0].replace(",", "."));
  return Number.isFinite(number) ? number : WANTING;
}

function ranking(given) {
  const byRank = [];
  for (const text of given) {
    const cut = text.lastIndexOf("=");
    const rank = Number(text.slice(cut + 1));
    if (byRank[rank]) return WANTING;
    byRank[rank] = text.slice(0, cut);
  }
  return byRank.filter(Boolean);
}

function answersIn(form) {
  const found = new Map();
  for (const set of form.querySelectorAll("fieldset")) {
    const field = set.querySelector("[name^='q-']");
    if (field) found.set(field.name.slice(2), answerIn(set));
  }
  return found;
}

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function submit(event) {
  const form = event.target;
  if (!form.matches("form[data-answers]")) return;
  const found = [...answersIn(form)].filter(([, answer]) => answer !== undefined);
  const chosen = found.filter(([, answer]) => answer !== WANTING);
  const joins = form.dataset.answers === "join";
  if (joins && !chosen.length) return;
  event.preventDefault();
  if (!chosen.length || chosen.length < found.length) return ask(form);
  const before = unsent.get()?.ballots ?? {};
  const ballots = {};
  for (const [question, answer] of chosen) {
    const old = before[question];
    const same = old && JSON.stringify(old.answer) === JSON.stringify(answer);
    ballots[question] = { answer, nonce: same ? old.nonce : fresh() };
  }
  const join = joins ? [...new FormData(form)].filter(([name]) => !name.startsWith("q-")) : null;
  unsent.set({ join, ballots, at: Date.now() });
  tries = 0;
  said.classList.remove("err");
  say("");
  flush();
}

/** Something is missing or impossible: the server says what, in its words. */
async function ask(form) {
  try {
    const body = new URLSearchParams(new FormData(form));
    swap(await (await fetch(form.action, { method: "POST", body })).text());
  } catch {
    say(said.dataset.offline);
  }
}

/* Sending */

class Later extends Error {}

async function post(step, options) {
  const reply = await fetch(`${home}/${step}`, { method: "POST", ...options });
  if (reply.status === 429 || reply.status >= 500) {
    const later = new Later();
    later.seconds = Number(reply.headers.get("Retry-After")) || 0;
    throw later;
  }
  return reply;
}

async function flush() {
  if (sending || !unsent.get()) return;
  sending = true;
  clearTimeout(again);
  try {
    await sendAll();
    tries = 0;
  } catch (problem) {
    tries += 1;
    say(problem instanceof Later ? said.dataset.late : said.dataset.kept);
    const asked = (problem.seconds ?? 0) * 1000 * (1 + Math.random());
    again = setTimeout(flush, Math.max(asked, about(Math.min(30, 2 ** tries))));
  }
  sending = false;
}

async function sendAll() {
  const { join, ballots } = unsent.get();
  if (join && !(await joined(join))) return;
  const entries = Object.entries(ballots);
  const sent = await Promise.allSettled(entries.map((entry) => sendOne(...entry)));
  const problem = sent.find((one) => one.status === "rejected");
  if (problem) throw problem.reason;
  if (!unsent.get()) recorded(sent.every((one) => one.value));
}

async function joined(join) {
  const reply = await post("join/", { body: new URLSearchParams(join), redirect: "manual" });
  if (reply.type === "opaqueredirect") {
    unsent.set({ ...unsent.get(), join: null });
    return true;
  }
  unsent.set(null);
  swap(await reply.text());
  return false;
}

/** True once the answer is stored, false when it was refused for good; throws when to send it again. */
async function sendOne(question, { answer, nonce }) {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ question, answer, nonce });
  const reply = await post("ballot", { headers, body });
  const told = await reply.json();
  const left = unsent.get();
  if (left?.ballots[question]?.nonce === nonce) delete left.ballots[question];
  if (left) unsent.set(Object.keys(left.ballots).length ? left : null);
  if (!reply.ok) {
    say(told.detail, true);
    return false;
  }
  const expected = await receiptOf(question, answer, nonce);
  if (expected && expected !== told.receipt) say(said.dataset.mismatch, true);
  receipts.set({ ...receipts.get(), [question]: [label(question), inFours(told.receipt), 1] });
  return true;
}

async function receiptOf(question, answer, nonce) {
  if (!window.crypto.subtle) return "";
  const text = `igf-ballot-v1|${question}|${JSON.stringify(answer)}|${nonce}`;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const bits = Array.from(new Uint8Array(digest, 0, 10), (byte) => byte.toString(2).padStart(8, "0"));
  const letters = bits.join("").match(/.{5}/g);
  return letters.map((five) => "abcdefghijklmnopqrstuvwxyz234567"[parseInt(five, 2)]).join("");
}

const inFours = (receipt) => receipt.match(/.{4}/g).join(" ");

/* Receipts */

const outline = () => document.querySelector("template[data-recorded]")?.content;

function label(question) {
  const spot = outline()?.querySelector(`[data-receipt="${question}"]`);
  return receipts.get()?.[question]?.[0] ?? spot?.closest("dd").previousElementSibling.textContent ?? "";
}

/** All was answered: say so in place of the form. The choice itself is not shown again. */
function recorded(all) {
  if (!all) return;
  if (!said.hidden) say(said.dataset.sent);
  draft.set(null);
  delete document.body.dataset.touched;
  const form = document.querySelector("form[data-answers]");
  const sketch = outline()?.cloneNode(true);
  if (!form || !sketch) return refresh();
  const here = receipts.get() ?? {};
  let number = 0;
  for (const spot of sketch.querySelectorAll("[data-receipt]")) {
    const found = here[spot.dataset.receipt];
    const line = spot.closest("dd");
    if (found) {
      spot.textContent = found[1];
      number += 1;
    } else {
      line.previousElementSibling.remove();
      line.remove();
    }
  }
  for (const one of sketch.querySelectorAll("[data-recorded]")) {
    if (one.dataset.recorded !== String(number)) one.remove();
  }
  sketch.querySelector("[data-number]").textContent = number;
  const fresh = document.createElement("main");
  fresh.append(document.querySelector("main h1").cloneNode(true), sketch);
  place(fresh);
  scrollTo(0, 0);
}

function showReceipts() {
  const here = receipts.get() ?? {};
  const own = [...document.querySelectorAll("[data-own] [data-receipt]")];
  for (const { dataset, textContent, parentNode } of own) {
    if (here[dataset.receipt]?.[1] === textContent) continue;
    here[dataset.receipt] = [parentNode.previousElementSibling.textContent, textContent];
  }
  if (own.length) receipts.set(here);
  const byDevice = own.length > 0 && own.every(({ dataset }) => here[dataset.receipt][2]);
  for (const one of document.querySelectorAll("[data-by]")) {
    one.hidden = (one.dataset.by === "device") !== byDevice;
  }
  const box = document.querySelector("main > [data-kept]");
  if (!box || Object.keys(here).length <= own.length) return;
  const lines = Object.values(here).flatMap(([name, receipt]) => {
    const [term, text, isolated] = ["dt", "dd", "bdi"].map((tag) => document.createElement(tag));
    term.textContent = name;
    isolated.textContent = receipt;
    isolated.dir = "ltr";
    text.className = "code";
    text.append(isolated);
    return [term, text];
  });
  box.querySelector("dl").replaceChildren(...lines);
  box.hidden = false;
}

function begin() {
  if (document.body.dataset.phase === "ended") draft.set(null);
  restore();
  takeCode();
  showReceipts();
}

/** No answer waits here for longer than the cookie that could send it. */
function forgetOld() {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith("igf-unsent-")) continue;
    const { at } = JSON.parse(localStorage.getItem(name));
    if (!(Date.now() - at < HOURS * 3600_000)) localStorage.removeItem(name);
  }
}

if (survey()) {
  try {
    forgetOld();
  } catch {
    /* Without storage there is nothing to forget. */
  }
  document.addEventListener("input", note);
  document.addEventListener("submit", submit);
  document.addEventListener("igf-page", begin);
  addEventListener("online", flush);
  begin();
  flush();
}
