/* Places named: a circle with the number of mentions, its popup with the first words. */
import { data } from "./data.js";
import { counted, element, link } from "./dom.js";
import { labelled, layers } from "./layers.js";
import { fragment, state } from "./state.js";

const FIRST_REFERENCES = 5;

export function placeLink(id) {
  return element("p", link("What was said of it, before and after", fragment("place", { ...state, place: id })));
}

function more(n, what) { return n > 0 ? [element("p", `and ${n} more ${what}`)] : []; }

function placePopup(place) {
  const quoted = place.quotes.map((q) => element("p", [element("strong", `${q.who}: `), link(q.text, q.href)]));
  const told = place.references.slice(0, FIRST_REFERENCES).map((r) =>
    element("p", [element("strong", r.what), ` (${r.who}; ${r.when}): `, link(r.text || "in the article", r.href)]));
  return element("div", [
    element("h4", place.name),
    element("p", `Named ${counted(place.n, "time")} in ${counted(place.articles, "article")}.`),
    ...(place.n_quotes ? [placeLink(place.id)] : []),
    ...quoted, ...more(place.n_quotes - quoted.length, "quotations"),
    ...(told.length ? [element("p", "Said of the front here:")] : []),
    ...told, ...more(place.references.length - told.length, "in the articles")
  ]);
}

function pin(place) {
  const size = Math.round(16 + Math.min(16, 2.8 * Math.sqrt(place.n)));
  const drawn = element("div", place.n ? String(place.n) : "", place.references.length ? "pin front" : "pin");
  drawn.style.width = drawn.style.height = `${size}px`;
  drawn.append(element("span", place.name, "pin-name"));
  const icon = L.divIcon({ className: "", html: drawn.outerHTML, iconSize: [size, size], iconAnchor: [size / 2, size + 8] });
  return labelled(place.at, `${place.name}, named ${counted(place.n, "time")}`, { riseOnHover: true, zIndexOffset: place.n, icon },
    place.n_quotes ? { place: place.id, name: place.name } : {})
    .bindPopup(() => placePopup(place), { maxWidth: 280, minWidth: 200, offset: [0, -size] });
}

layers.places = () => (data.places.length ? { layer: L.layerGroup(data.places.map(pin)) } : null);
