"""A study as a folder: `study.toml` and the tables beside it, which every verb can take as `study=`."""

from newsan.study.load import ACTOR_KINDS, ARTICLES, FILE, Study, given, load, nearest
from newsan.study.new import new

__all__ = ["ACTOR_KINDS", "ARTICLES", "FILE", "Study", "given", "load", "nearest", "new"]
