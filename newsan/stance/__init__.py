"""Who is for or against whom, and who asserts or denies which claim.

What polarity cannot do. On the article newsan was founded on, TextBlob's means put the General Staff
first of all speakers (+.17, n = 6, every interval across nought): it reports from a front under
attack, in words such as "effective" and "more advantageous". A statement by the Ukrainian president
that says three times that his adversary is lying comes out at +.01, since "real" and "true" count as
praise. Words have polarity; stance is what a speaker does with them, and to whom. Means of polarity
rank vocabularies, not friends and foes.

So positions are read, by rules, from what the words do with a proposition (`find`, `claims`, `timeline`), and
polarity toward an actor from what is done to them, by a small trained network that knows whom words evaluate
or address (`newsan.tagger.statements`). Each row names the rule that decided, or how sure the network is; what
nothing decides has no row. Of new sentences that avoid the usual words the rules read some three positions in four
(tests/labelled); half of the rows toward somebody are right in name and polarity, of the surest two in three.
"""

from newsan.stance.claims import claims, timeline
from newsan.stance.find import find
from newsan.stance.preview import preview
from newsan.stance.topics import label, proposition, topics
from newsan.stance.toward import toward

__all__ = ["claims", "find", "label", "preview", "proposition", "timeline", "topics", "toward"]
