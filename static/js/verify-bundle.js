/* Checks a results bundle on this device, as docs/record-format.md describes it: the fingerprint of
   the record, every receipt, and the figures that the single answers give. The form beside it sends
   the bundle instead and has everything recomputed; it works without this script. */
import { unzip } from "./unzip.js";

const RECORD = ["ballots.csv", "groups.csv", "pairs.csv", "rules.json"];
const ABSTAIN = "abstain";
const form = document.querySelector("[data-bundle]");
const words = document.querySelector("[data-words]").content;
const text = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

async function digest(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

async function sha256(bytes) {
  return Array.from(await digest(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function recordHash(files) {
  const lines = await Promise.all(
    RECORD.map(async (name) => `${await sha256(files.get(name))}  ${name}\n`),
  );
  return sha256(new TextEncoder().encode(lines.join("")));
}

/** The rows of a CSV file (RFC 4180) as objects by the names of its first line. */
function rows(csv) {
  const found = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/gy;
  for (let match = cell.exec(csv); match; match = cell.exec(csv)) {
    const [, quoted, plain, end] = match;
    found.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\n") found.push([]);
    if (cell.lastIndex === csv.length) break;
  }
  const [names, ...rest] = found.slice(0, -1);
  return rest.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}

async function receiptOf({ question, answer, nonce }) {
  const line = `igf-ballot-v1|${question}|${answer}|${nonce}`;
  const bytes = (await digest(new TextEncoder().encode(line))).slice(0, 10);
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const letters = bits.match(/.{5}/g).map((five) => parseInt(five, 2));
  return letters.map((place) => "abcdefghijklmnopqrstuvwxyz234567"[place]).join("");
}

/** The receipts that do not belong to their answers, or stand there twice. */
async function forged(ballots) {
  const seen = new Set();
  const wrong = [];
  for (const ballot of ballots) {
    if (seen.has(ballot.receipt) || (await receiptOf(ballot)) !== ballot.receipt) wrong.push(ballot.receipt);
    seen.add(ballot.receipt);
  }
  return wrong;
}

/** Question id → what its answers give: n, abstained, and people per option. */
function counted(ballots, questions) {
  const found = new Map(questions.map(({ id }) => [id, { n: 0, abstained: 0, counts: {} }]));
  const kinds = new Map(questions.map(({ id, kind }) => [id, kind]));
  for (const { question, answer: given } of ballots) {
    const [answer, here] = [JSON.parse(given), found.get(question)];
    if (answer === ABSTAIN) {
      here.abstained += 1;
      continue;
    }
    here.n += 1;
    const chosen = kinds.get(question) === "ranking" ? answer.slice(0, 1) : [answer].flat();
    for (const option of chosen) here.counts[option] = (here.counts[option] ?? 0) + 1;
  }
  return found;
}

function agrees(figure, questions, answers) {
  const here = answers.get(figure.question);
  if (!here || here.n !== figure.n || here.abstained !== figure.abstained) return false;
  const { levels } = questions.find(({ id }) => id === figure.question);
  const parts = figure.kind === "levels" ? levels.map(({ id, options }) => [id, options]) : null;
  return Object.entries(figure.counts ?? {}).every(([name, people]) => {
    const options = parts ? new Map(parts).get(name) : [name];
    return options.reduce((sum, option) => sum + (here.counts[option] ?? 0), 0) === people;
  });
}

function word(name, value = "") {
  const found = words.querySelector(`[data-word="${name}"]`).cloneNode(true);
  const slot = [found, ...found.children].find((one) => one.lastChild?.data?.includes("{0}"));
  if (slot) slot.lastChild.data = slot.lastChild.data.replace("{0}", value);
  return found;
}

/** What can be said about the bundle: a list of [is it right, name of a word, value]. */
async function check(file, expected) {
  const files = await unzip(await file.arrayBuffer());
  const [rules, stated] = ["rules.json", "figures.json"].map((name) => JSON.parse(text(files.get(name))));
  const hash = await recordHash(files);
  const said = [[true, "record", hash]];
  if (expected) said.push([expected === hash, expected === hash ? "expected" : "unexpected"]);
  else said.push([true, "origin"]);
  if (stated.record !== hash) said.push([false, "stated"]);
  const ballots = rows(text(files.get("ballots.csv")));
  const wrong = await forged(ballots);
  said.push([true, "receipts", ballots.length - wrong.length]);
  said.push(...wrong.slice(0, 20).map((receipt) => [false, "forged", receipt]));
  const answers = counted(ballots, rules.questions);
  const figures = stated.figures.filter(({ kind }) => ["counts", "levels", "texts", "numbers"].includes(kind));
  const off = figures.filter((figure) => !agrees(figure, rules.questions, answers));
  said.push([true, "figures", figures.length - off.length]);
  said.push(...off.slice(0, 20).map(({ id }) => [false, "miscounted", id]));
  return said;
}

async function show() {
  const file = form.elements.bundle.files[0];
  if (!file) return form.requestSubmit(form.querySelector("[type=submit]"));
  const expected = form.elements.expect.value.replace(/\s/g, "").toLowerCase();
  const said = await check(file, expected).catch(() => [[false, "unreadable"]]);
  const box = document.querySelector("[data-here]");
  const verdict = word(said.every(([right]) => right) ? "right" : "wrong");
  box.querySelector("[data-verdict]").replaceChildren(...verdict.childNodes);
  box.querySelector("ul").replaceChildren(
    ...said.map(([, name, value]) => {
      const line = document.createElement("li");
      line.append(...word(name, value).childNodes);
      return line;
    }),
  );
  box.hidden = false;
}

if (window.crypto?.subtle && "DecompressionStream" in window) {
  const button = form.querySelector("[data-check-here]");
  button.hidden = false;
  button.addEventListener("click", show);
}
