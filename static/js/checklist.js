/* Asks the server what the rules say about the form as it stands, a moment after every change.
   <section data-checklist> inside the form; every [data-live="name"] takes the content of the
   same name in the answer. Nothing is stored. Without this script "Check again" does the same. */
const pause = 1500;
const form = document.querySelector("[data-checklist]")?.closest("form");
let waiting;
let asked;

function show(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  for (const place of document.querySelectorAll("[data-live]")) {
    const fresh = answer.querySelector(`[data-live="${place.dataset.live}"]`);
    if (fresh && fresh.innerHTML.trim() !== place.innerHTML.trim()) place.replaceChildren(...fresh.childNodes);
  }
}

async function check() {
  asked?.abort();
  asked = new AbortController();
  const body = new FormData(form);
  body.append("action", "check");
  try {
    const options = { method: "POST", body, signal: asked.signal, headers: { "X-Requested-With": "fetch" } };
    const answer = await fetch(form.getAttribute("action"), options);
    if (answer.ok && !answer.redirected) show(await answer.text());
  } catch (error) {
    if (!["AbortError", "TypeError"].includes(error.name)) throw error;
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(check, pause);
}

if (form) {
  for (const name of ["input", "change", "rows:changed"]) form.addEventListener(name, soon);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    asked?.abort();
  });
}
