/* Hearing and scoring: the waveform with its marks, keys, items that hang on others. Works without: the form is plain. */
import WaveSurfer from "../vendor/wavesurfer/wavesurfer.esm.js";
import Regions from "../vendor/wavesurfer/plugins/regions.esm.js";

const SPEEDS = [1, 1.25, 1.5, 2, 0.75];
const style = getComputedStyle(document.documentElement);
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

for (const node of document.querySelectorAll("[data-at]")) node.textContent = clock(Number(node.dataset.at) / 1000);

const form = document.querySelector("[data-score]");
if (form) {
  const settle = () => {
    for (const item of form.querySelectorAll("[data-if]")) {
      const other = form.querySelector(`[name="a-${item.dataset.if}"]:checked`);
      item.hidden = other?.value !== item.dataset.is;
    }
  };
  form.addEventListener("change", settle);
  settle();
}

const box = document.querySelector("[data-wave]");
if (box) await hear(box);

async function hear(container) {
  const told = await (await fetch(container.dataset.outline)).json();
  const colour = (name) => {
    const probe = document.createElement("i");
    probe.className = name;
    container.append(probe);
    const found = getComputedStyle(probe).backgroundColor;
    probe.remove();
    return found;
  };
  const sides = [colour("q-left"), colour("q-right")];
  const regions = Regions.create();
  const player = WaveSurfer.create({
    container, cspNonce: container.dataset.nonce, url: container.dataset.sound, peaks: told.peaks, duration: told.seconds,
    height: 64, barWidth: 2, barGap: 1, normalize: true, plugins: [regions],
    splitChannels: told.peaks.map((_peak, side) => ({ waveColor: sides[side % 2], progressColor: sides[side % 2] })),
    cursorColor: style.getPropertyValue("color"),
  });
  const now = document.querySelector("[data-clock]");
  const at = document.querySelector("#mark-at");
  player.on("timeupdate", (seconds) => {
    now.textContent = `${clock(seconds)} / ${clock(told.seconds)}`;
    if (at && document.activeElement !== at) at.value = clock(seconds);
  });
  now.textContent = `0:00 / ${clock(told.seconds)}`;
  player.on("ready", () => {
    for (const mark of document.querySelectorAll(".q-marks [data-seek]"))
      regions.addRegion({ start: Number(mark.dataset.seek) / 1000, color: "rgba(184, 80, 10, 0.9)", drag: false, resize: false });
    container.dataset.ready = "1";
  });
  document.querySelector("[data-play]").addEventListener("click", () => player.playPause());
  for (const button of document.querySelectorAll("[data-skip]"))
    button.addEventListener("click", () => player.skip(Number(button.dataset.skip)));
  for (const button of document.querySelectorAll("[data-seek]"))
    button.addEventListener("click", () => { player.setTime(Number(button.dataset.seek) / 1000); player.play(); });
  const rate = document.querySelector("[data-rate]");
  rate.addEventListener("click", () => {
    const next = SPEEDS[(SPEEDS.indexOf(player.getPlaybackRate()) + 1) % SPEEDS.length];
    player.setPlaybackRate(next, true);
    rate.querySelector("[data-rate-now]").textContent = `${next}×`;
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input:not([type=radio]), textarea, select, button, a, summary") || event.ctrlKey || event.metaKey) return;
    if (event.key === " ") { event.preventDefault(); player.playPause(); }
    if (event.target.matches("input[type=radio]")) return;
    if (event.key === "ArrowLeft") player.skip(-5);
    if (event.key === "ArrowRight") player.skip(5);
    if (event.key.toLowerCase() === "m" && at) { event.preventDefault(); document.querySelector("#mark-text").focus(); }
  });
}
