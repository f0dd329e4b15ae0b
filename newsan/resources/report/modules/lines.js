/* The words asked for as lines in context, counted by outlet and week; each line leads to its passage. Whose words are whose. */
import { tally } from "./choose.js";
import { data, passageOf } from "./data.js";
import { byId, counted, dayText, element, link } from "./dom.js";
import { found } from "./filters.js";
import { follow, fragment } from "./state.js";
import { week } from "./words.js";

const FIRST_LINES = 25;

function counts(head, pairs) {
  const most = Math.max(...pairs.map(([, n]) => n));
  const items = pairs.map(([name, n]) => {
    const bar = element("span", "", "bar");
    bar.style.width = `${n / most * 6}rem`;
    return element("li", [`${name} `, bar, ` ${n}`]);
  });
  return element("div", [element("h4", head), element("ul", items)]);
}

function line({ quote, hit }) {
  const [left, right] = [hit.left, hit.right].map((text) => text.replace(/\s/g, " "));
  const words = link([element("span", left, "left"), element("mark", hit.words), element("span", right, "right")],
    passageOf(quote, quote.start + hit.start, quote.start + hit.end));
  words.dir = "auto";
  const told = [quote.who, quote.outlet, quote.day && dayText(quote.day)].filter(Boolean).join(", ");
  return element("li", [words, element("span", told, "small")]);
}

function draw(all) {
  const hits = found.flatMap((one) => one.hits.map((hit) => ({ quote: one.quote, hit })));
  byId("lines").hidden = !hits.length;
  if (!hits.length) { return; }
  const outlets = tally(hits.map(({ quote }) => quote.outlet || "outlet not stated"));
  const weeks = tally(hits.map(({ quote }) => (quote.day ? week(quote.day) : "")))
    .sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([day, n]) => [day ? `week of ${dayText(day)}` : "no day", n]);
  const shown = all ? hits : hits.slice(0, FIRST_LINES);
  const parts = [
    element("h3", `${counted(hits.length, "place")} in ${counted(found.length, "quotation")}`),
    element("div", [counts("By outlet", outlets), counts("By week", weeks)], "counts"),
    element("ol", shown.map(line), "lines")
  ];
  if (shown.length < hits.length) {
    const more = element("button", `All ${hits.length} lines`);
    more.type = "button";
    more.addEventListener("click", () => draw(true));
    parts.push(element("p", more));
  }
  byId("lines").replaceChildren(...parts);
}

/* Of an actor chosen, the words that are more theirs than others'; each leads to its lines. */
function drawKeyness(wanted) {
  const words = data.keyness[wanted.actor] || [];
  byId("keyness").replaceChildren(...(words.length ? ["Words most theirs, with how often they and others use them: "] : []),
    ...words.flatMap(([word, own, others], i) =>
      [i ? ", " : "", link(word, fragment("lines", { ...wanted, words: word })), ` ${own} : ${others}`]));
}

export function startLines() { follow((wanted) => { drawKeyness(wanted); draw(false); }); }
