/* The map's layers, by the names that the page's data lists. A module layer-<name>.js puts in here what draws one:
   given the map, it returns { layer, show } (`show` is called with the day chosen), or nothing to be left out. */
export const layers = {};

/* Make a marker that says its label to everyone. */
export function labelled(at, label, options, named = {}) {
  const marker = L.marker(at, { title: label, alt: label, ...options });
  marker.on("add", () => {
    marker.getElement().setAttribute("aria-label", label);
    Object.assign(marker.getElement().dataset, named);
  });
  return marker;
}
