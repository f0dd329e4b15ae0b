/* Who holds what: areas, front and settlements as they stood at the end of a day, contested where words of one day differ. */
import { data } from "./data.js";
import { element } from "./dom.js";
import { placeLink } from "./layer-places.js";
import { labelled, layers } from "./layers.js";

const control = data.control;
const looks = { contested: { label: "contested", colour: "#7a58a0", class: "contested" },
  ...Object.fromEntries(control.sides.map((side) => [side.side, side])) };

/* Write who was said to hold a place, in the words of the key. */
export function eventText(event) {
  return `${looks[event.holder].label}, ${event.status}${event.by && ` by ${event.by}`}${event.source && ` (${event.source})`}`;
}

export function eventDay(event) {
  return event.precision === "day" ? event.day : `the ${event.precision} of ${event.day}`;
}

function settlementPopup(place, day) {
  return element("div", [
    element("h4", place.name),
    ...place.events.map((e) => element("p", `${eventDay(e)}${e.day > day ? " (later)" : ""}: ${eventText(e)}`)),
    ...(place.precision_m ? [element("p", `Point may be ${place.precision_m} m off.`)] : []),
    placeLink(place.id)
  ]);
}

function latest(list, day) {
  const days = list.map((one) => one.day).filter((d) => d <= day).sort();
  return list.filter((one) => one.day === days[days.length - 1]);
}

function shape(geometry, style) {
  return L.geoJSON(geometry, { pane: "ground", interactive: false, style });
}

function area({ geometry, controller, status }) {
  const isClaim = status === "claimed", isContested = controller === "contested", { colour, class: side } = looks[controller];
  return shape(geometry, { className: `held ${side}`, color: colour, weight: 1.5, dashArray: isClaim ? "5 4" : null,
    fillColor: isContested ? "url(#hatch)" : colour, fillOpacity: isContested ? 0.8 : isClaim ? 0.12 : 0.3 });
}

function settlement(place, day) {
  const now = place.held.filter((held) => held.day <= day).pop();
  if (!now) { return []; }
  const look = looks[now.holder];
  const html = element("span", "", `shape ${look.class} ${now.status}`).outerHTML;
  return [labelled(place.at, `${place.name}: ${look.label}, ${now.status}`,
    { zIndexOffset: 500, icon: L.divIcon({ className: "", html, iconSize: [12, 12] }) })
    .bindPopup(() => settlementPopup(place, day), { maxWidth: 280 })];
}

layers.control = () => {
  if (!control.days.length) { return null; }
  const layer = L.layerGroup();
  return { layer, show(day) {
    layer.clearLayers();
    [...latest(control.areas, day).map(area),
      ...latest(control.front, day).map((f) => shape(f.geometry, { className: "front-line", weight: 2, dashArray: "7 4" })),
      ...control.settlements.flatMap((place) => settlement(place, day))].forEach((one) => one.addTo(layer));
  } };
};
