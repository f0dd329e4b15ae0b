/* Links within the page: what they lead to is opened, and every one has a way back. */
import { byId } from "./dom.js";
import { mark, unmark } from "./passage.js";
import { parts, restore, state } from "./state.js";

let jumps = 0;

function leave() {
  unmark();
  document.querySelectorAll(".here").forEach((row) => row.classList.remove("here"));
}

/* Bring what the address names into view: a row that was not shown, a stretch of a folded article. */
export function arrive() {
  leave();
  const { anchor, stretch } = parts(location.hash);
  let target = anchor && byId(anchor);
  if (!target) { return; }
  if (target.tagName === "TR") { target.classList.add("here"); }
  if (target.tagName === "DETAILS") {
    target.open = true;
    target = (stretch.length === 2 && stretch.every(Number.isInteger) && mark(target, ...stretch)) || target.firstElementChild;
  }
  if (!target.matches("a, button, input, select, summary, section")) { target.tabIndex = -1; }
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: target.matches(".passage, .here") ? "center" : "start" });
}

function showBack() { byId("back").hidden = jumps === 0; }

/* Where a link was followed is kept with its entry in the history; going back returns there. */
function follows(event) {
  const link = event.target.closest?.("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
  if (link.hash === location.hash) { arrive(); return; }
  history.replaceState({ wanted: { ...state }, y: scrollY }, "");
  jumps += 1;
  showBack();
}

export function startJumps() {
  document.addEventListener("click", follows, true);
  byId("back").addEventListener("click", () => history.back());
  addEventListener("popstate", (event) => {
    const wanted = event.state?.wanted || parts(location.hash).wanted;
    if (wanted) { restore(wanted); }
    if (event.state?.y === undefined) { arrive(); return; }
    leave();
    jumps = Math.max(0, jumps - 1);
    showBack();
    scrollTo({ top: event.state.y, behavior: "instant" });
  });
}
