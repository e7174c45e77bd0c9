/* Follows the live state of a survey for the console and the projector.
   <div data-live="…/state.json" data-stream="…/stream" data-phase="open" data-wave="2"> …
     <b data-count="answered.room">64</b>
   Counts are replaced in place; `moved` is called when the phase or the survey is another one.
   The stream brings news at once; a look every few seconds replaces it where there is none, and a
   rare one stays beside it, for a connection can die without a word. A page that is just loaded may
   know more than the state, which follows within a second; so `moved` waits that long. */
const OFTEN = 1500;
const RARELY = 12000;
const SETTLED = 1500;
const sum = (people) => people.room + people.online;

function value(state, name) {
  const [kind, door] = name.split(".");
  return door ? state[kind][door] : sum(state[kind]);
}

export function follow(place, moved) {
  const { live, stream, phase, wave } = place.dataset;
  let tag = "";
  let source;
  let timer;

  function show(state) {
    if (state.phase !== phase || String(state.wave ?? "") !== wave) {
      if (performance.now() > SETTLED) moved(state);
      else setTimeout(look, SETTLED);
    }
    for (const count of document.querySelectorAll("[data-count]")) {
      const now = String(value(state, count.dataset.count));
      if (count.textContent !== now) count.textContent = now;
    }
  }

  const streams = () => source?.readyState === 1;

  async function look() {
    clearTimeout(timer);
    try {
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(live, { headers, cache: "no-store" });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag");
        show(await answer.json());
      }
    } catch {
      /* The next look may have a connection again. */
    }
    timer = setTimeout(look, (streams() ? RARELY : OFTEN) * (1 + Math.random() * 0.7));
  }

  function listen() {
    if (!stream || !("EventSource" in window)) return;
    source = new EventSource(stream);
    source.addEventListener("message", (event) => show(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (source.readyState !== 2) return;
      setTimeout(listen, 20000 + Math.random() * 20000);
    });
  }

  listen();
  look();
  window.addEventListener("pagehide", () => source?.close());
}
