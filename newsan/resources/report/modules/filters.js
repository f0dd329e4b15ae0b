/* The form over the quotations: it shows what is chosen, chooses, and the rows follow. */
import { VALUES, chosen, ordered, tally } from "./choose.js";
import { data, passageOf, quotes } from "./data.js";
import { byId, counted, dayText, element } from "./dom.js";
import { change, follow, state } from "./state.js";

const FIRST = 40;  // rows shown before they are asked for
const ANY = "*";
const COLUMNS = ["who", "text", "act", "day"];

/* The quotations that fit, in their order: what is counted, listed and downloaded. */
export let found = [];

function names() {
  const actors = Object.fromEntries(quotes.map((quote) => [quote.actor_id || "", quote.actor_id ? quote.who : "not resolved"]));
  return { actor: actors, topic: data.topics, place: data.place_names };
}

function option(value, words) {
  const made = element("option", words);
  made.value = value;
  return made;
}

function fill() {
  const named = names();
  Object.entries(VALUES).forEach(([name, values]) => {
    const choices = tally(quotes.flatMap((quote) => values(quote, {})))
      .map(([value, n]) => option(value, `${named[name]?.[value] ?? value} (${n})`));
    byId(`filter-${name}`).replaceChildren(option(ANY, "all"), ...choices);
    byId(`filter-${name}`).parentElement.hidden = !choices.length;
  });
}

function inputs() { return [...byId("filters").querySelectorAll("input, select")]; }
const nameOf = (input) => input.id.replace("filter-", "");
const none = (input) => (nameOf(input) in VALUES ? ANY : "");  // the value of no choice

function read() {
  return Object.fromEntries(inputs().map((input) => {
    return [nameOf(input), input.value === none(input) ? undefined : input.value];
  }));
}

function write(wanted) {
  inputs().forEach((input) => {
    const value = wanted[nameOf(input)] ?? none(input);
    if (input.value !== value) { input.value = value; }
  });
}

/* Rows stand in the order asked for, whichever of them are shown. */
function place(rows, sort = "") {
  const body = byId("quotes-table").tBodies[0];
  if ((body.dataset.sort || "") === sort) { return; }
  body.dataset.sort = sort;
  body.append(...ordered(quotes.map((quote) => ({ quote })), sort).map(({ quote }) => rows[quote.index]));
}

function show(rows, all) {
  rows.forEach((row) => { row.hidden = true; });
  found.forEach(({ quote }, i) => {
    rows[quote.index].hidden = false;
    rows[quote.index].classList.toggle("later", !all && i >= FIRST);
  });
  const shown = all ? found.length : Math.min(FIRST, found.length);
  const silent = quotes.filter((quote) => quote.content && quote.content !== "clause").length;
  const left = state.rows || !silent ? "" : `; ${silent} state nothing and are left out`;
  const until = state.until ? `, up to ${dayText(state.until)}` : "";
  byId("filter-count").replaceChildren(`${found.length} of ${counted(quotes.length, "quotation")}${until}${left}.`,
    element("span", shown < found.length ? ` The first ${shown} are shown.` : "", "paged"));
  byId("more").hidden = shown === found.length;
  byId("more").textContent = `Show all ${found.length}`;
}

/* The heads of the columns sort, and say how. */
function sortByHeads() {
  const heads = [...byId("quotes-table").tHead.rows[0].cells];
  heads.forEach((head, i) => {
    const button = element("button", head.textContent);
    button.type = "button";
    button.addEventListener("click", () =>
      change({ sort: state.sort === COLUMNS[i] ? `-${COLUMNS[i]}` : COLUMNS[i] }, "quotes"));
    head.replaceChildren(button);
  });
  return (sort = "") => heads.forEach((head, i) => {
    const ways = { [COLUMNS[i]]: "ascending", [`-${COLUMNS[i]}`]: "descending" };
    head.setAttribute("aria-sort", ways[sort] || "none");
  });
}

export function startFilters() {
  const rows = [...byId("quotes-table").tBodies[0].rows];
  const markHeads = sortByHeads();
  quotes.forEach((quote, i) => {
    quote.index = i;
    const last = rows[i].cells[3].querySelector("a");
    if (last && quote.article.anchor) { last.href = passageOf(quote); }
  });
  fill();
  byId("filters").hidden = false;
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("input", () => change(read(), "quotes"));
  byId("filters").addEventListener("reset", (event) => {
    event.preventDefault();
    change(Object.fromEntries(inputs().map((input) => [nameOf(input), undefined])), "quotes");
  });
  byId("more").addEventListener("click", () => show(rows, true));
  follow((wanted) => {
    write(wanted);
    found = ordered(chosen(quotes, wanted), wanted.sort);
    markHeads(wanted.sort);
    place(rows, wanted.sort);
    show(rows, false);
  });
}
