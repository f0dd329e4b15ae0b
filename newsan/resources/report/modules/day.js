/* The day's slider: at its end all days are shown, elsewhere map, board and quotations go up to its day. */
import { data } from "./data.js";
import { byId, dayText } from "./dom.js";
import { change, follow, state } from "./state.js";

/* Call a function with the day to show, now and whenever another is chosen. */
export function startDay(show) {
  const days = data.control.days.map((one) => one.day), slider = byId("day");
  if (!days.length) { show(""); return; }
  byId("day-tools").hidden = false;
  slider.max = days.length - 1;
  slider.addEventListener("input", () => {
    const isLast = slider.value === slider.max;
    change({ until: isLast ? undefined : days[slider.value] }, "map-section");
  });
  let shown = null;
  follow(() => {
    const day = state.until || days[days.length - 1];
    if (day === shown) { return; }
    shown = day;
    slider.value = Math.max(0, days.filter((d) => d <= day).length - 1);
    byId("day-words").textContent = dayText(day);
    slider.setAttribute("aria-valuetext", dayText(day));
    show(day);
  });
}
