"""Candidates for what a card says on a topic, and the order in which they are shown."""

from __future__ import annotations

from conduct_lint.model import Span
from conduct_lint.named import NamedTuple


class Evidence(NamedTuple):
    """A candidate. `verdict`: `counts`, `does not count` or `placeholder`; `why` in words for `inspect --why`.

    `rank` orders what counts, 0 is the place a reader would be sent to: a section of its own, a BibTeX entry. `titled`: what
    stands below a heading or behind a label; a reader starts there.
    """

    span: Span
    verdict: str
    why: str
    rank: float = 2
    titled: bool = False


#: Kinds of wordings that state their topic in a sentence anywhere, with the rank of such evidence: what says it plainly first.
#: Only `weak` has its rank.
STATING = {
    "strong": 1,
    "statement": 2,
    "credit": 1.8,
    "by-person": 2.2,
    "titled": 2.2,
    "noun": 2.2,
    "lack": 2,
    "of-data": 2,
    "terms": 2.4,
    "mention": 2.6,
    "weak": 3.5,
    "making": 3.6,
}

#: How far what is named in passing comes behind what a sentence tells.
IN_PASSING = 0.3
