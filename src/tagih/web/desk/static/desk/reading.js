import { startTimers } from "./timer.js";

document.addEventListener("htmx:load", startTimers);
startTimers();
