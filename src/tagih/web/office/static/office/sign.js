// A drawn signature: as a picture in the form's own field, nothing else leaves the phone.
import SignaturePad from "../vendor/signature/signature_pad.min.js";

const canvas = document.getElementById("pad");
const pad = new SignaturePad(canvas, { penColor: "#14213d", minWidth: 0.8, maxWidth: 2.4 });

function fit() {
  const kept = pad.toData();
  const ratio = Math.max(window.devicePixelRatio || 1, 1);
  canvas.width = canvas.offsetWidth * ratio;
  canvas.height = canvas.offsetHeight * ratio;
  canvas.getContext("2d").scale(ratio, ratio);
  pad.clear();
  pad.fromData(kept);
}

pad.addEventListener("beginStroke", () => { document.getElementById("empty").hidden = true; });
fit();
window.addEventListener("resize", fit);
document.getElementById("clear").addEventListener("click", () => pad.clear());
document.getElementById("sign").addEventListener("submit", (event) => {
  const empty = document.getElementById("empty");
  empty.hidden = !pad.isEmpty();
  if (pad.isEmpty()) {
    event.preventDefault();
    return;
  }
  document.getElementById("signature").value = pad.toDataURL("image/png");
});
