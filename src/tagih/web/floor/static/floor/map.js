// Plan as lines, truth as points, on a ground of their own: no pictures from outside are needed.
const told = JSON.parse(document.getElementById("drawn").textContent);
const holder = document.getElementById("map");
const colour = (name) => getComputedStyle(holder).getPropertyValue(name).trim() || "#0b5f56";

addEventListener("load", () => {
  const {L} = window;
  const map = L.map(holder, {attributionControl: false, zoomSnap: 0.25, scrollWheelZoom: false});
  const ink = getComputedStyle(document.body).color;
  const seen = [];
  const probe = document.createElement("span");
  holder.append(probe);
  const shade = (name) => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
  const [brand, ok, bad, warn] = ["--brand", "--ok", "--bad", "--warn"].map(shade);
  probe.remove();
  for (const ground of told.grounds) L.polygon(ground.ring, {color: ink, weight: 1, opacity: 0.4, fillOpacity: 0.04}).bindTooltip(ground.name).addTo(map);
  for (const tour of told.tours) {
    L.polyline(tour.stops.map((stop) => stop.at), {color: brand, weight: 3, opacity: 0.7}).bindTooltip(tour.name).addTo(map);
    for (const stop of tour.stops) {
      seen.push(stop.at);
      L.circleMarker(stop.at, {radius: 8, color: brand, weight: 2, fillColor: shadeOf(stop), fillOpacity: 0.9}).bindTooltip(`${stop.no}. ${stop.name}`).addTo(map);
    }
  }
  function shadeOf(stop) { return stop.state === "VISITED" ? ok : colour("--surface"); }
  for (const visit of told.visits) {
    seen.push(visit.at);
    L.circleMarker(visit.at, {radius: 5, stroke: false, fillColor: {INSIDE: ok, NEAR: warn, OUTSIDE: bad}[visit.fence] || ink, fillOpacity: 1}).bindTooltip(`${visit.time} ${visit.name}`).addTo(map);
  }
  for (const one of told.people) {
    seen.push(one.at);
    L.circleMarker(one.at, {radius: 7, color: warn, weight: 4, fillOpacity: 0}).bindTooltip(one.name, {permanent: true}).addTo(map);
  }
  if (seen.length) map.fitBounds(L.latLngBounds(seen).pad(0.15));
  else map.setView([-5.4, 105.26], 11);
});
