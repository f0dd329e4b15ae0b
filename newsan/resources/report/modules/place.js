/* The place chosen: who said what of it before and after each word of who held it. */
import { chosen } from "./choose.js";
import { data, passageOf, quotes } from "./data.js";
import { byId, counted, dayText, element, link } from "./dom.js";
import { eventDay, eventText } from "./layer-control.js";
import { change, follow } from "./state.js";

const FIRST_SAID = 4, WIDTH = 180;

function when(day, until) {
  return `${day ? dayText(day) : "day not stated"}${until && !(day && day <= until) ? ", later" : ""}`;
}

function said(quote, until) {
  const words = quote.text.length > WIDTH ? `${quote.text.slice(0, WIDTH)}…` : quote.text;
  return element("li", [element("strong", quote.who), ` (${when(quote.day, until)}): `, link(words, passageOf(quote))]);
}

function part(head, events, list, until) {
  const items = list.map((quote) => said(quote, until));
  const first = element("ul", items.slice(0, FIRST_SAID)), rest = items.slice(FIRST_SAID);
  const folded = rest.length
    ? [element("details", [element("summary", `${rest.length} more`), element("ul", rest)])] : [];
  const holders = events.map((event) =>
    element("p", `${event.precision === "day" ? "" : `${eventDay(event)}: `}${eventText(event)}`, "small"));
  return element("section", [element("h4", `${head}: ${counted(list.length, "quotation")}`), ...holders, first, ...folded]);
}

/* Between two days on which something is told of who holds it stand the quotations of the days between. */
function timeline(events, list, until) {
  const days = [...new Set(events.map((event) => event.day))];
  const dated = list.filter((quote) => quote.day).sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const between = (from, to) => dated.filter(({ day }) => (!from || day >= from) && (!to || day < to));
  const undated = list.filter((quote) => !quote.day);
  return [
    part(days.length ? `Before ${dayText(days[0])}` : "All days", [], between(null, days[0]), until),
    ...days.map((day, i) => part(`From ${when(day, until)}`, events.filter((event) => event.day === day),
      between(day, days[i + 1]), until)),
    ...(undated.length ? [part("Day not stated", [], undated, until)] : [])
  ];
}

export function startPlace() {
  const box = byId("place");
  follow((wanted) => {
    box.hidden = !wanted.place;
    if (!wanted.place) { return; }
    const held = data.control.settlements.find((one) => one.id === wanted.place);
    const list = chosen(quotes, { ...wanted, since: undefined, until: undefined });
    const close = element("button", "Leave this place");
    close.type = "button";
    close.addEventListener("click", () => change({ place: undefined }, "map-section"));
    box.replaceChildren(
      element("h3", `Said of ${held?.name ?? data.place_names[wanted.place] ?? wanted.place}, before and after`),
      element("p", held ? "Under each day stands who was said to hold it, and what was said of it from then on." : "Nothing is said of who held it."),
      ...timeline(held ? held.events : [], list.map(({ quote }) => quote), wanted.until), close
    );
  });
}
