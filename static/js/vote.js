/* The attendee's page. Sends answers one by one as JSON, keeps them on this device until they are
   stored, keeps receipts, and follows the survey by a stream of states (or by a look every few
   seconds where there is none). It never touches a page on which somebody is in the middle of an
   answer: then it only says that there is news. The page works without it. */
const { code } = document.body.dataset;
const home = `/j/${code}`;
const said = document.querySelector("[data-said]");
const survey = () => document.body.dataset.survey ?? "";
const main = () => document.querySelector("main");
const [HOURS, QUIET, SHORT] = [12, 120, 5000];
const [PATIENCE, LOOKS, ROUNDS] = [4, 20, 5];
let [sending, tries, again] = [false, 0, 0];
let [failures, tag, due] = [0, "", 0];

/** About so many milliseconds: phones that lost the same server do not come back together. */
const about = (seconds) => seconds * 1000 * (0.5 + Math.random());

const announce = () => (document.querySelector("[data-news]").hidden = false);
const isBusy = () => "touched" in document.body.dataset || main().querySelector(".err");

/** Put the content of another answer of the portal in place of this one. */
function swap(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const { dataset } = document.body;
  if (page.body.dataset.code !== code) return location.assign(home);
  for (const name of ["phase", "wave", "survey"]) dataset[name] = page.body.dataset[name] ?? "";
  delete dataset.touched;
  document.title = page.title;
  document.querySelector("[data-news]").hidden = true;
  place(page.querySelector("main"));
}

/** Show this in place of the page's content, and let screen readers and the keyboard find it. */
function place(fresh) {
  const old = main();
  const held = old.contains(document.activeElement);
  old.replaceWith(fresh);
  const heading = fresh.querySelector(".err h2, .note h2, legend, h2");
  document.querySelector("[data-moved]").textContent = heading?.textContent ?? "";
  if (held && heading) {
    heading.tabIndex = -1;
    heading.focus();
  }
  begin();
}

async function refresh() {
  due = 0;
  if (isBusy()) return announce();
  try {
    const answer = await fetch(home, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    isBusy() ? announce() : swap(text);
  } catch {
    due = setTimeout(refresh, about(8));
  }
}

/** A thousand phones ask for the next page within some seconds, not in one. */
function heard(state) {
  failures = 0;
  const { phase, wave = "" } = document.body.dataset;
  if (state.phase === phase && String(state.wave ?? "") === wave) {
    due = clearTimeout(due);
    return tellClosing(state.version.split("-")[1]);
  }
  if (isBusy()) return announce();
  const people = state.joined.room + state.joined.online;
  if (!due) due = setTimeout(refresh, Math.random() * Math.min(15000, people * 6));
}

/** When the survey closes stands in the version of its state: nobody has to ask for the page. */
function tellClosing(second) {
  const line = document.querySelector("[data-closes]");
  if (!line || !second) return;
  const time = new Date(second * 1000).toLocaleTimeString("en-GB", { timeZone: line.dataset.closes });
  const told = line.querySelector("b");
  if (!told.textContent.includes(time)) told.textContent = told.textContent.replace(/\d+:\d+:\d+/, time);
  line.hidden = false;
}

async function look() {
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(`${home}/state.json`, { headers, cache: "no-store" });
    if (answer.status !== 200) return;
    tag = answer.headers.get("ETag");
    heard(await answer.json());
  } catch {
    /* The next look may have a connection again. */
  }
}

/** Looks for a while, then tries the stream again. */
async function poll(looks) {
  await look();
  if (looks || !window.EventSource) return setTimeout(poll, about(6), looks - 1);
  failures = PATIENCE - 1;
  listen();
}

function listen() {
  if (!window.EventSource || failures >= PATIENCE) return poll(LOOKS);
  const source = new EventSource(`${home}/stream`);
  const since = Date.now();
  let told = "";
  source.onmessage = ({ data }) => heard(JSON.parse((told = data)));
  source.onerror = () => {
    source.close();
    const isNoStream = told && Date.now() - since < SHORT;
    failures = isNoStream ? PATIENCE : failures + 1;
    setTimeout(listen, about(isNoStream ? 4 : 1 + 2 ** failures));
  };
}

/** Storage may be full or forbidden; then nothing is kept beyond this page. */
function tried(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

/** JSON under a name of this survey. */
function kept(storage, kind) {
  let here = null;
  const name = () => `igf-${kind}-${survey()}`;
  const write = (value) =>
    value ? window[storage].setItem(name(), JSON.stringify(value)) : window[storage].removeItem(name());
  return {
    get: () => tried(() => JSON.parse(window[storage].getItem(name()))) ?? here,
    set: (value) => tried(() => write((here = value))),
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

const fields = (form) => [...form.elements].filter((one) => one.name && one.name !== "ticket");
const own = (place) => [...place.querySelectorAll("[name^='q-']")];
const isPicked = (field) => /radio|checkbox/.test(field.type);
const isGiven = (field) => (isPicked(field) ? field.checked : field.value.trim());

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
  const [given, form] = [draft.get(), document.querySelector("form[data-answers]")];
  if (!given || !form) return;
  for (const field of fields(form).filter(({ name }) => given[name])) {
    if (isPicked(field)) field.checked = given[field.name].includes(field.value);
    else field.value = given[field.name].shift() ?? "";
  }
  if (own(form).some(isGiven)) document.body.dataset.touched = "";
}

/** The one-time code of the link; it stands behind the #, so no server reads it before it is sent. */
function takeCode() {
  const field = document.querySelector("form [name=code]");
  if (!field || location.hash.length < 2) return;
  field.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
}

const WANTING = Symbol("to be asked for by the server");

function answerIn(set) {
  const asked = own(set);
  const typed = asked.find((field) => !isPicked(field));
  const given = asked.filter(isGiven).map((field) => field.value.trim());
  if (!given.length) return typed?.matches("textarea") ? undefined : WANTING;
  if (given.includes("abstain")) return given.length > 1 ? WANTING : "abstain";
  if (!typed) return asked[0].type === "radio" ? given[0] : given.sort();
  if (typed.matches("select")) return ranking(given);
  if (typed.matches("textarea")) return given[0];
  const number = Number(given[0].replace(",", "."));
  return Number.isFinite(number) ? number : WANTING;
}

/** Options by rank; integer keys of an object stand in their order. */
function ranking(given) {
  const byRank = given.map((text) => text.match(/^(.*)=(\d+)$/).slice(1).reverse());
  const options = Object.values(Object.fromEntries(byRank));
  return options.length < given.length ? WANTING : options;
}

function answersIn(form) {
  const sets = new Map(own(form).map((field) => [field.name.slice(2), field.closest("fieldset")]));
  return [...sets].map(([question, set]) => [question, answerIn(set)]);
}

/** All bytes in this base, each in so many digits. */
const digits = (bytes, base, width) =>
  Array.from(bytes, (byte) => byte.toString(base).padStart(width, "0")).join("");
const newNonce = () => digits(crypto.getRandomValues(new Uint8Array(16)), 16, 2);

function submit(event) {
  const form = event.target;
  if (!form.matches("form[data-answers]")) return;
  const found = answersIn(form).filter(([, answer]) => answer !== undefined);
  const chosen = found.filter(([, answer]) => answer !== WANTING);
  if (!chosen.length) return;
  event.preventDefault();
  if (chosen.length < found.length) return ask(form);
  const before = unsent.get()?.ballots ?? {};
  const ballots = {};
  for (const [question, answer] of chosen) {
    const old = before[question];
    const same = old && JSON.stringify(old.answer) === JSON.stringify(answer);
    ballots[question] = { answer, nonce: same ? old.nonce : newNonce() };
  }
  const joins = form.dataset.answers === "join";
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

async function post(step, options) {
  const reply = await fetch(`${home}/${step}`, { method: "POST", ...options });
  const later = reply.status === 429 || reply.status >= 500;
  if (later) throw { seconds: Number(reply.headers.get("Retry-After")) || 1 };
  return reply;
}

async function flush() {
  if (sending || !unsent.get()) return;
  sending = true;
  clearTimeout(again);
  try {
    for (let round = 0; unsent.get() && round < ROUNDS; round += 1) await sendAll();
    tries = 0;
  } catch (problem) {
    tries += 1;
    say(problem.seconds ? said.dataset.late : said.dataset.kept);
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
  if (!unsent.get() && sent.every((one) => one.value)) recorded();
}

async function joined(join) {
  const reply = await post("join/", { body: new URLSearchParams(join), redirect: "manual" });
  const isIn = reply.type === "opaqueredirect";
  unsent.set(isIn ? { ...unsent.get(), join: null } : null);
  if (!isIn) swap(await reply.text());
  return isIn;
}

/** True once the answer is stored, else it was refused for good; throws when to send it again. */
async function sendOne(question, { answer, nonce }) {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ question, answer, nonce });
  const reply = await post("ballot", { headers, body });
  const told = await reply.json();
  const left = unsent.get();
  if (left?.ballots[question]?.nonce === nonce) delete left.ballots[question];
  if (left) unsent.set(Object.keys(left.ballots).length ? left : null);
  if (!reply.ok) return say(told.detail, true);
  const expected = await receiptOf(question, answer, nonce);
  if (expected && expected !== told.receipt) say(said.dataset.mismatch, true);
  const inFours = told.receipt.match(/.{4}/g).join(" ");
  receipts.set({ ...receipts.get(), [question]: [label(question), inFours, 1] });
  return true;
}

async function receiptOf(question, answer, nonce) {
  if (!window.crypto.subtle) return "";
  const text = `igf-ballot-v1|${question}|${JSON.stringify(answer)}|${nonce}`;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const fives = digits(new Uint8Array(digest, 0, 10), 2, 8).match(/.{5}/g);
  return fives.map((five) => "abcdefghijklmnopqrstuvwxyz234567"[parseInt(five, 2)]).join("");
}

const outline = () => document.querySelector("template[data-recorded]")?.content;

function label(question) {
  const spot = outline()?.querySelector(`[data-receipt="${question}"]`);
  return receipts.get()?.[question]?.[0] ?? spot?.closest("dd").previousElementSibling.textContent ?? "";
}

/** All was answered: say so in place of the form. The choice itself is not shown again. */
function recorded() {
  if (!said.hidden) say(said.dataset.sent);
  draft.set(null);
  delete document.body.dataset.touched;
  const form = document.querySelector("form[data-answers]");
  const sketch = outline()?.cloneNode(true);
  if (!form || !sketch) return refresh();
  const here = receipts.get() ?? {};
  for (const spot of sketch.querySelectorAll("[data-receipt]")) {
    const line = spot.closest("dd");
    spot.textContent = here[spot.dataset.receipt]?.[1] ?? "";
    if (spot.textContent) continue;
    line.previousElementSibling.remove();
    line.remove();
  }
  const number = sketch.querySelectorAll("[data-receipt]").length;
  const others = sketch.querySelectorAll(`[data-recorded]:not([data-recorded="${number}"])`);
  others.forEach((one) => one.remove());
  sketch.querySelector("[data-number]").textContent = number;
  const fresh = document.createElement("main");
  fresh.append(document.querySelector("main h1").cloneNode(true), sketch);
  place(fresh);
  scrollTo(0, 0);
}

function showReceipts() {
  const here = receipts.get() ?? {};
  const shown = [...document.querySelectorAll("[data-own] [data-receipt]")];
  for (const { dataset, textContent, parentNode } of shown) {
    const name = parentNode.previousElementSibling.textContent;
    if (here[dataset.receipt]?.[1] !== textContent) here[dataset.receipt] = [name, textContent];
  }
  if (shown.length) receipts.set(here);
  const byDevice = shown.length > 0 && shown.every(({ dataset }) => here[dataset.receipt][2]);
  for (const one of document.querySelectorAll("[data-by]")) {
    one.hidden = (one.dataset.by === "device") !== byDevice;
  }
  const box = document.querySelector("main > [data-kept]");
  if (!box || Object.keys(here).length <= shown.length) return;
  const make = (tag, facts) => Object.assign(document.createElement(tag), facts);
  const lines = Object.values(here).flatMap(([name, textContent]) => [
    make("dt", { textContent: name }),
    make("dd", { textContent, className: "code", dir: "ltr" }),
  ]);
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
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith("igf-unsent-"))) {
    const { at } = JSON.parse(localStorage.getItem(name));
    if (!(Date.now() - at < HOURS * 3600_000)) localStorage.removeItem(name);
  }
}

if (survey()) {
  tried(forgetOld);
  document.addEventListener("input", note);
  document.addEventListener("submit", submit);
  addEventListener("online", flush);
  begin();
  flush();
}
addEventListener("online", look);
addEventListener("visibilitychange", () => document.hidden || look());
setTimeout(listen, about(0.5));
setInterval(look, about(QUIET));
