"""Whether a contribution offers a model that can do harm, and whether it warns of that."""

from __future__ import annotations

from conduct_lint.document import Document, once
from conduct_lint.facts.risk import risk
from conduct_lint.facts.subject import subject
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple

#: Kinds of model that call for a warning wherever they are offered, with the words that messages use.
HARMFUL = {
    "uncensored-or-safety-removed": "had its safeguards removed",
    "sexual-content": "makes sexual content",
    "voice-cloning-tts": "imitates voices",
    "biometric-face": "recognises people by face or voice",
}


class Offer(NamedTuple):
    """A model of a harmful kind that a text offers; `place` is where the kind is told."""

    category: str
    place: Span
    warned: bool


@once
def offer(document: Document) -> Offer | None:
    """The first of `HARMFUL` that the model at hand is; None where a text is about no model, or about another kind."""
    if subject(document).about != "model":
        return None
    found = risk(document)
    category = next((one for one in HARMFUL if one in found.categories), None)
    return Offer(category, found.places[category], found.warned) if category else None


def harm(document: Document) -> str:
    """`unwarned` or `warned` for a text that offers such a model, `mentions` for one that only speaks of one, else `none`."""
    found = offer(document)
    if found:
        return "warned" if found.warned else "unwarned"
    return "mentions" if set(risk(document).categories) & set(HARMFUL) else "none"
