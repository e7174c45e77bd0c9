/* Replaces what is marked data-look-again="yes" by its newest state every two seconds until it says no
   more; a page that is not about it any more is loaded as a whole. */
const PAUSE = 2000;

async function look() {
  const shown = document.querySelector("[data-look-again]");
  if (shown?.dataset.lookAgain !== "yes") return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const news = page.querySelector("[data-look-again]");
    if (answer.ok && news) shown.replaceWith(document.adoptNode(news));
    else if (answer.ok) location.reload();
  } catch {
    /* the network is away: the next look may find it */
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
