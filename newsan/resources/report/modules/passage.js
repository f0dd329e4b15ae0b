/* A stretch of a marked article: found by its offsets, shown, and taken back. */
import { element } from "./dom.js";

/* The article's own text: what newsan put into it stands in <sub>. */
function ownText(article) {
  const own = (node) => (node.parentElement.closest("sub") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const walker = document.createTreeWalker(article.querySelector(".text"), NodeFilter.SHOW_TEXT, own);
  const nodes = [];
  while (walker.nextNode()) { nodes.push(walker.currentNode); }
  return nodes;
}

export function unmark() {
  document.querySelectorAll(".passage").forEach((mark) => {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  });
}

/* Mark a stretch, given in code points; return its first element. */
export function mark(article, start, end) {
  let at = 0, first = null;
  ownText(article).forEach((node) => {
    const points = [...node.data], from = Math.max(0, start - at), to = Math.min(points.length, end - at);
    at += points.length;
    if (from >= to) { return; }
    const mine = element("span", points.slice(from, to).join(""), "passage");
    node.replaceWith(points.slice(0, from).join(""), mine, points.slice(to).join(""));
    first = first || mine;
  });
  return first;
}
