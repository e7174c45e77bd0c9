/* Counts as the server does, while one writes:
   <textarea data-count="words" data-limit="350"> (or data-count="characters").
   Words are parted by white space; in Chinese and Japanese every character is one. Characters are code points without the white space
   around the text; a line break is one, or two with data-linebreak="2". */
const words = document.getElementById("igf-words")?.dataset ?? {};
const space = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const ideographs = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3fffd}";
const punctuation = "\\u3001-\\u303f\\uff01-\\uff0f\\uff1a-\\uff20";
const word = new RegExp(`[${ideographs}]|[^${space}${ideographs}${punctuation}]+`, "gu");
const edges = new RegExp(`^[${space}]+|[${space}]+$`, "gu");

export function measure(text, unit, linebreak = 1) {
  const inner = text.replace(/\r\n?/g, "\n").replace(edges, "");
  if (unit === "words") return (inner.match(word) ?? []).length;
  const breaks = (inner.match(/\n/g) ?? []).length;
  return Array.from(inner).length + breaks * (linebreak - 1);
}

function output(control) {
  const id = `${control.id}_count`;
  const found = document.getElementById(id);
  if (found) return found;
  const line = document.createElement("div");
  line.className = "igf-count";
  line.id = id;
  control.after(line);
  const described = control.getAttribute("aria-describedby");
  control.setAttribute("aria-describedby", described ? `${described} ${id}` : id);
  return line;
}

function sentence(n, limit, unit) {
  const pattern = (unit === "words" ? words.countWords : words.countCharacters) || "%n% / %limit%";
  const base = pattern.replace("%n%", n).replace("%limit%", limit);
  return n > limit ? base + (words.countOver || " (+%over%)").replace("%over%", n - limit) : base;
}

function update(control) {
  const { count: unit, limit, linebreak } = control.dataset;
  const n = measure(control.value, unit, Number(linebreak || 1));
  const line = output(control);
  line.textContent = sentence(n, Number(limit), unit);
  line.classList.toggle("igf-count--bad", n > Number(limit));
}

function updateAll(root) {
  for (const control of root.querySelectorAll("[data-count][data-limit]")) update(control);
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-count][data-limit]")) update(event.target);
});
for (const name of ["rows:changed", "htmx:load"]) {
  document.addEventListener(name, (event) => updateAll(event.target));
}
updateAll(document);
