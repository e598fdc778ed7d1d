"""The grammar around a claim: whether a sentence that holds the words claims them of the model or data at hand.

The words stand in `rules/lexicon/claim_grammar.*.yaml` and `claim_context.*.yaml`.
"""

from __future__ import annotations

import re

from conduct_lint.lexicon import pattern
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex


class Place(NamedTuple):
    """The words of a claim and what stands around them, all in lower case.

    `sense` is the kind of the wording (`rank`, `better` …). `talk` is true in contributions, where `they` are the models and
    much is left unsaid. `earlier` is what the paragraph says before the sentence.
    """

    sense: str
    words: str
    before: str
    after: str
    sentence: str
    talk: bool
    earlier: str = ""


def context(kind: str) -> re.Pattern[str]:
    """What stands around a claim and tells whose it is, or what bears it out."""
    return pattern("claim_context", kind, lower=True)


def grammar(kind: str) -> re.Pattern[str]:
    """What stands before or behind the words of a claim and turns it round."""
    return pattern("claim_grammar", kind, lower=True)


_DENIED = grammar("denied-before")
_ABSOLUTE_DENIED = grammar("absolute-denied-before")
_WISHED = grammar("wished-before")
_BIDDEN = grammar("bidden-before")
_ALGORITHM = context("algorithm")
_CHOSEN = grammar("chosen-before")
_ADVISED = grammar("advice-behind")


def denied(place: Place) -> bool:
    """True for a question, and for what is denied; an absolute claim holds a denial itself."""
    if place.sentence.rstrip().endswith("?"):
        return True
    return (_ABSOLUTE_DENIED if place.sense == "absolute" else _DENIED).search(place.before) is not None


def wished(place: Place) -> bool:
    """True for what is aimed at, or asked of somebody."""
    if place.sense == "absolute" and _BIDDEN.search(place.before):
        return True
    if place.sense not in ("superlative", "comparison", "absolute", "better", "rank"):
        return grammar("ensured-before").search(place.before) is not None
    return _WISHED.search(place.before) is not None and grammar("proved-before").search(place.before) is None


def of_an_algorithm(place: Place, foreign: bool) -> bool:
    """True where an algorithm is praised; outside of English only one that is near."""
    if not foreign and place.sense != "comparison":
        return False
    return bool(_ALGORITHM.search(place.before[-60:] if foreign else place.before) or _ALGORITHM.search(place.after))


_OPENED, _CLAUSE = regex(r"\W*(?:<p>)?\W*"), regex(r"[,;:.()]")


def of_others(place: Place) -> bool:
    """True where it is hoped for, or said of a model that was chosen, of a person, of a field in general, or of methods that are
    named.
    """
    if _CHOSEN.search(place.before) or grammar("others-sentence-before").search(place.before):
        return True
    if place.talk:
        return False
    opening, near = _OPENED.match(place.sentence), place.before[-80:].rpartition(".")[2]
    start = opening.end() if opening else 0
    named = [*context("method-named").finditer(near)]
    return (
        context("hoped").search(near) is not None
        or context("person").match(place.sentence, start) is not None
        or context("general").match(place.sentence, start) is not None
        or context("general").match(place.after.removeprefix(" of").strip()) is not None
        or (bool(named) and not _CLAUSE.search(near, named[-1].end()))
    )


_BETTER = regex(r"best|better|superior")


def of_means(place: Place) -> bool:
    """True where what is used is called so, or a setting."""
    if grammar("means-before").search(place.before):
        return True
    strong = place.sense in ("superlative", "comparison", "absolute")
    if not strong or _BETTER.search(place.words) is None:
        return False
    named = [*context("setting").finditer(place.before[-60:])]
    return bool(named) and context("ours").search(place.before[-60:], named[-1].end()) is None


def ranks(place: Place) -> bool:
    """True for "is the largest corpus …" and for an entry of a list that is all rank; else it is what is spoken of."""
    if context("no-rank").search(place.after) or grammar("ours-behind").match(place.after):
        return False
    if grammar("rank-before").search(place.before):
        return True
    return _OPENS.search(place.before) is not None and not grammar("verb-behind").match(place.after)


#: A comma or a colon, or nothing but marks and a number.
_OPENS = regex(r"(?:[,，。:：]|\A[\W_\d]*)\s*\Z")


def is_better(place: Place) -> bool:
    """False for what is sought, advised, or said of many."""
    if (
        place.before.endswith("to ")
        or of_own_runs(place)
        or _ADVISED.match(place.after)
        or of_a_setting(place.before.rsplit(",", 1)[-1])
    ):
        return False
    return place.talk or not _begins(place.sentence, "many")


_START = regex(r"\W*")


def _begins(sentence: str, kind: str) -> bool:
    """Whether a sentence begins so, marks left out."""
    start = _START.match(sentence)
    return grammar(f"{kind}-sentence").match(sentence, start.end() if start else 0) is not None


def is_sample(place: Place) -> bool:
    """What a prompt, an input or a reply shows is a sample; so are the title of a paper and the legend of a table."""
    return _begins(place.sentence, "sample") or _begins(place.sentence, "cited")


def praises(place: Place, conceding: str) -> bool:
    """False where readers may reach it, a way of working is praised, or it is conceded on the way to something else.

    Arguments: `conceding` is the sentence up to the words.
    """
    if grammar("left-to-readers-before").search(place.before) or grammar("condition-before").search(place.before):
        return False
    if place.talk or grammar("priority").search(place.words):
        return True
    if _begins(conceding, "conceded") or _begins(place.before, "method"):
        return False
    return not grammar("method-before").search(place.before)


def of_a_setting(before: str) -> bool:
    """True where a setting, a prompt or a method stands before praise in one sentence: that is advice on use."""
    named = [*context("advice").finditer(before)]
    return bool(named) and "." not in before[named[-1].end() :] and len(before) - named[-1].end() <= 90


_BARE = regex(r"(?:state|sota|s\.o)")
_ARTICLE = ("the ", "our ")
_BEST = regex(r"(?:best|highest)\b")


def superlative(place: Place) -> bool:
    """Whether a superlative is this model's: not the state of the art of others, what works best, or the best of a training."""
    _, words, before, after, *_ = place
    if grammar("even-before").search(before) or grammar("found-behind").match(after) or of_own_runs(place):
        return False
    if _BARE.match(words):
        return _state_of_the_art(before, after) and not _sought(place)
    if not words.startswith(_ARTICLE) and (
        _ADVISED.match(after) or (words.startswith("best") and grammar("advice-before").search(before))
    ):
        return False
    if grammar("way-behind").match(after):
        return False
    if grammar("one-of-before").search(before) and "model" not in words:
        return False
    if words.startswith((*_ARTICLE, "its ")) and grammar("compared-before").search(before):
        return False
    if _BEST.match(words) and not (grammar("among-behind").match(after) or grammar("attained-before").search(before)):
        return False
    return not _sought(place)


def of_own_runs(place: Place) -> bool:
    """True for the best of several runs, and for what can be looked up elsewhere."""
    runs = grammar("own-runs")
    shown = grammar("shown-behind").match(place.after) or grammar("shown-before").search(place.before)
    return bool(shown or runs.match(place.words) or runs.match(place.after))


def _sought(place: Place) -> bool:
    if not grammar("top").search(place.words):
        return False
    return bool(context("training").search(place.words + place.after) or grammar("sought-before").search(place.before))


def _state_of_the_art(before: str, after: str) -> bool:
    if grammar("method-behind").match(after) or after.startswith("!"):
        return False
    if not before.strip(" *_-") and grammar("general-behind").match(after):
        return False
    if grammar("level-before").search(before):
        return True
    if grammar("others-before").search(before) and (
        grammar("thing-behind").match(after) or grammar("rivals-before").search(before)
    ):
        return grammar("raised-before").search(before) is not None
    return not grammar("beaten-before").search(before)


def comparison(place: Place) -> bool:
    """Whether a comparison is this model's: its subject is not plainly another one, no part of a training, and no length."""
    subject = place.before.rsplit(",", 1)[-1].strip()
    if grammar("file-or-speed").search(place.words + place.after[:24]) or grammar("part-before").search(subject):
        return False
    if grammar("way-compared").match(subject) or context("tool").fullmatch(_ADVERB.sub("", subject).rpartition(" ")[2]):
        return False
    if grammar("rival-before").search(subject) or (grammar("they-before").search(subject) and not _ours(place, subject)):
        return False
    return not grammar("limit-behind").match(place.after) and not grammar("limit").search(place.sentence)


#: What stands between a subject and its verb: `clearly`.
_ADVERB = regex(r" \w+ly\Z")


def _ours(place: Place, they: str) -> bool:
    """Whether "they" are the models at hand."""
    return they == "they" and (place.talk or grammar("plural").search(place.earlier) is not None)


def of_a_training(place: Place) -> bool:
    """True for the best of several checkpoints."""
    return grammar("best").search(place.words) is not None and context("training").search(place.sentence) is not None


def thanks(place: Place) -> bool:
    """True for words of praise in talk that praise no model."""
    return bool(
        context("no-praise").search(place.words) or of_a_setting(place.before) or context("thanks").search(place.sentence)
    )
