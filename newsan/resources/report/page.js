(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("map-data").textContent);
  var byId = function (id) { return document.getElementById(id); };

  function element(tag, text, className) {
    var made = document.createElement(tag);
    if (text !== undefined) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  }

  /* Quotations: search, filters, the first rows first. */
  var table = byId("quotes-table");
  if (table) {
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    var words = rows.map(function (row) {
      var copy = row.cloneNode(true), context = copy.querySelector(".context");
      if (context) { context.remove(); }
      return copy.textContent.toLowerCase();
    });
    var fields = ["actor", "kind", "act"];
    var first = 40, all = false;
    var filter = function () {
      var search = byId("filter-text").value.toLowerCase().split(/\s+/).filter(Boolean);
      var n = 0, shown = 0;
      rows.forEach(function (row, i) {
        var fits = fields.every(function (name) {
          var wanted = byId("filter-" + name).value;
          return wanted === "*" || row.getAttribute("data-" + name) === wanted;
        }) && search.every(function (word) { return words[i].indexOf(word) >= 0; });
        if (fits) { n += 1; }
        row.hidden = !fits || (!all && n > first);
        if (!row.hidden) { shown += 1; }
      });
      byId("more").hidden = shown === n;
      byId("more").textContent = "Show all " + n;
      byId("filter-count").textContent = shown + " shown of " + n + " that fit, " + rows.length + " in all.";
    };
    byId("filters").addEventListener("input", function () { all = false; filter(); });
    byId("filters").addEventListener("submit", function (event) { event.preventDefault(); });
    byId("filters").addEventListener("reset", function () { all = false; setTimeout(filter, 0); });
    byId("more").addEventListener("click", function () { all = true; filter(); });
    var reveal = function (row) {
      if (row.hidden) { byId("filters").reset(); all = true; filter(); }
    };
    filter();
  }

  /* A link into a folded article or a hidden row opens it. */
  function openTarget() {
    var target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    if (target.tagName === "DETAILS") { target.open = true; }
    if (target.tagName === "TR" && table) { reveal(target); }
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", openTarget);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) { openTarget(); }
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.article").forEach(function (d) { d.open = true; });
  });

  if (!byId("map")) { openTarget(); return; }  /* nothing to show on one */

  /* Map: outlines instead of tiles. */
  var map = L.map("map", { attributionControl: false, minZoom: 2, maxZoom: 13, zoomSnap: 0.5,
    scrollWheelZoom: false, worldCopyJump: false });
  map.createPane("ground").style.zIndex = 250;
  function outline(list, style) {
    return L.geoJSON(list.map(function (f) { return { type: "Feature", properties: {}, geometry: f.geometry }; }),
      { pane: "ground", interactive: false, style: style });
  }
  outline(data.boundaries.world, { color: "#b5b5b5", weight: 1, fillColor: "#fbfaf6", fillOpacity: 1 }).addTo(map);
  outline(data.boundaries.countries, { color: "#9a9a9a", weight: 1, fillColor: "#fbfaf6", fillOpacity: 1 }).addTo(map);
  ["UA", "RU"].forEach(function (country) {
    outline(data.boundaries.oblasts.filter(function (f) { return f.country === country; }),
      { color: "#777", weight: 1, fillColor: country === "UA" ? "#fbfaf6" : "#efece3", fillOpacity: 1 }).addTo(map);
  });
  L.geoJSON(data.boundaries.border, { pane: "ground", interactive: false, style: { color: "#1a1a1a", weight: 2.5 } })
    .addTo(map);

  /* Contested ground is hatched: the pattern stands in the drawing of the pane. */
  function hatch() {
    var drawing = map.getPane("ground").querySelector("svg"), made = "http://www.w3.org/2000/svg";
    if (!drawing || byId("hatch")) { return; }
    var pattern = document.createElementNS(made, "pattern"), line = document.createElementNS(made, "path");
    [["id", "hatch"], ["width", 8], ["height", 8], ["patternUnits", "userSpaceOnUse"]].forEach(function (a) {
      pattern.setAttribute(a[0], a[1]);
    });
    [["d", "M0,8 L8,0 M0,0 L8,8"], ["stroke", "#7a58a0"], ["stroke-width", 1]].forEach(function (a) {
      line.setAttribute(a[0], a[1]);
    });
    pattern.appendChild(line);
    drawing.appendChild(pattern);
  }

  var oblastNames = data.boundaries.oblasts.map(function (f) {
    return L.marker(f.label, { interactive: false, keyboard: false, pane: "ground", zIndexOffset: 1000,
      icon: L.divIcon({ className: "oblast-name", html: element("span", f.name).outerHTML, iconSize: null }) });
  });

  L.control.scale({ imperial: false }).addTo(map);

  function placePopup(place) {
    var box = element("div");
    box.appendChild(element("h4", place.name));
    box.appendChild(element("p", "Named " + place.n + (place.n === 1 ? " time" : " times") + " in " +
      place.articles + (place.articles === 1 ? " article" : " articles") + "."));
    place.quotes.forEach(function (q) {
      var line = element("p");
      line.appendChild(element("strong", q.who + ": "));
      var link = element("a", q.text);
      link.href = q.href; line.appendChild(link); box.appendChild(line);
    });
    if (place.n_quotes > place.quotes.length) {
      box.appendChild(element("p", "and " + (place.n_quotes - place.quotes.length) + " more quotations"));
    }
    if (place.references.length) { box.appendChild(element("p", "Said of the front here:")); }
    place.references.slice(0, 5).forEach(function (r) {
      var line = element("p");
      line.appendChild(element("strong", r.what));
      line.appendChild(document.createTextNode(" (" + r.who + "; " + r.when + "): "));
      var link = element("a", r.text || "in the article");
      link.href = r.href; line.appendChild(link); box.appendChild(line);
    });
    if (place.references.length > 5) {
      box.appendChild(element("p", "and " + (place.references.length - 5) + " more in the articles"));
    }
    return box;
  }

  var placeLayer = L.layerGroup(), names = [];
  data.places.forEach(function (place) {
    var size = Math.round(16 + Math.min(16, 2.8 * Math.sqrt(place.n)));
    var pin = element("div", place.n ? String(place.n) : "", "pin" + (place.references.length ? " front" : ""));
    pin.style.width = pin.style.height = size + "px";
    pin.appendChild(element("span", place.name, "pin-name"));
    var label = place.name + ", named " + place.n + " times";
    var marker = L.marker(place.at, { title: label, alt: label, riseOnHover: true, zIndexOffset: place.n,
      icon: L.divIcon({ className: "", html: pin.outerHTML, iconSize: [size, size],
        iconAnchor: [size / 2, size + 8] }) });
    marker.bindPopup(placePopup(place), { maxWidth: 280, minWidth: 200, offset: [0, -size] });
    marker.on("add", function () { marker.getElement().setAttribute("aria-label", label); });
    placeLayer.addLayer(marker);
    names.push(marker);
  });
  placeLayer.addTo(map);

  /* Names are shown as far as they cover neither a circle nor each other, most-named first. */
  function clash(a, b) { return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; }
  function declutter() {
    var nodes = names.map(function (m) { return m.getElement(); }).filter(Boolean);
    var pins = nodes.map(function (n) { return n.querySelector(".pin").getBoundingClientRect(); });
    var taken = [];
    document.querySelectorAll("#map .shape").forEach(function (n) { pins.push(n.getBoundingClientRect()); });
    nodes.forEach(function (node, i) {
      var name = node.querySelector(".pin-name");
      name.style.display = "";
      var box = name.getBoundingClientRect();
      var covered = taken.some(function (b) { return clash(box, b); }) ||
        pins.some(function (b, k) { return k !== i && clash(box, b); });
      if (covered) { name.style.display = "none"; } else { taken.push(box); }
    });
    nameOblasts();
  }

  /* An oblast's name stands inside the part of it that is in view. */
  function inside(point, geometry) {
    var polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return polygons.some(function (rings) {
      var hit = false, ring = rings[0];
      for (var i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        var a = ring[i], b = ring[j];
        if ((a[1] > point.lat) !== (b[1] > point.lat) &&
          point.lng < (b[0] - a[0]) * (point.lat - a[1]) / (b[1] - a[1]) + a[0]) { hit = !hit; }
      }
      return hit;
    });
  }
  function nameOblasts() {
    var size = map.getSize(), busy = [];
    names.forEach(function (m) {
      var p = map.latLngToContainerPoint(m.getLatLng());
      busy.push(p, p.add([70, -16]));
    });
    oblastNames.forEach(function (marker, k) {
      var geometry = data.boundaries.oblasts[k].geometry, best = null, most = 0;
      for (var x = 1; x < 16; x += 1) {
        for (var y = 1; y < 12; y += 1) {
          var at = L.point(size.x * x / 16, size.y * y / 12);
          if (!inside(map.containerPointToLatLng(at), geometry)) { continue; }
          var room = Math.min(at.x - 50, size.x - at.x - 50, 2 * at.y - 20, 2 * (size.y - at.y) - 60);
          busy.forEach(function (p) { room = Math.min(room, Math.abs(p.x - at.x) / 2 + Math.abs(p.y - at.y) * 2); });
          [[-60, 0], [60, 0], [0, -20], [0, 20]].forEach(function (d) {
            if (!inside(map.containerPointToLatLng(at.add(d)), geometry)) { room -= 40; }
          });
          if (room > most) { most = room; best = at; }
        }
      }
      if (best) { marker.setLatLng(map.containerPointToLatLng(best)).addTo(map); } else { marker.remove(); }
    });
  }
  map.on("zoomend moveend", declutter);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { map.closePopup(); }
  });

  /* Control: the last claim and the last confirmation up to the chosen day. */
  var control = data.control, controlLayer = L.layerGroup().addTo(map);
  var colours = { contested: "#7a58a0" }, holders = { contested: "contested" }, classes = {};
  control.sides.forEach(function (s) {
    colours[s.side] = s.colour; holders[s.side] = s.label; classes[s.side] = s["class"];
  });
  function shape(holder, status) {
    return element("span", "", "shape " + (classes[holder] || holder) + " " + status).outerHTML;
  }
  function latest(list, day) {
    var best = null;
    list.forEach(function (s) { if (s.day <= day && (best === null || s.day > best)) { best = s.day; } });
    return list.filter(function (s) { return s.day === best; });
  }
  function showDay(index) {
    var day = control.days[index].day;
    controlLayer.clearLayers();
    byId("day-words").textContent = control.days[index].words;
    byId("day").setAttribute("aria-valuetext", control.days[index].words);
    latest(control.areas, day).forEach(function (a) {
      L.geoJSON(a.geometry, { pane: "ground", interactive: false, style: { color: colours[a.controller], weight: 1.5,
        dashArray: a.status === "claimed" ? "5 4" : null,
        fillColor: a.controller === "contested" ? "url(#hatch)" : colours[a.controller],
        fillOpacity: a.controller === "contested" ? 0.8 : a.status === "claimed" ? 0.08 : 0.25 } })
        .addTo(controlLayer);
    });
    latest(control.front, day).forEach(function (f) {
      L.geoJSON(f.geometry, { pane: "ground", interactive: false, style: { color: "#1a1a1a", weight: 2,
        dashArray: "7 4" } }).addTo(controlLayer);
    });
    control.settlements.forEach(function (place) {
      var before = place.events.filter(function (e) { return e.day <= day && e.status !== "denied"; });
      if (!before.length) { return; }
      var now = before[before.length - 1];
      var label = place.name + ": " + holders[now.holder] + ", " + now.status;
      var marker = L.marker(place.at, { title: label, alt: label, zIndexOffset: 500, icon: L.divIcon({ className: "",
        html: shape(now.holder, now.status), iconSize: [12, 12] }) });
      marker.bindPopup(function () {
        var box = element("div");
        box.appendChild(element("h4", place.name));
        place.events.forEach(function (e) {
          var late = e.day > day ? " (later)" : "";
          box.appendChild(element("p", (e.precision === "day" ? e.day : "the " + e.precision + " of " + e.day) + late + ": " + holders[e.holder] + ", " + e.status +
            (e.by ? " by " + e.by : "") + (e.source ? " (" + e.source + ")" : "")));
        });
        if (place.precision_m) { box.appendChild(element("p", "Point may be " + place.precision_m + " m off.")); }
        return box;
      }, { maxWidth: 280 });
      marker.on("add", function () { marker.getElement().setAttribute("aria-label", label); });
      controlLayer.addLayer(marker);
    });
  }
  var slider = byId("day");
  if (control.days.length) {
    byId("day-tools").hidden = false;
    slider.max = control.days.length - 1;
    slider.value = slider.max;
    slider.addEventListener("input", function () { showDay(Number(slider.value)); declutter(); });
    showDay(control.days.length - 1);
  } else {
    byId("layer-control-label").hidden = true;
  }

  /* Views. */
  function bounds(points) { return L.latLngBounds(points.map(function (p) { return p.at; })); }
  var near = data.places.filter(function (p) { return p.references.length; }).concat(control.settlements);
  function zoomTo(points, otherwise) {
    if (points.length) { map.fitBounds(bounds(points).pad(0.15), { maxZoom: 10 }); } else { otherwise(); }
  }
  function study() {
    map.fitBounds(L.geoJSON(data.boundaries.oblasts.map(function (f) { return f.geometry; })).getBounds());
  }
  function zoomAll() { zoomTo(data.places.concat(control.settlements), study); }
  function zoomFront() { zoomTo(control.settlements.length ? control.settlements : near, zoomAll); }
  byId("zoom-all").addEventListener("click", zoomAll);
  byId("zoom-front").addEventListener("click", zoomFront);
  byId("zoom-front").hidden = !near.length;
  byId("map-tools").hidden = false;
  function toggle(id, layer) {
    byId(id).addEventListener("change", function () {
      if (byId(id).checked) { layer.addTo(map); } else { layer.remove(); }
      declutter();
    });
  }
  toggle("layer-places", placeLayer);
  toggle("layer-control", controlLayer);
  zoomFront();
  hatch();
  declutter();
  /* Ground and lines say nothing by themselves: places and the day's words do. */
  document.querySelectorAll("#map svg").forEach(function (drawing) { drawing.setAttribute("aria-hidden", "true"); });
  openTarget();
}());
