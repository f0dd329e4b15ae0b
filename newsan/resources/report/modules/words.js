/* Words in context, found as result.find finds them: phrases parted by "|", "*" for any ending. */
const CONTEXT = 60;

function literal(text) { return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"); }

/* Return a pattern for the words, or null where there are none. */
export function pattern(words) {
  const parts = words.split("|").map((w) => w.trim()).filter((w) => w.replace(/\*/g, ""))
    .sort((a, b) => b.length - a.length)
    .map((w) => w.replace(/\*+$/, "").split(/\s+/).filter(Boolean).map(literal).join("\\s+") +
      (w.endsWith("*") ? "[\\p{L}\\p{N}_]*" : ""));
  return parts.length ? new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${parts.join("|")})(?![\\p{L}\\p{N}_-])`, "giu") : null;
}

/* Return each place where the pattern stands in a text: its words, those beside it, offsets in code points. */
export function hits(found, text) {
  return [...text.matchAll(found)].map((match) => {
    const words = match[0], end = match.index + words.length;
    const start = [...text.slice(0, match.index)].length;
    return { words, left: text.slice(Math.max(0, match.index - CONTEXT), match.index),
      right: text.slice(end, end + CONTEXT), start, end: start + [...words].length };
  });
}

/* Return the Monday of a day's week. */
export function week(day) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - (date.getUTCDay() + 6) % 7);
  return date.toISOString().slice(0, 10);
}
