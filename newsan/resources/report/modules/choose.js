/* Which quotations are asked for, and in which order. */
import { hits, pattern } from "./words.js";

/* What a quotation can be chosen by: the values that it has; positions are those on the topic that is chosen, if one is. */
export const VALUES = {
  actor: (quote) => [quote.actor_id || ""],
  act: (quote) => (quote.act ? [quote.act] : []),
  position: (quote, { topic }) => [...new Set(quote.positions.map((one) => one.split(/: (?=[a-z]+$)/))
    .filter(([of]) => topic === undefined || of === topic).map(([, position]) => position))],
  kind: (quote) => [quote.kind],
  topic: (quote) => quote.topics,
  outlet: (quote) => (quote.outlet ? [quote.outlet] : []),
  place: (quote) => quote.places
};

/* Return the quotations that fit (of those that state something, unless all are asked for), each with the places where the words asked for stand in it. */
export function chosen(quotes, wanted) {
  const names = Object.keys(VALUES).filter((name) => wanted[name] !== undefined);
  const words = pattern(wanted.words || "");
  return quotes
    .filter((quote) => (wanted.rows || !quote.content || quote.content === "clause") && names.every((name) => VALUES[name](quote, wanted).includes(wanted[name])) &&
      (!wanted.since || (quote.day && quote.day >= wanted.since)) &&
      (!wanted.until || (quote.day && quote.day <= wanted.until)))
    .map((quote) => ({ quote, hits: words ? hits(words, quote.text) : [] }))
    .filter((one) => !words || one.hits.length);
}

/* Return them in the order asked for; those without a value come last. */
export function ordered(found, sort) {
  if (!sort) { return found; }
  const key = sort.replace("-", ""), way = sort.startsWith("-") ? -1 : 1;
  return [...found].sort(({ quote: a }, { quote: b }) =>
    !a[key] - !b[key] || way * (a[key] || "").localeCompare(b[key] || "", "en"));
}

/* Return how often each value occurs, most often first. */
export function tally(values) {
  const counts = new Map();
  values.forEach((value) => counts.set(value, (counts.get(value) || 0) + 1));
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
