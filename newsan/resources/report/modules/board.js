/* The board follows the day: claims first made later are not there yet. */
import { byId, dayText, link } from "./dom.js";
import { follow } from "./state.js";

export function startBoard() {
  const board = document.querySelector(".board");
  if (!board) { return; }
  const claims = [...board.querySelectorAll(".claim")];
  const words = [...board.querySelectorAll(".clearest")];
  const isLater = (node, until) => Boolean(until) && !(node.dataset.day && node.dataset.day <= until);
  follow(({ until }) => {
    claims.forEach((claim) => claim.classList.toggle("later", isLater(claim, until)));
    words.forEach((node) => node.classList.toggle("later", Boolean(until && node.dataset.day) && isLater(node, until)));
    board.classList.toggle("until", Boolean(until));
    const there = claims.filter((claim) => !isLater(claim, until)).length;
    byId("board-day").replaceChildren(...(until
      ? [`By ${dayText(until)}: ${there} of ${claims.length} claims. `, link("Choose another day", byId("map") ? "#map-section" : "#quotes")]
      : []));
  });
  /* What is said of a claim under the pointer goes away with Escape. */
  document.addEventListener("keydown", (event) => board.classList.toggle("quiet", event.key === "Escape"));
  board.addEventListener("pointerleave", () => board.classList.remove("quiet"));
}
