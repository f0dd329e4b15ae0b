"""Who is for or against whom, and who asserts or denies which claim."""

from newsan.stance.claims import claims
from newsan.stance.find import find
from newsan.stance.topics import topics
from newsan.stance.toward import toward

__all__ = ["claims", "find", "topics", "toward"]
