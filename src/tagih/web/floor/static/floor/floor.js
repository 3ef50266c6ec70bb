// Times on the board count on between two refreshes.
import { startTimers } from "../ui/timer.js";

document.addEventListener("htmx:load", startTimers);
startTimers();
