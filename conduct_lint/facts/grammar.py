"""The grammar around a wording: whether a sentence that has the words says it, and says it of this model or data set."""

from __future__ import annotations

from bisect import bisect_left

from conduct_lint.document import Document
from conduct_lint.facts.passages import in_contents
from conduct_lint.facts.placeholders import kept_free
from conduct_lint.lexicon import GLUED, Said, said
from conduct_lint.model import Span
from conduct_lint.patterns import regex

_OTHERS = regex(
    r"\b(?:existing|previous|prior|other|most|many|some|several|those|traditional|current|conventional|earlier|recent|these|such|larger|smaller|general)"
    r" +(?:[\w-]+ +){0,2}(?:models|methods|approaches|llms|systems|datasets|works?|benchmarks|corpora|techniques|studies)\b"
)
_PERSON = regex(
    r"\b(?:you|we|i|users?|one|someone|researchers|developers|authors?|who|nobody|everyone)(?: +(?:\w+ly|also|still|just))? +\Z"
)
_CONDITION = regex(
    r"\b(?:if|in case|unless|whether|until|so that|to ensure|make sure|to avoid|to prevent|in order to)\b[^,;:]*\Z"
)
_PROMPT = regex(r"\bprompts? *:")
_EITHER_WAY = regex(r"\bwhether\b[^,;:]*\Z")
_GIVEN = regex(r"\b(?:if|when|whenever|because)\b[^,;:]*\Z")
_DENIED = regex(
    r"\b(?:no|without|never|nor|free of|free from|overcom\w+|address\w*|mitigat\w+|solv\w+|reduc\w+|avoid\w*|alleviat\w*"
    r"|fix\w*|eliminat\w*|remov\w+|prevent\w*|minimi[sz]\w+|resolv\w+|detect\w*|lower\w*|combat\w*|tackl\w+|instead of|classif\w+"
    r"|identif\w+|not|don't|doesn't|won't|didn't)\b(?: +[\w-]+,?){0,4} *\Z"
)


#: Topics whose wordings say that something is so; a negation before them says that it is not.
_AFFIRMED = frozenset({"intended_use", "training_data", "data_origin", "citation"})
_NEGATED = regex(r"(?:\b(?:not(?! only)|never|no|cannot|nor|neither|without)\b|n't\b)[^.;,:]{0,40}\Z")


_RULED_OUT = regex(r"(?:\bnot|n't|\bnever|\bcannot|\bnor|prohibit\w*|forbid\w*|agree) (?:[\w']+ +){0,8}\Z")


def against(document: Document, use: Said) -> str:
    """Why a sentence that has the words does not state the topic after all; empty where it does."""
    start, end = use.sentence
    lower = document.lower
    if lower[start:end].rstrip().endswith(("?", "？")):
        return "a question"
    section = document.section_at(start)
    if section.heading and section.heading.start <= start < section.heading.end and not _titled(document, use):
        return "a heading states nothing"
    if kept_free(document, use.sentence):
        return "template text"
    if in_contents(document, start):
        return "the table of contents"
    before = lower[max(start, use.match.start() - 160) : use.match.start()]
    if use.wording.kind == "noun" or use.wording.topic == "bias_risks":
        if use.wording.language not in GLUED and len(lower[start:end].split()) < 4:
            return "not a sentence"
        if any(_DENIED.search(lower[max(start, place - 60) : place]) for place in (use.match.start(), _noun(use))):
            return "denied or overcome"
    if use.wording.topic == "bias_risks" and _RULED_OUT.search(before):
        return "a use ruled out"
    if use.wording.topic == "bias_risks" and _EITHER_WAY.search(before + use.match.group()):
        return "said either way"
    if use.wording.topic in _AFFIRMED and _NEGATED.search(before):
        return "negated"
    if use.wording.topic == "intended_use" and (_GIVEN.search(before) or lower[start:end].rstrip().endswith("as follows:")):
        return "a condition or a step"
    if use.wording.topic == "training_data" and "your" in use.match.group().split():
        return "the reader's own data"
    if use.wording.topic == "limitations":
        block = max(lower.rfind("\n", 0, use.match.start()) + 1, use.match.start() - 600)
        quoted = lower.count('"', start, use.match.start()) % 2
        if use.wording.kind == "noun" and (quoted or _PROMPT.search(lower, block, use.match.start())):
            return "an example"
        if _PERSON.search(before) and "guarantee" not in use.match.group():
            return "said of a person"
        if _CONDITION.search(before):
            return "a condition"
        if _OTHERS.search(before + use.match.group()) or _other_subject(document, use):
            return "said of others"
    return ""


def _titled(document: Document, use: Said) -> bool:
    """True for a title that is a sentence on its training data: "A model of my boat trained by anna on the boats dataset"."""
    words = document.lower[use.sentence.start : use.sentence.end].split()
    return use.wording.topic == "training_data" and len(words) > 5 and _MADE.match(use.match.group()) is not None


_MADE = regex(r"(?:pre-?|re|fine-?)?(?:trained|tuned)\b")


def _other_subject(document: Document, use: Said) -> bool:
    """True where the words before the match name something else, and neither model nor data stand between."""
    for other in within(document, "other_subject", Span(use.sentence.start, use.match.start())):
        if other.match.end() <= use.match.start():
            between = document.lower[other.match.end() : use.match.start()]
            if len(between) < 100 and not _OURS.search(between):
                return True
    return False


_OURS = regex(r"\b(?:model|models|it|dataset|data|corpus|this|network|system|outputs?|which)\b|[,;:]")


def _noun(use: Said) -> int:
    """Where the last word of the match begins: what stands before it can deny it."""
    words = use.match.group().rstrip()
    return use.match.start() + max(words.rfind(" ") + 1, 0)


def within(document: Document, topic: str, span: Span) -> tuple[Said, ...]:
    """The uses of a topic's wordings that begin inside a span."""
    uses = said(document).get(topic, ())
    first = bisect_left(uses, span.start, key=lambda use: use.match.start())
    return uses[first : bisect_left(uses, span.end, lo=first, key=lambda use: use.match.start())]
