/* Notes that are not lost: <form data-notes="session" data-owner="account">.
   A note is kept on this device under a key of its own before it is sent, and leaves only when the
   server has it or the person discards it. The uuid is made here, so sending twice gives one note.
   { fields: [[name, value], …], at, why, again }  why: the refusal; again: it needs a new uuid */
const RETRIES = [3, 6, 12, 24, 48].map((seconds) => seconds * 1000);
const PATIENCE = 20_000;
const CONFLICT = 409;

const form = document.querySelector("form[data-notes]");
const shelf = `igf-notes:${form.dataset.owner}:${form.dataset.notes}:`;
const typing = `igf-noting:${form.dataset.owner}:${form.dataset.notes}`;
const box = document.querySelector("[data-unsent]");
const state = document.querySelector("[data-notes-state]");
const text = form.elements.text;

let sending = false;
let failures = 0;
let halted = "";
let timer;

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

/* False when this device keeps nothing. */
function store(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function drop(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    /* nothing was kept */
  }
}

function kept() {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(shelf))
      .map((name) => [name, stored(name)])
      .filter(([, note]) => note)
      .sort(([, a], [, b]) => a.at - b.at);
  } catch {
    return [];
  }
}

const waiting = () => kept().filter(([, note]) => !note.why);
const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
const value = (note, wanted) => note.fields.find(([name]) => name === wanted)?.[1] ?? "";

function newUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function say(words) {
  if (state.textContent !== words) state.textContent = words;
}

function show() {
  const notes = kept();
  box.hidden = !notes.length;
  box.querySelector("ul").replaceChildren(...notes.map(line));
  for (const way of document.querySelectorAll("[data-notes-way]")) {
    way.hidden = way.dataset.notesWay !== halted;
  }
  if (halted) say(form.dataset[halted]);
  else if (notes.some(([, note]) => note.why)) say(form.dataset.refused);
  else if (notes.length && !sending) say(form.dataset.waiting);
}

function line([name, note]) {
  const row = box.querySelector("template").content.cloneNode(true);
  row.querySelector("[data-unsent-text]").textContent = value(note, "text");
  row.querySelector("[data-unsent-why]").textContent = note.why ?? "";
  row.querySelector("div").hidden = !note.why;
  row.querySelector("[data-unsent-change]").addEventListener("click", () => change(name, note));
  row.querySelector("[data-unsent-discard]").addEventListener("click", () => {
    drop(name);
    say("");
    show();
  });
  return row;
}

function change(name, note) {
  if (text.value.trim()) {
    say(form.dataset.busy);
    text.focus();
    return;
  }
  fill(note.fields);
  if (note.again) form.elements.uuid.value = newUuid();
  if (store(typing, fields())) drop(name);
  say("");
  show();
  form.querySelector("details").open = true;
  text.focus();
}

function fill(pairs) {
  form.reset();
  for (const [name, written] of pairs) {
    const field = form.elements[name];
    if (field?.type === "checkbox") field.checked = true;
    else if (field) field.value = written;
  }
}

function submit(event) {
  if (!text.reportValidity()) return event.preventDefault();
  const note = { fields: fields(), at: Date.now() };
  if (!store(shelf + form.elements.uuid.value, note)) return undefined;
  event.preventDefault();
  drop(typing);
  form.reset();
  form.elements.uuid.value = newUuid();
  failures = 0;
  flush();
  text.focus();
  return undefined;
}

async function flush() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  halted = "";
  try {
    for (let [next] = waiting(); next && !halted; [next] = waiting()) await send(...next);
    failures = 0;
  } catch {
    timer = setTimeout(flush, RETRIES[Math.min(failures, RETRIES.length - 1)]);
    failures += 1;
  }
  sending = false;
  show();
}

async function send(name, note) {
  const token = ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value];
  const reply = await fetch(form.getAttribute("action"), {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams([token, ...note.fields]),
    credentials: "same-origin",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (reply.status >= 500 || reply.status === 429) throw new Error("later");
  if (reply.type === "opaqueredirect" || reply.status === 401) halted = "login";
  else if (reply.status === 403) halted = "reload";
  else if (reply.ok) arrived(name);
  else store(name, { ...note, why: await reason(reply), again: reply.status === CONFLICT });
}

function arrived(name) {
  drop(name);
  say(form.dataset.noted);
  document.dispatchEvent(new Event("notes:sent"));
}

async function reason(reply) {
  try {
    return (await reply.json()).detail || String(reply.status);
  } catch {
    return String(reply.status);
  }
}

function begin() {
  const left = stored(typing);
  if (left && !text.value.trim()) {
    fill(left);
    form.querySelector("details").open = true;
  } else {
    form.elements.uuid.value = newUuid();
  }
  show();
  if (waiting().length) flush();
}

for (const kind of ["input", "change"]) form.addEventListener(kind, () => store(typing, fields()));
form.addEventListener("submit", submit);
window.addEventListener("online", flush);
window.addEventListener("storage", show);
document.addEventListener("visibilitychange", () => document.hidden || (waiting().length && flush()));
begin();
