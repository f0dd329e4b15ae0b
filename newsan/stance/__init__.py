"""Who is for or against whom, and who asserts or denies which claim."""

from newsan.stance.claims import claims
from newsan.stance.find import find
from newsan.stance.topics import topics

__all__ = ["claims", "find", "topics"]
