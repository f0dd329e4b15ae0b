/* Small means of finding, making and writing. */
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

export const byId = (id) => document.getElementById(id);

/* Make an element of text and other elements; what stood in an article only ever gets in as text. */
export function element(tag, content = "", className = "") {
  const made = document.createElement(tag);
  made.append(...[content].flat());
  if (className) { made.className = className; }
  return made;
}

export function link(content, href) {
  const made = element("a", content);
  made.href = href;
  return made;
}

export function counted(n, one) { return `${n} ${one}${n === 1 ? "" : "s"}`; }

/* Write a day such as 2025-03-12 as the rest of the page writes days. */
export function dayText(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${date} ${MONTHS[month - 1]} ${year}`;
}
