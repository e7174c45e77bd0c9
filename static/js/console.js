/* The moderator's console: counts follow, a step of somebody else is announced, nothing is lost. */
import { follow } from "./live-counts.js";

const place = document.querySelector("[data-live]");
const typed = () => [...document.querySelectorAll("main textarea, main input:not([type=hidden])")];

follow(place, () => {
  if (typed().some((control) => control.value)) place.querySelector("[data-news]").hidden = false;
  else location.replace(location.pathname);
});
