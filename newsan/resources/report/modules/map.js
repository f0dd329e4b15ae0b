/* The map: outlines instead of tiles, the layers that the data lists, the day. */
import { data } from "./data.js";
import { startDay } from "./day.js";
import { byId } from "./dom.js";
import { layers } from "./layers.js";
import { naming } from "./names.js";

function outlines(map) {
  const { world, countries, oblasts, border } = data.boundaries;
  const options = (className, weight) => ({ pane: "ground", interactive: false, style: { className, weight } });
  [["land", world], ["land", countries]].forEach(([className, list]) =>
    L.geoJSON(list.map((f) => f.geometry), options(className, 1)).addTo(map));
  oblasts.forEach((f) => L.geoJSON(f.geometry, options(`land oblast ${f.country}`, 1)).addTo(map));
  if (border) { L.geoJSON(border, options("border", 2.5)).addTo(map); }
}

/* Contested ground is hatched: the pattern stands in the drawing of the pane. */
function hatch(map) {
  const made = (name, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    return node;
  };
  const pattern = made("pattern", { id: "hatch", width: 8, height: 8, patternUnits: "userSpaceOnUse" });
  pattern.append(made("path", { d: "M0,8 L8,0 M0,0 L8,8", stroke: "#7a58a0", "stroke-width": 1 }));
  map.getPane("ground").querySelector("svg").append(pattern);
}

function views(map) {
  const { places, control } = data;
  const zoomTo = (points, otherwise) => (points.length
    ? map.fitBounds(L.latLngBounds(points.map((p) => p.at)).pad(0.15), { maxZoom: 10 }) : otherwise());
  const study = () => map.fitBounds(L.geoJSON(data.boundaries.oblasts.map((f) => f.geometry)).getBounds());
  const near = [...places.filter((p) => p.references.length), ...control.settlements];
  const all = () => zoomTo([...places, ...control.settlements], study);
  const front = () => zoomTo(control.settlements.length ? control.settlements : near, all);
  byId("zoom-all").addEventListener("click", all);
  byId("zoom-front").addEventListener("click", front);
  byId("zoom-front").hidden = !near.length;
  front();
}

/* Add the layers; return what shows a day on all of them. */
function added(map, rename) {
  const shown = data.layers.map((name) => {
    const made = layers[name](map), box = byId(`layer-${name}`);
    if (!made) { box.parentElement.hidden = true; return null; }
    made.layer.addTo(map);
    box.addEventListener("change", () => {
      if (box.checked) { made.layer.addTo(map); } else { made.layer.remove(); }
      rename();
    });
    return made;
  });
  return (day) => {
    shown.forEach((made) => made?.show?.(day));
    rename();
  };
}

export function startMap() {
  const map = L.map("map", { attributionControl: false, minZoom: 2, maxZoom: 13, zoomSnap: 0.5,
    scrollWheelZoom: false, worldCopyJump: false });
  map.createPane("ground").style.zIndex = 250;
  outlines(map);
  L.control.scale({ imperial: false }).addTo(map);
  views(map);
  hatch(map);
  const rename = naming(map);
  startDay(added(map, rename));
  map.on("zoomend moveend", rename);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { map.closePopup(); } });
  byId("map-tools").hidden = false;
  /* Ground and lines say nothing by themselves: places and the day's words do. */
  document.querySelectorAll("#map svg").forEach((drawing) => drawing.setAttribute("aria-hidden", "true"));
}
