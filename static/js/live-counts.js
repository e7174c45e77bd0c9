/* Follows the live state of a survey for the console and the projector.
   <div data-live="…/state.json" data-phase="open" data-wave="2"> … <b data-count="answered.room">64</b>
   Counts are replaced in place; `moved` is called when the phase or the survey is another one. */
const sum = (people) => people.room + people.online;

function value(state, name) {
  const [kind, door] = name.split(".");
  return door ? state[kind][door] : sum(state[kind]);
}

export function follow(place, moved) {
  const { live, phase, wave } = place.dataset;
  let tag = "";
  async function look() {
    try {
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(live, { headers, cache: "no-store" });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag");
        const state = await answer.json();
        if (state.phase !== phase || String(state.wave ?? "") !== wave) moved();
        for (const count of document.querySelectorAll("[data-count]")) {
          count.textContent = value(state, count.dataset.count);
        }
      }
    } catch {
      /* The next look may have a connection again. */
    }
    setTimeout(look, 1500 + Math.random() * 1000);
  }
  look();
}
