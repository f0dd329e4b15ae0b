"""Stands in for `said.cues` as long as `when` looks for it here."""

from newsan.frontline.said.cues import words

__all__ = ["words"]
