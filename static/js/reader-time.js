/* Adds the reader's own local time beside venue times: <time data-reader data-zone="Asia/Tokyo">.
   Times inside one [data-when] are read as one span. Says nothing where both clocks agree. */
const lang = document.documentElement.lang || "en";
const words = document.getElementById("igf-words")?.dataset ?? {};
const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn" };

function clock(moment, zone, extra = {}) {
  return new Intl.DateTimeFormat(lang, { ...parts, ...extra, timeZone: zone }).format(moment);
}

function sameClock(moment, zone) {
  const day = { day: "numeric" };
  return zone !== undefined && clock(moment, zone, day) === clock(moment, undefined, day);
}

const dayIn = (moment, zone) => new Intl.DateTimeFormat("en", { dateStyle: "short", timeZone: zone }).format(moment);

/* The weekday is said where the reader's date is not the one just read. */
function own(moment, dayRead) {
  return clock(moment, undefined, dayIn(moment) === dayRead ? {} : { weekday: "short" });
}

function sentence(times) {
  const [start, end] = [times[0], times[times.length - 1]];
  const [first, last] = [new Date(start.dateTime), new Date(end.dateTime)];
  const pattern = times.length > 1 ? words.readerSpan : words.readerTime;
  return (pattern || "%start%")
    .replace("%start%", own(first, dayIn(first, start.dataset.zone)))
    .replace("%end%", own(last, dayIn(first)));
}

export function annotate(root = document) {
  const groups = new Map();
  for (const time of root.querySelectorAll("time[data-reader][datetime]:not([data-reader-done])")) {
    time.dataset.readerDone = "";
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime()) || sameClock(moment, time.dataset.zone)) continue;
    const place = time.closest("[data-when]") ?? time;
    groups.set(place, [...(groups.get(place) ?? []), time]);
  }
  for (const [place, times] of groups) {
    const note = document.createElement("span");
    note.className = "igf-readertime";
    note.textContent = ` (${sentence(times)})`;
    if (place.matches("[data-when]")) place.append(note);
    else place.after(note);
  }
}

annotate();
document.addEventListener("htmx:load", (event) => annotate(event.target));
