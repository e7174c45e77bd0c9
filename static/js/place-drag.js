/* Moves booths on the Secretariat's plan with mouse, pen or finger; each move is saved at once.
   Without this script the plan only shows what the list below it says and changes.

   <div data-board data-move-url data-saved data-kept data-lost data-login>   replaced by the answer of each save
     [data-place="12"]  where a booth may be dropped; "" takes it off the plan
       [data-booth="3" data-name]  what can be dragged
   <p data-board-status hidden>  says what happened

   A booth leaves its place on the page only when the server has said so. */
const LEAST = 5;
const EDGE = 56;
const STEP = 10;
const status = document.querySelector("[data-board-status]");
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
const board = () => document.querySelector("[data-board]");
const placeOf = (booth) => booth.closest("[data-place]").dataset.place;

let drag = null;
let saving = false;

function say(words, bad) {
  status.hidden = false;
  status.classList.toggle("igf-note--bad", bad);
  status.textContent = words;
}

function lift() {
  drag.ghost = Object.assign(document.createElement("div"), { className: "igf-dragged", textContent: drag.booth.dataset.name });
  drag.ghost.dir = "auto";
  document.body.append(drag.ghost);
  drag.booth.classList.add("is-dragged");
}

function aim() {
  const under = document.elementFromPoint(drag.at.x, drag.at.y)?.closest("[data-board] [data-place]");
  if (under === drag.target) return;
  drag.target?.classList.remove("is-target");
  drag.target = under;
  under?.classList.add("is-target");
}

const towards = (at, start, end) => (at < start + EDGE ? -STEP : at > end - EDGE ? STEP : 0);

/* What does not fit into the window comes near when a booth is held at its edge. */
function scroll() {
  if (!drag?.ghost || saving) return;
  const region = board().querySelector(".igf-scroll");
  const { left, right, top, bottom } = region.getBoundingClientRect();
  if (drag.at.y > top && drag.at.y < bottom) region.scrollBy(towards(drag.at.x, Math.max(left, 0), Math.min(right, innerWidth)), 0);
  scrollBy(0, towards(drag.at.y, 0, innerHeight));
  aim();
  requestAnimationFrame(scroll);
}

function letGo() {
  drag?.ghost?.remove();
  drag?.booth.classList.remove("is-dragged");
  drag?.target?.classList.remove("is-target");
  drag = null;
}

async function refusal(response) {
  if (response.redirected || response.status === 403) return board().dataset.login;
  const body = await response.json().catch(() => ({}));
  return body.detail ?? board().dataset.lost;
}

function places() {
  return new Map([...board().querySelectorAll("[data-booth]")].map((booth) => [booth.dataset.booth, placeOf(booth)]));
}

function replace(html) {
  const before = places();
  const page = document.createElement("template");
  page.innerHTML = html;
  board().replaceWith(page.content.querySelector("[data-board]"));
  for (const [booth, place] of places()) {
    const select = document.getElementsByName(`place-${booth}`)[0];
    if (select && before.get(booth) !== place) select.value = place;
  }
}

async function save({ booth, target }) {
  const { name } = booth.dataset;
  const seen = target.dataset.place ? target.querySelector("[data-booth]")?.dataset.booth ?? "" : "";
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, booth: booth.dataset.booth, place: target.dataset.place, was: placeOf(booth), seen });
  const headers = { Accept: "text/html, application/json" };
  const response = await fetch(board().dataset.moveUrl, { method: "POST", body, headers }).catch(() => null);
  if (response?.ok && !response.redirected) {
    replace(await response.text());
    say(board().dataset.saved.replace("%booth%", name), false);
    return;
  }
  const why = response ? await refusal(response) : board().dataset.lost;
  say(`${board().dataset.kept.replace("%booth%", name)} ${why}`, true);
}

function begin(event) {
  const booth = event.target.closest?.("[data-board] [data-booth]");
  if (!booth || saving || drag || event.button !== 0 || !event.isPrimary) return;
  event.preventDefault();
  drag = { booth, x: event.clientX, y: event.clientY, at: null, ghost: null, target: null };
}

function follow(event) {
  if (!drag || saving) return;
  if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < LEAST) return;
  drag.at = { x: event.clientX, y: event.clientY };
  if (!drag.ghost) {
    lift();
    requestAnimationFrame(scroll);
  }
  drag.ghost.style.translate = `${event.clientX}px ${event.clientY}px`;
  aim();
}

async function drop() {
  if (!drag || saving) return;
  const { booth, target, ghost } = drag;
  if (ghost && target && target !== booth.closest("[data-place]")) {
    saving = true;
    await save(drag);
    saving = false;
  } else if (ghost && !target) {
    say(board().dataset.kept.replace("%booth%", booth.dataset.name), true);
  }
  letGo();
}

document.querySelector("[data-board-hint]").hidden = false;
document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", follow);
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", () => saving || letGo());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag && !saving) letGo();
});
