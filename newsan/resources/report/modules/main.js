/* Starts what the page has: without quotations no filters, without places no map. */
import { startBoard } from "./board.js";
import { startCards } from "./cards.js";
import { startDownloads } from "./downloads.js";
import { byId } from "./dom.js";
import { startFilters } from "./filters.js";
import { arrive, startJumps } from "./jumps.js";
import { startLines } from "./lines.js";
import { startMap } from "./map.js";
import { startPlace } from "./place.js";
import { startPrint } from "./print.js";
import { parts, restore } from "./state.js";
import { startTheme } from "./theme.js";

restore(parts(location.hash).wanted || {});
startTheme();
startPrint();
startBoard();
if (byId("quotes-table")) {
  startFilters();
  startLines();
  startDownloads();
  startCards();
}
if (byId("map")) {
  startMap();
  startPlace();
}
startJumps();
arrive();
