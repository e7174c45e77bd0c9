/* Clocks by the server's time, whatever the device believes.
   <time data-clock="Asia/Tokyo" data-now="…">15:55</time> shows the time of the venue;
   <span data-closing="…" data-now="…">Closes at …</span> gets the time that is left behind it. */
let ahead;

function now(element) {
  ahead ??= Date.parse(element.dataset.now) - Date.now();
  return Date.now() + ahead;
}

function left(element) {
  const seconds = Math.round((Date.parse(element.dataset.closing) - now(element)) / 1000);
  const shown = Math.max(0, seconds);
  return `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
}

function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: clock.dataset.clock };
    clock.textContent = new Intl.DateTimeFormat("en-GB", form).format(now(clock));
  }
  for (const closing of document.querySelectorAll("[data-closing]")) {
    let rest = closing.querySelector("[data-left]");
    if (!rest) {
      rest = document.createElement("bdi");
      rest.dataset.left = "";
      rest.setAttribute("aria-hidden", "true");
      closing.append(" (", rest, ")");
    }
    rest.textContent = left(closing);
  }
}

tick();
setInterval(tick, 1000);
