/* What the page knows, as objects; days are texts such as 2025-03-12, which compare as they stand. */
import { byId } from "./dom.js";

export const data = JSON.parse(byId("map-data").textContent);

function records(table) {
  return table.data.map((row) => Object.fromEntries(table.columns.map((name, i) => [name, row[i]])));
}

export const articles = new Map(
  records(data.articles).map((article, i) => [article.article_id, { ...article, anchor: `article-${i + 1}` }])
);

export const quotes = records(data.quotes).map((quote, i) => {
  const article = articles.get(quote.article_id) || {};
  return { ...quote, anchor: `quote-${i + 1}`, article, outlet: article.outlet,
    day: quote.said_on || article.published || null };
});

/* The address of a stretch of an article: its anchor and where the stretch stands, in code points. */
export function passageOf(quote, start = quote.start, end = quote.end) {
  return quote.article.anchor ? `#${quote.article.anchor}/${start}-${end}` : `#${quote.anchor}`;
}
