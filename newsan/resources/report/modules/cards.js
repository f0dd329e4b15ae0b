/* A card beside an actor's name or a place on the map, under the pointer or in focus: their first words, each with its way. */
import { chosen } from "./choose.js";
import { passageOf, quotes } from "./data.js";
import { counted, dayText, element, link } from "./dom.js";
import { fragment } from "./state.js";

const CARD_WORDS = 3, CARD_WIDTH = 140, CARD_WAIT = 250, EDGE = 8;
const OWNERS = "[data-actor], [data-place]";
const card = element("div", "", "card");
let owner = null, timer = 0;

function cardLine(quote) {
  const text = quote.text.length > CARD_WIDTH ? `${quote.text.slice(0, CARD_WIDTH)}…` : quote.text;
  return element("p", [element("strong", quote.who), quote.day ? ` (${dayText(quote.day)}): ` : ": ", link(text, passageOf(quote))]);
}

function fillCard({ actor, place, name }) {
  const wanted = actor ? { actor } : { place };
  const said = chosen(quotes, wanted).map(({ quote }) => quote);
  const whose = `${actor ? "Said by" : "Said of"} ${name}`;
  card.setAttribute("aria-label", whose);
  card.replaceChildren(element("p", element("strong", `${whose}: ${counted(said.length, "quotation")}`)),
    ...said.slice(0, CARD_WORDS).map(cardLine),
    ...(said.length > CARD_WORDS ? [element("p", link(`All ${said.length}`, fragment("quotes", wanted)))] : []));
}

/* Below its owner, or above where there is no room, and never over the edge. */
function placeCard() {
  const of = owner.getBoundingClientRect(), own = card.getBoundingClientRect();
  const isRoom = of.bottom + own.height + EDGE < innerHeight || of.top < own.height;
  card.style.left = `${Math.max(EDGE, Math.min(of.left, document.documentElement.clientWidth - own.width - EDGE))}px`;
  card.style.top = `${isRoom ? of.bottom : of.top - own.height}px`;
}

function hideCard() {
  clearTimeout(timer);
  if (!owner) { return; }
  const isIn = card.contains(document.activeElement), last = owner;
  owner = null;
  card.remove();
  if (isIn) { last.focus({ preventScroll: true }); hideCard(); }
}

function showCard(next) {
  clearTimeout(timer);
  if (owner === next) { return; }
  hideCard();
  fillCard(next.dataset);
  owner = next;
  next.after(card);  // what comes next by Tab
  card.showPopover();
  placeCard();
}

function waited(act) {
  clearTimeout(timer);
  timer = setTimeout(act, CARD_WAIT);
}

/* What the keyboard is at stays. */
function isInFocus() { return owner?.matches(":focus-visible") || card.contains(document.activeElement); }

function followPointer({ target, pointerType }) {
  if (pointerType !== "mouse") { return; }
  const next = target.closest(OWNERS);
  if (next) {
    waited(() => showCard(next));
  } else if (card.contains(target) || isInFocus()) {
    clearTimeout(timer);
  } else {
    waited(hideCard);
  }
}

export function startCards() {
  if (!card.showPopover) { return; }
  card.popover = "manual";
  card.setAttribute("role", "group");
  L.DomEvent.disableClickPropagation(card);
  document.addEventListener("pointerover", followPointer);
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(OWNERS) && target.matches(":focus-visible")) { showCard(target); } else if (!card.contains(target)) { hideCard(); }
  });
  /* A link that is taken away leads nowhere: first it is followed. */
  document.addEventListener("click", ({ target }) => { if (!card.contains(target) || target.closest("a")) { setTimeout(hideCard); } }, true);
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") { hideCard(); } });
  addEventListener("scroll", () => { if (owner) { placeCard(); } }, true);
}
