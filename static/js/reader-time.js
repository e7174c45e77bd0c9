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

function own(moment, zone) {
  const day = { day: "numeric" };
  const dayOf = (where) => new Intl.DateTimeFormat("en", { ...day, timeZone: where }).format(moment);
  const moved = zone && dayOf(zone) !== dayOf(undefined);
  return clock(moment, undefined, moved ? { weekday: "short" } : {});
}

function sentence(times) {
  const shown = times.map((time) => own(new Date(time.dateTime), time.dataset.zone));
  const pattern = shown.length > 1 ? words.readerSpan : words.readerTime;
  return (pattern || "%start%").replace("%start%", shown[0]).replace("%end%", shown[shown.length - 1]);
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
