/* The projector: counts and clock follow, every new phase is drawn by the server. */
import "./clock.js";
import { follow } from "./live-counts.js";
import { every, fetchParts } from "./parts.js";

const place = document.querySelector("[data-live]");
follow(place, () => location.reload());
if (place.dataset.phase === "open") every(5000, () => fetchParts(location.href));
