"""Candidates for what a card says on a topic, and the order in which they are shown."""

from __future__ import annotations

from enum import IntEnum

from conduct_lint.model import Span
from conduct_lint.named import NamedTuple


class Rank(IntEnum):
    """How good a place is to learn of a topic. A reader is sent to the lowest rank, and of equal places to the first."""

    #: A section of its own, a BibTeX entry.
    OWN = 0
    #: A label, a row, a section that has other topics as well; a sentence that could not say it more plainly.
    PLAIN = 1
    #: What leads further: a sentence that links to what it names, the paper of this work, those who made it.
    LINKED = 2
    #: A sentence that states it.
    TOLD = 3
    #: What is named with a noun, in terms of use or in passing; thanks.
    MENTIONED = 4
    #: A name behind a label, a section with less to say than a sentence.
    LITTLE = 5
    #: What may be meant so.
    HINTED = 6
    #: The metadata.
    LISTED = 7
    #: What names nothing, a link alone.
    BARE = 8


class Evidence(NamedTuple):
    """A candidate. `verdict`: `counts`, `does not count` or `placeholder`; `why` in words for `inspect --why`.

    `titled`: what stands below a heading or behind a label; a reader starts there.
    """

    span: Span
    verdict: str
    why: str
    rank: Rank = Rank.TOLD
    titled: bool = False


#: Kinds of wordings that state their topic in a sentence anywhere, with the rank of such evidence.
STATING = {
    "strong": Rank.PLAIN,
    "credit": Rank.LINKED,
    "statement": Rank.TOLD,
    "lack": Rank.TOLD,
    "of-data": Rank.TOLD,
    "by-person": Rank.MENTIONED,
    "titled": Rank.MENTIONED,
    "noun": Rank.MENTIONED,
    "terms": Rank.MENTIONED,
    "mention": Rank.MENTIONED,
    "making": Rank.LITTLE,
    "weak": Rank.HINTED,
}
