// A photo is made small and stamped before it is kept: time, place and case stand in it for good.
const LONGEST = 1600;
const MOST = 250_000;

export async function shrink(file, lines) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const size = Math.max(12, Math.round(canvas.width / 45));
  pen.fillStyle = "rgb(0 0 0 / 60%)";
  pen.fillRect(0, canvas.height - size * 1.5 * lines.length - size / 2, canvas.width, canvas.height);
  pen.fillStyle = "#fff";
  pen.font = `${size}px sans-serif`;
  for (const [place, line] of lines.entries()) {
    pen.fillText(line, size / 2, canvas.height - size * 1.5 * (lines.length - place - 1) - size / 2);
  }
  for (const quality of [0.8, 0.65, 0.5, 0.35, 0.2]) {
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    if (!blob) throw new Error("photo");
    if (blob.size <= MOST || quality === 0.2) return new Uint8Array(await blob.arrayBuffer());
  }
  return null;
}
