/* Parts of a page that the server draws again: <section data-part="spoke">.
   A part in which somebody writes stays as it is; focus stays on the button it was on. */
function busy(part) {
  const writes = [...part.querySelectorAll("input:not([type=hidden]), textarea")];
  return writes.some((control) => control.value || control === document.activeElement);
}

/* What a reader would see: tokens, clocks and opened details differ without a change. */
function seen(part) {
  const copy = part.cloneNode(true);
  for (const one of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) one.remove();
  for (const one of copy.querySelectorAll("details")) one.open = false;
  for (const one of copy.querySelectorAll("[data-closing]")) {
    one.replaceChildren(one.dataset.closing);
    delete one.dataset.now;
  }
  return copy.outerHTML;
}

function renew(part, fresh) {
  if (busy(part) || seen(part) === seen(fresh)) return;
  const open = [...part.querySelectorAll("details")].map((one) => one.open);
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  const same = fresh.querySelectorAll("details").length === open.length;
  if (same) fresh.querySelectorAll("details").forEach((one, place) => (one.open = open[place]));
  part.replaceWith(fresh);
  if (focused) (document.getElementById(focused) ?? fresh.querySelector("button"))?.focus();
}

export function replaceParts(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh) renew(part, document.importNode(fresh, true));
  }
  return page;
}

export async function fetchParts(address) {
  const answer = await fetch(address, { cache: "no-store" });
  if (answer.ok && !answer.redirected) replaceParts(await answer.text());
}

export function every(milliseconds, look) {
  async function again() {
    try {
      await look();
    } catch {
      /* The next look may have a connection again. */
    }
    setTimeout(again, milliseconds * (1 + Math.random() * 0.5));
  }
  setTimeout(again, milliseconds);
}
