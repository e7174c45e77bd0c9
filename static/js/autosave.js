/* Saves <form data-autosave> by itself: a while after typing, on leaving a field, on leaving the page.
   Until the server has confirmed it, a copy stays on this device; a copy left behind is offered back.

   data-autosave-state       "pending": shown words may not be stored; "held": another's words are shown beside them
   data-autosave-owner/kind  whose copies these are
   data-autosave-delivered   "<page> <number>" of the save that is stored

   The page numbers its saves (fields named editor), so that one whose answer got lost is not taken for
   somebody else's, and one that arrives late replaces nothing newer. */
import { Copies } from "./kept-copies.js";

const PAUSE = 2000;
const PATIENCE = 20_000;
const RETRIES = [3, 6, 12, 24, 48].map((seconds) => seconds * 1000);
const LARGEST_LAST_WORD = 60_000;
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "action", "revision", "uuid", "editor"]);
const POLITE = new Set(["waiting"]);

const form = document.querySelector("form[data-autosave]");
const bar = form.querySelector("[data-autosave-bar]");
const part = (name) => bar.querySelector(`[data-autosave-${name}]`);
const field = (name) => form.querySelector(`input[name="${name}"]`);
const page = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const copies = new Copies(form.dataset.autosaveOwner, form.dataset.autosaveKind, page);
const editor = [page, "0"].map((value) => {
  const input = Object.assign(document.createElement("input"), { type: "hidden", name: "editor", value });
  form.append(input);
  return input;
});

let number = 0;
let changed = false;
let sending = false;
let held = form.dataset.autosaveState === "held";
let failures = 0;
let submitted = false;
let resume = false;
let timer;
let shownState = "";

const entries = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");
const typed = () => entries().filter(([name, value]) => !NOT_TYPED.has(name) && value !== "");
const unbroken = (text) => text.replace(/\r\n?|\n/g, "\r\n");
const clock = (moment) => new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

function body() {
  const data = new URLSearchParams(entries().map(([name, value]) => [name, unbroken(value)]));
  data.set("action", "autosave");
  return data;
}

function show(state, detail = "") {
  const words = bar.dataset[state];
  bar.hidden = false;
  part("text").textContent = words.replace("%time%", clock(Date.now()));
  if (state !== shownState && !POLITE.has(state)) part("said").textContent = part("text").textContent;
  if (!POLITE.has(state)) shownState = state;
  part("detail").textContent = detail;
  part("detail").hidden = !detail;
  part("login").hidden = state !== "login";
  part("reload").hidden = state !== "reload";
  part("theirs").hidden = state !== "stale";
}

function keep() {
  return copies.keep(field("uuid").value, {
    revision: field("revision").value,
    editor: [page, number],
    entries: entries().filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "editor"),
    resume,
  });
}

function count() {
  number += 1;
  editor[1].value = String(number);
}

function edited() {
  changed = true;
  submitted = false;
  count();
  const kept = keep();
  if (!held) {
    show(kept ? "waiting" : "unkept");
    later(PAUSE);
  }
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

async function save() {
  if (sending || held || submitted || !changed) return;
  clearTimeout(timer);
  sending = true;
  changed = false;
  const sent = number;
  try {
    await settle(await post({ signal: AbortSignal.timeout(PATIENCE) }), sent);
  } catch {
    tryAgain("offline");
  }
  sending = false;
  if (changed && !held && !failures) later(PAUSE);
}

function post(options) {
  return fetch(form.getAttribute("action"), {
    method: "POST",
    headers: { Accept: "application/json" },
    body: body(),
    credentials: "same-origin",
    redirect: "manual",
    ...options,
  });
}

async function settle(response, sent) {
  const isJson = response.headers.get("Content-Type")?.includes("application/json");
  const said = isJson ? await response.json() : {};
  if (response.ok && said.url) confirm(said, sent);
  else if (response.status >= 500 || response.status === 429) tryAgain("failed");
  else hold(said, response);
}

function confirm(said, sent) {
  failures = 0;
  field("revision").value = said.revision;
  if (location.pathname !== said.url) {
    history.replaceState(null, "", said.url + location.hash);
    form.setAttribute("action", said.url);
  }
  if (sent === number) copies.dropOwn(field("uuid").value);
  else keep();
  if (!changed) show("saved");
}

function tryAgain(state) {
  changed = true;
  show(keep() ? state : "unkept");
  later(RETRIES[Math.min(failures, RETRIES.length - 1)]);
  failures += 1;
}

/* The server will not take it now: nothing is sent any more, every change is kept here. */
function hold(said, response) {
  const byStatus = { 403: "reload", 404: "gone", 410: "gone" };
  const state = ["stale", "login"].includes(said.error) ? said.error : (byStatus[response.status] ?? "refused");
  held = state !== "refused" || said.error === "closed";
  changed = true;
  if (!keep()) show("unkept", said.detail);
  else show(state, state === "refused" ? said.detail : "");
  if (state === "login") part("login").firstElementChild.href = said.url;
  if (state === "stale") compare(said);
  if (!held) failures = 1;
}

function compare(said) {
  const list = part("theirs").querySelector("dl");
  list.replaceChildren(...said.differences.flatMap(({ label, text }) => [line("dt", label), line("dd", text)]));
  part("theirs").querySelector("button").onclick = () => {
    field("revision").value = said.revision;
    held = false;
    part("theirs").hidden = true;
    edited();
    save();
  };
}

function line(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  element.dir = "auto";
  element.className = "igf-keeplines";
  return element;
}

/* The server draws the rows: the copy is sent as if typed, and comes back as the form. */
function restore({ key, copy }) {
  const carrier = document.createElement("form");
  carrier.method = "post";
  carrier.action = form.getAttribute("action");
  carrier.hidden = true;
  const fields = [...copy.entries, ["csrfmiddlewaretoken", field("csrfmiddlewaretoken").value], ["action", "restore"]];
  for (const [name, value] of fields) {
    const area = document.createElement("textarea");
    area.name = name;
    area.value = value;
    carrier.append(area);
  }
  document.body.append(carrier);
  sessionStorage.setItem("igf-restored", key);
  HTMLFormElement.prototype.submit.call(carrier);
}

function offer(found) {
  const box = document.querySelector("[data-autosave-offer]");
  box.hidden = false;
  const when = box.querySelector("[data-autosave-when]");
  when.dateTime = new Date(found.copy.at).toISOString();
  when.textContent = new Date(found.copy.at).toLocaleString(document.documentElement.lang);
  box.querySelector("[data-autosave-use]").onclick = () => restore(found);
  box.querySelector("[data-autosave-discard]").onclick = () => {
    copies.drop(found.key);
    box.hidden = true;
    lookBack();
  };
}

function arrived({ copy }) {
  const [name, stored] = form.dataset.autosaveDelivered.split(" ");
  return copy.editor[0] === name && copy.editor[1] <= Number(stored);
}

function same({ copy }) {
  const kept = copy.entries.filter(([name, value]) => !NOT_TYPED.has(name) && value !== "");
  const flat = (pairs) => JSON.stringify(pairs.map(([name, value]) => [name, unbroken(value)]).sort());
  return flat(kept) === flat(typed());
}

function lookBack() {
  const restored = sessionStorage.getItem("igf-restored");
  sessionStorage.removeItem("igf-restored");
  const isNew = field("revision").value === "0";
  const found = copies.left(field("uuid").value, isNew).filter((item) => {
    const needless = (item.key === restored && changed) || arrived(item) || same(item);
    if (needless) copies.drop(item.key);
    return !needless;
  });
  const [newest] = found;
  if (!newest) return;
  if (newest.copy.resume && newest.copy.revision === field("revision").value && !changed) restore(newest);
  else offer(newest);
}

function leave() {
  if (submitted || (!changed && !sending)) return;
  keep();
  if (!held && new Blob([body()]).size < LARGEST_LAST_WORD) post({ keepalive: true }).catch(() => undefined);
}

function begin() {
  copies.clearOld();
  if (form.dataset.autosaveState === "pending") edited();
  if (held) {
    changed = true;
    keep();
  }
  lookBack();
}

for (const name of ["input", "change", "rows:changed"]) form.addEventListener(name, edited);
form.addEventListener("focusout", () => save());
form.addEventListener("submit", () => {
  clearTimeout(timer);
  count();
  keep();
  submitted = true;
});
/* Whoever goes to log in, or loads the page again, comes back to these words without being asked. */
function comeBack() {
  resume = true;
  keep();
}

part("login").firstElementChild.addEventListener("click", comeBack);
part("reload").firstElementChild.addEventListener("click", () => {
  comeBack();
  location.assign(form.getAttribute("action"));
});
window.addEventListener("online", () => save());
window.addEventListener("pagehide", leave);
begin();
