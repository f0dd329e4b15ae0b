"""Who said what, how, about whom, where, and does the ground bear it out.

News articles in, pandas frames of quotations, actors, claims and places out. The modules are the
contents; each is loaded when it is first used::

    import newsan as ns
    articles = ns.articles.read("data/articles")
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_ROOMS = (
    "errors",
    "schema",
    "text",
    "articles",
    "tagger",
    "corrections",
    "quotes",
    "dates",
    "actors",
    "sentiment",
    "rhetoric",
    "stance",
    "gazetteer",
    "places",
    "frontline",
    "stats",
    "charts",
    "maps",
    "highlight",
    "report",
    "widgets",
    "figures",
    "corpus",
    "evaluate",
    "analysis",
    "verification",
    "study",
    "suggest",
)
__all__ = [*_ROOMS, "analyse", "explore", "verify", "__version__"]

if TYPE_CHECKING:
    from newsan import (  # noqa: F401
        actors,
        analysis,
        articles,
        charts,
        corpus,
        corrections,
        dates,
        errors,
        evaluate,
        figures,
        frontline,
        gazetteer,
        highlight,
        maps,
        places,
        quotes,
        report,
        rhetoric,
        schema,
        sentiment,
        stance,
        stats,
        study,
        suggest,
        tagger,
        text,
        verification,
        widgets,
    )
    from newsan.analysis import analyse
    from newsan.verification import verify
    from newsan.widgets import explorer as explore


def __getattr__(name: str) -> Any:
    """Load a room when it is first asked for, so that `import newsan` stays quick."""
    if name == "analyse":
        return importlib.import_module("newsan.analysis").analyse
    if name == "explore":
        return importlib.import_module("newsan.widgets").explorer
    if name == "verify":
        return importlib.import_module("newsan.verification").verify
    if name in _ROOMS:
        return importlib.import_module(f"newsan.{name}")
    if name.startswith("_"):
        raise AttributeError(f"module 'newsan' has no attribute {name!r}")
    raise importlib.import_module("newsan.errors").no_attribute("module 'newsan'", name, __all__)


def __dir__() -> list[str]:
    """List the rooms for tab completion."""
    return sorted({*globals(), *__all__})
