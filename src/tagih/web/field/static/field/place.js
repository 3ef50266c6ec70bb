// Where the phone is, and how far that is from a door. What the phone says is evidence, never proof.
const RADIUS = {PIN: 50, ROOFTOP: 75, STREET: 125, VILLAGE: 250};

export function position() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      ({coords, timestamp}) => resolve({lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy, at: new Date(timestamp).toISOString()}),
      () => resolve(null),
      {enableHighAccuracy: true, timeout: 12_000, maximumAge: 0},
    );
  });
}

export function metres(a, b) {
  const rad = Math.PI / 180;
  const chord = Math.sin(((b.lat - a.lat) * rad) / 2) ** 2
    + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(chord)));
}

export function fence(fix, stop) {
  if (!fix || stop.lat === null || fix.accuracy > 100) return {where: "UNKNOWN", far: null};
  const far = metres(fix, stop);
  const beyond = far - Math.min(fix.accuracy, 50);
  const radius = RADIUS[stop.quality || "STREET"];
  return {where: beyond <= radius ? "INSIDE" : beyond <= 3 * radius ? "NEAR" : "OUTSIDE", far: Math.round(far)};
}
