/* <div data-lines="…/list/"> shows what others wrote: a look every few seconds while the page is seen.
   The pause grows while nothing is new. The list stays as it is while somebody is in it by keyboard. */
const SOON = 4000;
const LATE = 30_000;
const GROWTH = 1.5;

const place = document.querySelector("[data-lines]");
let tag = "";
let pause = SOON;
let timer;
let looking = false;

function later() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(look, pause * (1 + Math.random() * 0.3));
}

async function look() {
  if (looking) return;
  looking = true;
  let goesOn = true;
  pause = Math.min(LATE, pause * GROWTH);
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const reply = await fetch(place.dataset.lines, { headers, cache: "no-store", redirect: "manual" });
    if (reply.status === 200) show(await reply.text(), reply.headers.get("ETag"));
    goesOn = reply.status === 200 || reply.status === 304 || reply.status >= 500;
  } catch {
    /* the network is away: the next look may find it */
  }
  looking = false;
  if (goesOn) later();
}

function show(words, newTag) {
  if (place.contains(document.activeElement)) return;
  const news = new DOMParser().parseFromString(words, "text/html").body;
  if (tag) pause = SOON;
  tag = newTag;
  place.replaceChildren(...news.childNodes);
}

function now() {
  pause = SOON;
  look();
}

if (place) {
  document.addEventListener("notes:sent", now);
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : now()));
  later();
}
