/* Names on the map: shown as far as they cover nothing; an oblast's inside the part of it that is in view. */
import { data } from "./data.js";
import { element } from "./dom.js";

function clash(a, b) { return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; }

function boxes(selector) {
  return [...document.querySelectorAll(selector)].map((node) => node.getBoundingClientRect());
}

/* The places most often named come first, and keep their names. */
function namePlaces() {
  const pins = [...boxes("#map .pin"), ...boxes("#map .shape")], taken = [];
  document.querySelectorAll("#map .pin").forEach((node, i) => {
    const name = node.querySelector(".pin-name");
    name.style.display = "";
    const box = name.getBoundingClientRect();
    const isCovered = taken.some((b) => clash(box, b)) || pins.some((b, k) => k !== i && clash(box, b));
    if (isCovered) { name.style.display = "none"; } else { taken.push(box); }
  });
}

function isInRing(point, ring) {
  let isIn = false;
  ring.forEach((a, i) => {
    const b = ring[(i || ring.length) - 1];
    if ((a[1] > point.lat) !== (b[1] > point.lat) &&
      point.lng < (b[0] - a[0]) * (point.lat - a[1]) / (b[1] - a[1]) + a[0]) { isIn = !isIn; }
  });
  return isIn;
}

function isInside(point, geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.some((rings) => isInRing(point, rings[0]));
}

/* How much room a name has at a point of the map: from its edges, its pins, the oblast's own edge. */
function room(map, at, size, geometry, busy) {
  if (!isInside(map.containerPointToLatLng(at), geometry)) { return 0; }
  const near = busy.map((p) => Math.abs(p.x - at.x) / 2 + Math.abs(p.y - at.y) * 2);
  const cut = [[-60, 0], [60, 0], [0, -20], [0, 20]]
    .filter((d) => !isInside(map.containerPointToLatLng(at.add(d)), geometry)).length;
  return Math.min(at.x - 50, size.x - at.x - 50, 2 * at.y - 20, 2 * (size.y - at.y) - 60, ...near) - 40 * cut;
}

function nameOblasts(map, markers) {
  const size = map.getSize(), frame = map.getContainer().getBoundingClientRect();
  const busy = boxes("#map .pin").flatMap((b) =>
    [L.point(b.left - frame.left, b.bottom - frame.top), L.point(b.left - frame.left + 70, b.bottom - frame.top - 16)]);
  const grid = Array.from({ length: 15 * 11 }, (_, i) =>
    L.point(size.x * (1 + i % 15) / 16, size.y * (1 + Math.floor(i / 15)) / 12));
  markers.forEach((marker, k) => {
    const rooms = grid.map((at) => room(map, at, size, data.boundaries.oblasts[k].geometry, busy));
    const most = Math.max(...rooms);
    if (most <= 0) { marker.remove(); return; }
    marker.setLatLng(map.containerPointToLatLng(grid[rooms.indexOf(most)])).addTo(map);
  });
}

/* Return what names everything anew. */
export function naming(map) {
  const markers = data.boundaries.oblasts.map((oblast) => L.marker(oblast.label, {
    interactive: false, keyboard: false, pane: "ground", zIndexOffset: 1000,
    icon: L.divIcon({ className: "oblast-name", html: element("span", oblast.name).outerHTML, iconSize: null }) }));
  return () => { namePlaces(); nameOblasts(map, markers); };
}
