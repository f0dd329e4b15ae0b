/* What is chosen. It stands behind the "?" of the address's fragment, so that a link leads back to it:
   #quotes?act=deny&until=2025-03-12. */
const NAMES = ["words", "actor", "act", "position", "kind", "topic", "outlet", "place", "since", "until", "rows", "sort"];
const followers = [];

export const state = {};

/* Call a function with what is chosen, now and whenever it changes. */
export function follow(changed) { followers.push(changed); changed(state); }

export function fragment(anchor, wanted = state) {
  const chosen = new URLSearchParams(wanted).toString();
  return `#${anchor}${chosen && "?"}${chosen}`;
}

/* An address may say anything: only what the page knows is taken from it, and of days only days. */
function isKnown([name, value]) {
  return NAMES.includes(name) && (!["since", "until"].includes(name) || /^\d{4}-\d\d-\d\d$/.test(value));
}

/* Take apart a fragment: the anchor, the stretch of an article, and what is chosen if it tells that. */
export function parts(hash) {
  const [path, chosen] = hash.slice(1).split("?");
  const [anchor, stretch] = path.split("/");
  const wanted = chosen === undefined ? null
    : Object.fromEntries([...new URLSearchParams(chosen)].filter(isKnown));
  return { anchor, stretch: (stretch || "").split("-").map(Number), wanted };
}

export function restore(wanted) {
  NAMES.forEach((name) => { delete state[name]; });
  Object.assign(state, wanted);
  followers.forEach((changed) => changed(state));
}

/* Change what is chosen, here and in the address; undefined is no choice. */
export function change(changes, anchor) {
  restore(Object.fromEntries(Object.entries({ ...state, ...changes }).filter(([, value]) => value !== undefined)));
  history.replaceState({ ...history.state, wanted: { ...state } }, "", fragment(anchor));
}
