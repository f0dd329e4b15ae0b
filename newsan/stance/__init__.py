"""Who is for or against whom, and who asserts or denies which claim.

Polarity of words is not stance: "The threat of encirclement is absent" scores as a threat, and a
sentence that says three times that somebody is lying can come out at nought. So positions are read
from what the words do with a proposition (`find`, `claims`), polarity toward an actor from what is
done to them, and both name the rule that decided. What no rule reads stays missing.
"""

from newsan.stance.claims import claims
from newsan.stance.find import find
from newsan.stance.topics import label, proposition, topics
from newsan.stance.toward import toward

__all__ = ["claims", "find", "label", "proposition", "topics", "toward"]
