/* Looks for news every few seconds and keeps receipts on this device. The page works without it.
   Never reloads while somebody is in the middle of an answer: then it only says that there is news. */
const { code, phase, wave, survey } = document.body.dataset;
const home = `/j/${code}`;
const form = document.querySelector("form[data-answers]");
let tag = "";
let touched = false;

form?.addEventListener("input", () => (touched = true));

function show() {
  if (form && touched) document.querySelector("[data-news]").hidden = false;
  else location.replace(home);
}

async function look() {
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(`${home}/state.json`, { headers, cache: "no-store" });
    if (answer.status === 200) {
      tag = answer.headers.get("ETag");
      const state = await answer.json();
      const moved = state.phase !== phase || String(state.wave ?? "") !== wave;
      if (moved && !document.querySelector("select, .err")) show();
      else if (moved) document.querySelector("[data-news]").hidden = false;
    }
  } catch {
    /* The next look may have a connection again. */
  }
  setTimeout(look, 6000 + Math.random() * 3000);
}

function keep() {
  const name = `igf-receipts-${survey}`;
  const kept = JSON.parse(localStorage.getItem(name) ?? "{}");
  for (const place of document.querySelectorAll("[data-receipt]")) {
    const label = place.closest("dd").previousElementSibling.textContent;
    kept[place.dataset.receipt] = [label, place.textContent];
  }
  const box = document.querySelector("[data-kept]");
  if (!Object.keys(kept).length) return;
  localStorage.setItem(name, JSON.stringify(kept));
  if (!box) return;
  for (const [label, receipt] of Object.values(kept)) {
    const term = document.createElement("dt");
    const text = document.createElement("dd");
    term.textContent = label;
    text.textContent = receipt;
    text.className = "code";
    text.dir = "ltr";
    box.querySelector("dl").append(term, text);
  }
  box.hidden = false;
}

if (survey) {
  try {
    keep();
  } catch {
    /* Without storage the receipts stand on the page only. */
  }
}
setTimeout(look, 2000 + Math.random() * 2000);
