/* The projector: counts follow, every new phase is drawn by the server. */
import { follow } from "./live-counts.js";

follow(document.querySelector("[data-live]"), () => location.reload());
