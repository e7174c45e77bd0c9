/* The moderator's console: counts follow, a step of somebody else is announced, nothing is lost.
   Forms with data-quiet are sent without leaving the page; the server's answer is what is shown. */
import "./clock.js";
import { follow } from "./live-counts.js";
import { every, fetchParts, replaceParts } from "./parts.js";

const place = document.querySelector("[data-live]");
const PATIENCE = 10000;
let sentAt = -PATIENCE;
const typed = () => [...document.querySelectorAll("main textarea, main input:not([type=hidden])")];

follow(place, () => {
  if (performance.now() - sentAt < PATIENCE) return;
  if (typed().some((control) => control.value)) place.querySelector("[data-news]").hidden = false;
  else location.replace(place.querySelector("[data-news] a").href);
});
every(4000, () => fetchParts(place.dataset.newsFrom));

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-quiet]")) sentAt = performance.now();
  if (!form.matches("[data-quiet]") || form.dataset.sending) return;
  event.preventDefault();
  form.dataset.sending = "yes";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error(answer.statusText);
    form.reset();
    for (const control of form.querySelectorAll("input:focus")) control.blur();
    const page = replaceParts(await answer.text());
    const said = page.querySelector(".igf-messages");
    if (said?.textContent.trim()) document.querySelector(".igf-messages")?.replaceWith(said);
  } catch {
    form.submit();
  }
  delete form.dataset.sending;
});
