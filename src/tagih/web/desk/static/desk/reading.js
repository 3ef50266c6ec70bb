import { startTimers } from "../ui/timer.js";

document.addEventListener("htmx:load", startTimers);
startTimers();
