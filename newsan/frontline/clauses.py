"""Stands in for `said.sentence` as long as `when` looks for it here."""

from newsan.frontline.said.sentence import Sentence

__all__ = ["Sentence"]
