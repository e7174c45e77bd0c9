/* Follows the survey and brings the page up to date: a stream of states, or a look every few seconds
   where there is no stream. Never touches a page on which somebody is in the middle of an answer:
   then it only says that there is news. */
export const { code } = document.body.dataset;
export const home = `/j/${code}`;
const PATIENCE = 4;
const LOOKS = 20;
const QUIET = 120;
const SHORT = 5000;
let failures = 0;
let tag = "";
let due = 0;

/** About so many milliseconds: phones that lost the same server do not come back together. */
export const about = (seconds) => seconds * 1000 * (0.5 + Math.random());

const main = () => document.querySelector("main");
const isBusy = () => "touched" in document.body.dataset || main().querySelector(".err");

/** Put the content of another answer of the portal in place of this one. */
export function swap(text) {
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
export function place(fresh) {
  const old = main();
  const held = old.contains(document.activeElement);
  old.replaceWith(fresh);
  const heading = fresh.querySelector(".err h2, .note h2, legend, h2");
  document.querySelector("[data-moved]").textContent = heading?.textContent ?? "";
  if (held && heading) {
    heading.tabIndex = -1;
    heading.focus();
  }
  document.dispatchEvent(new Event("igf-page"));
}

export async function refresh() {
  due = 0;
  if (isBusy()) return announce();
  try {
    const answer = await fetch(home, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    if (isBusy()) announce();
    else swap(text);
  } catch {
    due = setTimeout(refresh, about(8));
  }
}

function announce() {
  document.querySelector("[data-news]").hidden = false;
}

/** A thousand phones ask for the next page within some seconds, not in one. */
function heard(state) {
  failures = 0;
  const { phase, wave = "" } = document.body.dataset;
  if (state.phase === phase && String(state.wave ?? "") === wave) return;
  if (isBusy()) return announce();
  const people = state.joined.room + state.joined.online;
  if (!due) due = setTimeout(refresh, Math.random() * Math.min(15000, people * 6));
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

async function poll(looks) {
  await look();
  if (looks || !window.EventSource) setTimeout(poll, about(6), looks - 1);
  else {
    failures = PATIENCE - 1;
    listen();
  }
}

function listen() {
  if (!window.EventSource || failures >= PATIENCE) return poll(LOOKS);
  const source = new EventSource(`${home}/stream`);
  const since = Date.now();
  let told = false;
  source.onmessage = (event) => {
    told = true;
    heard(JSON.parse(event.data));
  };
  source.onerror = () => {
    source.close();
    const isNoStream = told && Date.now() - since < SHORT;
    failures = isNoStream ? PATIENCE : failures + 1;
    setTimeout(listen, about(isNoStream ? 4 : 1 + 2 ** failures));
  };
}

function sometimes() {
  look();
  setTimeout(sometimes, about(QUIET));
}

addEventListener("online", look);
addEventListener("visibilitychange", () => document.hidden || look());
setTimeout(listen, about(0.5));
setTimeout(sometimes, about(QUIET));
