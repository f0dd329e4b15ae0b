/* On paper: all articles and words where everything is asked for, and the map as wide as the sheet. */
import { byId } from "./dom.js";

const SHEET = 650;  // px, the width of an A4 sheet between its margins

export function startPrint() {
  addEventListener("beforeprint", () => {
    const words = byId("board-words"), isAll = byId("print-all").checked;
    if (isAll) {
      document.querySelectorAll("details:not(.context)").forEach((folded) => { folded.open = true; });
    }
    if (isAll && words && !words.checked) {
      words.checked = true;
      addEventListener("afterprint", () => { words.checked = false; }, { once: true });
    }
    const map = byId("map");
    if (!map) { return; }
    map.style.setProperty("--width", `${map.clientWidth}px`);
    map.style.setProperty("--zoom", Math.min(1, SHEET / map.clientWidth));
  });
}
