/* What is chosen, to keep: the quotations as CSV and as a workbook, their articles as BibTeX and CSL-JSON. */
import { passageOf } from "./data.js";
import { byId, link } from "./dom.js";
import { found } from "./filters.js";
import { workbook } from "./xlsx.js";

const COLUMNS_KEPT = ["quote_id", "who", "actor_id", "speaker", "text", "kind", "act", "certainty", "polarity",
  "said_on", "topics", "positions", "places", "outlet", "title", "published", "url", "article_id", "start", "end"];
const BRACED = { "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "%": "\\%", "&": "\\&", "#": "\\#", "_": "\\_",
  "$": "\\$", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };

/* A cell that a spreadsheet would take for a formula begins with an apostrophe. */
function cell(value) {
  const text = Array.isArray(value) ? value.join("|") : String(value ?? "");
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export function csv(quotes) {
  const rows = quotes.map((quote) => COLUMNS_KEPT.map((name) => cell(quote[name] ?? quote.article[name])));
  return [COLUMNS_KEPT, ...rows].map((row) => row.join(",") + "\r\n").join("");
}

/* The first cell of a row leads back to the words on this page, the address to the article. */
function xlsx(quotes) {
  const page = location.href.split("#")[0], url = COLUMNS_KEPT.indexOf("url");
  const values = quotes.map((quote) => COLUMNS_KEPT.map((name) => quote[name] ?? quote.article[name] ?? ""));
  const rows = [COLUMNS_KEPT, ...values.map((row) => row.map((value) => (Array.isArray(value) ? value.join("|") : value)))];
  return workbook(rows, quotes.flatMap((quote, n) => [{ row: n + 1, column: 0, target: page + passageOf(quote) },
    ...(/^https?:/.test(quote.article.url || "") ? [{ row: n + 1, column: url, target: quote.article.url }] : [])]));
}

function braced(text) { return text.replace(/[\\{}%&#_$~^]/g, (sign) => BRACED[sign]); }

function keyOf(article) {
  return [article.outlet || article.byline || "article", article.published || "", article.anchor.split("-")[1]]
    .join("-").toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

/* A web address goes in as it is, less what would end its field. */
export function bibtex(articles) {
  return articles.map((article) => {
    const [year, month, day] = (article.published || "").split("-");
    const fields = { title: article.title && `{${braced(article.title)}}`, author: article.byline && `{${braced(article.byline)}}`,
      journal: article.outlet && braced(article.outlet), year, month, day,
      url: article.url && article.url.replace(/[{}\s\\]/g, encodeURIComponent) };
    const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},\n`);
    return `@article{${keyOf(article)},\n${lines.join("")}}\n`;
  }).join("\n");
}

export function csl(articles) {
  return JSON.stringify(articles.map((article) => ({
    id: keyOf(article), type: "article-newspaper", title: article.title || undefined,
    author: article.byline ? [{ literal: article.byline }] : undefined,
    "container-title": article.outlet || undefined, URL: article.url || undefined, language: article.lang || undefined,
    issued: article.published ? { "date-parts": [article.published.split("-").map(Number)] } : undefined
  })), null, 2) + "\n";
}

function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const made = link(name, address);
  made.download = name;
  made.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

export function startDownloads() {
  const chosenQuotes = () => found.map(({ quote }) => quote);
  const quoted = () => [...new Set(chosenQuotes().map((quote) => quote.article))].filter((article) => article.anchor);
  const made = { csv: ["text/csv", () => `\ufeff${csv(chosenQuotes())}`], bib: ["text/plain", () => bibtex(quoted())],
    csl: ["application/json", () => csl(quoted())],
    xlsx: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", () => xlsx(chosenQuotes())] };
  const files = { csv: "quotations.csv", xlsx: "quotations.xlsx", bib: "articles.bib", csl: "articles.json" };
  Object.entries(made).forEach(([name, [type, text]]) =>
    byId(`download-${name}`).addEventListener("click", () => save(files[name], type, text())));
  byId("downloads").hidden = false;
}
