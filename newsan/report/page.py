"""The page itself: the template filled with the sections, and everything it needs inside it."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.markers import MarkerStyle

import newsan
from newsan import charts, figures, lexicons, maps, stance, writing
from newsan.report import atlas, board, tables
from newsan.report.view import View, fill, piece, read_resource
from newsan.wording import counted, day_of, listed, span

_log = logging.getLogger("newsan")


def html(result: Any) -> str:
    """
    Write a result as one page (HTML 5, UTF-8) that needs nothing else: no network, no server, no other file.

    The page holds the claim board, charts as SVG, an interactive map without tiles, every
    quotation with filters and context, the marked articles, what could not be read, and how to
    read and cite it. Whatever stood in an article is escaped; scripts other than the page's own
    are refused by its content security policy. The same result gives the same bytes.

    Parameters
    ----------
    result
        An `Analysis`, or any object with some of its frames as attributes (`articles`, `quotes`,
        `sentiment`, `rhetoric`, `claims`, `mentions`, `references`, `control`, `areas`, `front`,
        `enclosure`, `problems`).

    Undefined
    ---------
    A frame that is absent or empty leaves its section with a sentence that says so.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> page = html(SimpleNamespace())
    >>> page[:15], "No quotations were found" in page
    ('<!doctype html>', True)
    """
    view = View.of(result)
    data: dict[str, Any] = {
        "boundaries": atlas.boundaries(view),
        "layers": [*atlas.LAYERS],
        **{name: made(view) for name, (_, made) in atlas.LAYERS.items()},
        **tables.data(view),
    }
    places = data["places"]
    leaflet_js = read_resource("leaflet/leaflet.js").split("//# sourceMappingURL")[0].strip()
    scripts = [leaflet_js, _join_modules()]
    leaflet_css = re.sub(r"(background-image|behavior):\s*url\([^)]*\);?", "",
                         read_resource("leaflet/leaflet.css"))  # fmt: skip
    parts = {
        "title": escape(_write_title(view)),
        "policy": escape(_write_policy(scripts)),
        "css": leaflet_css
        + read_resource("report/page.css")
        + _style_sides(data["control"]["sides"]),
        "lead": _write_lead(view),
        "numbers": _write_numbers(view, places),
        "contested": _list_contested(view),
        "board": board.table(view),
        "charts": _draw_charts(view),
        "layers": "\n".join(
            f'<label><input type="checkbox" id="layer-{name}" checked> {label}</label>'
            for name, (label, _) in atlas.LAYERS.items()
        ),
        "filters": read_resource("report/filters.html") if len(view["quotes"]) else "",
        "control_key": _write_key(data["control"]["sides"]),
        "map_note": _write_map_note(view, data),
        "places": tables.places(places),
        "enclosure": tables.enclosure(view),
        "quotes": tables.quotes(view),
        "articles": tables.articles(view),
        "problems": tables.problems(view),
        "version": escape(newsan.__version__),
        "data": _write_json(data),
        "leaflet_js": leaflet_js,
        "js": scripts[1],
    }
    if places or data["control"]["days"]:
        where = fill(read_resource("report/map.html"), parts)
    elif missing := atlas.unplaced(view):
        where = (
            '<section id="map-section">\n<h2>Where</h2>\n'
            f"<p>{counted(missing, 'mention')} of places could not be placed.</p>\n</section>\n\n"
        )
    else:
        where = ""
    parts["where"] = where
    parts["map_link"] = '<li><a href="#map-section">Map</a></li>\n' if where else ""
    return fill(read_resource("report/page.html"), parts)


def save(page: str, path: str | Path) -> Path:
    """Write a page to a file, making its folder where needed."""
    target, content = Path(path), page.encode("utf-8", "replace")
    with writing.replace(target, "the report") as fresh:
        fresh.write_bytes(content)
    _log.info("wrote %s (%d bytes)", target, len(content))
    return target


def write(result: Any, path: str | Path, film: str | Path | None = None) -> Path:
    """
    Write the page of a result to a file, making its folder where needed; return the file.

    Parameters
    ----------
    result
        As in `html`.
    path
        Where to write; usually ends in `.html`.
    film
        A folder for the map of each day on which control changed, and all in motion (`maps.film`).

    Examples
    --------
    >>> import tempfile
    >>> from types import SimpleNamespace
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(SimpleNamespace(), Path(folder) / "out" / "report.html").name
    'report.html'
    """
    target = save(html(result), path)
    if film is not None:
        view = View.of(result)
        maps.film(
            view["control"], film, claims=view["claims"], quotes=view["quotes"], study=view.study
        )
    return target


def _join_modules() -> str:
    """
    Return the page's modules as one script: each after those it imports, the one that starts last.

    A module imports by name, one statement a line, from a file beside it. What modules declare has names of its own, so
    that their text, without `import` and `export`, can stand in one scope.
    """
    folder = lexicons.file("report/modules")
    texts = {f.name: f.read_text(encoding="utf-8").strip() for f in folder.iterdir()}
    done: dict[str, str] = {}

    def add(name: str) -> None:
        if name not in done:
            done[name] = ""  # those that import it in turn do not ask again
            for needed in re.findall(r'^import .* from "\./(.*)";$', texts[name], re.MULTILINE):
                add(needed)
            own = re.sub(r"^import .*\n|^export (?=\w)", "", texts[name], flags=re.MULTILINE)
            del done[name]  # to its place, after what it needs
            done[name] = own.strip()

    for name in sorted(texts, key=lambda n: (n == "main.js", n)):
        add(name)
    return "\n\n".join(done.values())


def _write_json(data: Any) -> str:
    """Write JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True,
                      allow_nan=False)  # fmt: skip
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _write_policy(scripts: list[str]) -> str:
    """Allow the page's own two scripts by their hash, inline styles, and nothing from outside."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _write_title(view: View) -> str:
    articles = view["articles"]
    if view.study is not None:
        return view.study.title
    if len(articles) == 1:
        return f"Who said what: {view.title(articles['article_id'].iloc[0])}"
    return f"Who said what, in {counted(len(articles), 'article')}"


def _write_lead(view: View) -> str:
    articles = view["articles"]
    outlets = sorted(articles["outlet"].dropna().unique())
    by = f" from {escape(listed(outlets, 6))}" if outlets else ""
    days = f", published {span(articles['published'])}" if len(articles) else ""
    what = "" if view.study is None else "Who said what, in "
    return f"{what}{counted(len(articles), 'article')}{by}{days}."


def _write_numbers(view: View, places: list[dict[str, Any]]) -> str:
    quotes = view["quotes"]
    known = quotes["actor_id"].notna()
    rows = [
        (f"{len(view['articles']):,}", "articles read"),
        (f"{len(quotes):,}", "quotations found"),
        (f"{quotes.loc[known, 'actor_id'].nunique():,}", "speakers identified"),
        (f"{int((~known).sum()):,}", "quotations whose speaker stays unknown"),
        (f"{len(board.find_contested(view)):,}", "claims that some assert and others deny"),
        (f"{len(places):,}", "places on the map"),
    ]
    return "".join(f"<div><dt>{what}</dt><dd>{n}</dd></div>" for n, what in rows)


def _list_contested(view: View) -> str:
    found = board.find_contested(view)
    if not found:
        return ""
    items = "".join(
        piece("contested", topic=escape(stance.label(topic, view.study)), yes=escape(", ".join(yes)),
              claim=escape(stance.proposition(topic, view.study) or topic), no=escape(", ".join(no)))
        for topic, yes, no in found
    )  # fmt: skip
    return f'<h3>Where they contradict each other</h3><ul class="contested">{items}</ul>'


def _draw_charts(view: View) -> str:
    """Draw the charts whose frames are there."""
    quotes, articles = view["quotes"], view["articles"]
    if quotes["actor_id"].dropna().empty:
        return "<p>No quotation has a known speaker, so there is nothing to chart.</p>"
    scores = view["sentiment"][view["sentiment"]["scorer"] == "textblob"]
    drawings: list[tuple[str, bool, Callable[[], Axes]]] = [
        ("How the words of each actor score, from negative to positive",
         not scores.empty,
         lambda: charts.polarity_by_actor(quotes, scores, articles=articles, study=view.study)),
        ("What each actor does with words", not view["rhetoric"].empty,
         lambda: charts.acts_by_actor(
             quotes, view["rhetoric"], articles=articles, study=view.study)),
        ("When each actor was quoted", not articles.empty,
         lambda: charts.quotes_over_time(quotes, articles, study=view.study)),
    ]  # fmt: skip
    return "".join(
        piece("chart", title=title, drawing=_inline(draw, f"chart{i}", title))
        for i, (title, is_there, draw) in enumerate(drawings, 1)
        if is_there
    )


def _inline(draw: Callable[[], Axes], prefix: str, label: str) -> str:
    """Return a chart in the house look as an `<svg>` that takes its size from the page; its ids begin with a prefix."""
    with figures.style() as path, mpl.rc_context(fname=path):
        ax = draw()
        text = figures.svg(ax)
        plt.close(ax.get_figure(root=True))
    body = re.sub(r"<(metadata|style)\b.*?</\1>", "", text[text.index("<svg") :], flags=re.DOTALL)
    body = re.sub(r"\n\s*", "\n", body)
    body = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{prefix}-", body)
    box = body[body.index("viewBox=") :].split('"')[1]
    return (
        f'<svg role="img" aria-label="{escape(label)}" viewBox="{box}" '
        f'style="stroke-linejoin:round;stroke-linecap:butt">{body[body.index(">") + 1 :].strip()}'
    )


def _write_key(sides: list[dict[str, str]]) -> str:
    """Write the key to the settlements of each side."""
    return "\n".join(
        f'<li><span class="shape {side["class"]} {status}"></span> {escape(side["label"])}, {status}</li>'
        for side in sides
        for status in ("confirmed", "claimed")
    )


def _style_sides(sides: list[dict[str, str]]) -> str:
    """Write the look of each side: its colour, and the shape of its settlements."""
    return "\n".join(
        f":is(.shape, .held).{side['class']} {{ --side: {side['colour']}; }}\n"
        + _style_shape(f".shape.{side['class']}", side["marker"])
        for side in sides
    )


def _style_shape(which: str, marker: str) -> str:
    """Write the shape of a marker, open where it is only claimed: round, square, or cut out of a filled square."""
    if marker in "os":
        return f"{which} {{ border-radius: 50%; }}" if marker == "o" else ""
    sign = MarkerStyle(marker)
    outer = np.array(sign.get_path().transformed(sign.get_transform()).to_polygons()[0])
    outer /= np.abs(outer).max()
    whole, open_ = (
        ", ".join(f"{50 + 50 * x:.0f}% {50 - 50 * y:.0f}%" for x, y in ring)
        for ring in (outer, [*outer, *(0.5 * outer)])
    )
    return (
        f"{which} {{ border: 0; background: var(--tint); clip-path: polygon(evenodd, {open_}); }}\n"
        f"{which}.confirmed {{ clip-path: polygon({whole}); }}"
    )


def _write_map_note(view: View, data: dict[str, Any]) -> str:
    missing = atlas.unplaced(view)
    note = "" if not missing else f" {counted(missing, 'mention')} could not be placed."
    days = data["control"]["days"]
    if days and pd.notna(days[0]["day"]):
        event = day_of(view["control"]["day"].max())
        note += piece("control_note", first=days[0]["words"], last=days[-1]["words"], event=event)
    return escape(
        note + f" Outlines: {data['boundaries']['attribution']}. Drawn with Leaflet 1.9.4."
    )
