/* Offers public names while somebody types: an input with data-names="person" (or "organization")
   gets a datalist from the addresses in data-names-url of this script's tag. Without this script
   the field is an ordinary one. Choosing a person fills an empty affiliation of the same row. */
const addresses = document.querySelector("script[data-names-url]").dataset.namesUrl.split(" ");
const LEAST = 3;
const PAUSE = 250;
const waiting = new WeakMap();
const offered = new Map();

function listFor(kind) {
  const id = `igf-names-${kind}`;
  const made = document.getElementById(id);
  if (made) return made;
  const list = document.createElement("datalist");
  list.id = id;
  document.body.append(list);
  return list;
}

async function ask(address, kind, text) {
  const response = await fetch(`${address}?of=${kind}&q=${encodeURIComponent(text)}`).catch(() => null);
  if (!response?.ok || response.redirected) return [];
  return (await response.json()).names;
}

async function offer(input) {
  const kind = input.dataset.names;
  const text = input.value.trim();
  if (text.length < LEAST || offered.has(`${kind}:${text}`)) return;
  const answers = await Promise.all(addresses.map((address) => ask(address, kind, text)));
  const names = [...new Map(answers.flat().map((row) => [`${row.name}:${row.affiliation ?? ""}`, row])).values()];
  names.forEach((row) => offered.set(`${kind}:${row.name}`, row));
  const list = listFor(kind);
  list.replaceChildren(...names.map((row) => new Option(row.affiliation ?? "", row.name)));
  input.setAttribute("list", list.id);
}

function complete(input) {
  const row = offered.get(`person:${input.value.trim()}`);
  const place = input.closest("[data-row]")?.querySelector('[data-names="organization"]');
  if (!row?.affiliation || !place || place.value) return;
  place.value = row.affiliation;
  place.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.dataset?.names) return;
  clearTimeout(waiting.get(input));
  waiting.set(input, setTimeout(() => offer(input), PAUSE));
});
document.addEventListener("change", (event) => {
  if (event.target.dataset?.names === "person") complete(event.target);
});
