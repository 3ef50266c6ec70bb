// Plan as lines and numbered doors, truth as rings, on a ground of its own: no pictures from outside are needed.
const told = JSON.parse(document.getElementById("drawn").textContent);
const holder = document.getElementById("map");
const FENCE = {INSIDE: "--ok", NEAR: "--warn", OUTSIDE: "--bad"};

addEventListener("load", () => {
  const {L} = window;
  const map = L.map(holder, {attributionControl: false, zoomSnap: 0.25, scrollWheelZoom: false, keyboard: false});
  const seen = [];
  const probe = document.createElement("span");
  holder.append(probe);
  const shade = (name) => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
  const colours = Object.fromEntries(["--brand", "--ok", "--bad", "--warn", "--ink", "--ink-2", "--surface"].map((name) => [name, shade(name)]));
  probe.remove();

  for (const ground of told.grounds) {
    L.polygon(ground.ring, {color: colours["--ink-2"], weight: 1.5, dashArray: "6 5", fillOpacity: 0.05, className: "m-ground"}).bindTooltip(ground.name, {sticky: true}).addTo(map);
  }
  told.tours.forEach((tour, turn) => {
    const look = `m-hue-${turn % 6}`;
    L.polyline(tour.stops.map((stop) => stop.at), {weight: 3, opacity: 0.8, className: `m-tour ${look}`}).bindTooltip(tour.name, {sticky: true}).addTo(map);
    for (const stop of tour.stops) {
      seen.push(stop.at);
      const icon = L.divIcon({className: `m-stop ${look} ${stop.state === "VISITED" ? "m-done" : ""}`, html: `<b>${Number(stop.no)}</b>`, iconSize: [26, 26]});
      L.marker(stop.at, {icon, keyboard: false}).bindTooltip(`${stop.no}. ${stop.name} · ${tour.name}`).addTo(map);
    }
  });
  for (const visit of told.visits) {
    seen.push(visit.at);
    const colour = colours[FENCE[visit.fence]] || colours["--ink"];
    if (visit.door) L.polyline([visit.at, visit.door], {color: colour, weight: 2, dashArray: "2 4", className: "m-away", interactive: false}).addTo(map);
    L.circleMarker(visit.at, {radius: 18, color: colour, weight: 3, fillColor: colour, fillOpacity: 0.18, className: `m-visit m-${visit.fence.toLowerCase()}`}).bindTooltip(`${visit.time} ${visit.name}`).addTo(map);
  }
  for (const one of told.people) {
    seen.push(one.at);
    L.circleMarker(one.at, {radius: 8, color: colours["--warn"], weight: 4, fillOpacity: 0, className: "m-person"}).bindTooltip(one.name, {permanent: true}).addTo(map);
  }
  for (const ground of told.grounds) seen.push(...ground.ring);
  if (seen.length) map.fitBounds(L.latLngBounds(seen).pad(0.15), {maxZoom: 16});
  else map.setView([-5.4, 105.26], 11);
  holder.dataset.drawn = "yes";
});
