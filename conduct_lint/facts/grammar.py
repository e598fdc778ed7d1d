"""The grammar around a wording: whether a sentence that has the words says it, and says it of this model or data set."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from conduct_lint.document import Document, once
from conduct_lint.facts.headings import named
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.languages import of_samples
from conduct_lint.facts.passages import in_contents
from conduct_lint.facts.placeholders import kept_free
from conduct_lint.inline import Mark
from conduct_lint.lexicon import GLUED, Said, pattern, said
from conduct_lint.model import Span
from conduct_lint.patterns import regex


def _words(kind: str) -> re.Pattern[str]:
    return pattern("grammar", kind, lower=True)


_OTHERS = _words("others")
_THIS = _words("this-one")
_LISTED = _words("listed-behind")
_OF_OTHERS = _words("of-others")
_MODELS = _words("in-general-before")
_LEFT_OUT = _words("left-out")
_PERSON = _words("person-before")
_CONDITION = _words("condition-before")
_CONTRASTED = _words("contrasted-before")
_PROMPT = _words("prompt")
_EITHER_WAY = _words("either-way-before")
_NAMED = _words("named-before")
_DEFINED = _words("defined")
_EXPOSED = _words("exposed-before")
_HARM_TITLE = _words("harm-title")
_HARM_TASK = _words("harm-task")
_HARM_OWN = _words("harm-own")
_GIVEN = _words("given-before")
_DENIED = _words("denied-before")
_NEGATED = _words("negated-before")
_DATA = _words("data-before")
_PARTS = _words("parts-of-data")
_OWN = _words("own-before")
_MODELS_BEFORE = _words("models-before")
_MEASURING = _words("measuring")
_MEANS = _words("means")
_SOFTWARE = _words("software")
_ARTEFACT = _words("artefact")
_RULED_OUT = _words("ruled-out-before")
_RULED_OUT_BEHIND = _words("ruled-out-behind")
_OF_CATEGORY = _words("of-category")
_RULED_OUT_ZH = _words("ruled-out-told")
_THANKS = _words("thanks")
_MEANS_GIVEN = _words("means-given")
_MENDED = _words("mended")
_STUDIED = _words("studied-before")
_EVENED = _words("evened")
_SORTED_OUT = _words("sorted-out-before")
_MENDED_BEHIND = _words("mended-behind")
_POSSIBLE = _words("possible-before")
_CALIBRATION = _words("calibration")
_VAGUE = _words("vague")
_HELD_OUT = _words("held-out")
_MEASURED = _words("measured-before")
_WEIGHED = _words("weighed-before")
_WAY = _words("way-before")
_WAY_BEHIND = _words("way-behind")
_ENVIRONMENT = _words("environment-behind")
_WANDB = _words("wandb")
_TECHNICAL = _words("technical-bias")
_SORTED_BEHIND = _words("sorted-behind")
_NOT_ONLY = _words("not-only")
_MINDED = _words("minded-before")
_UNSPECIFIED = _words("unspecified-behind")
_UNSTUDIED = _words("unstudied-behind")
_OF_MEANS_BEHIND = _words("of-means-behind")
_CONDITION_BEHIND = _words("condition-behind")
_HARMLESS = _words("harmless")
_SAMPLE = _words("sample-title")
_MADE = _words("made")
_TOLD = _words("told-before")
_OURS = _words("resumed")

#: Why a sentence of the template states nothing.
STOCK = "template text"
#: What a section is on in which "it can be used to …" tells of a misuse.
_HARMS = frozenset({"bias_risks", "out_of_scope"})
#: Topics whose wordings say that something is so; a negation before them says that it is not.
_AFFIRMED = frozenset({"intended_use", "training_data", "data_origin", "citation"})


def against(document: Document, use: Said) -> str:
    """Why a sentence that has the words does not state the topic after all; empty where it does."""
    start, end = use.sentence
    lower, topic = document.lower, use.wording.topic
    if of_samples(document, topic, use.wording.language):
        return "in another language than the text"
    if lower[start:end].rstrip().endswith(("?", "？")) and ":" not in lower[use.match.end() : end]:
        return "a question"
    if lower.startswith("@", start) and "{" in lower[start : start + 20]:
        return "a reference"
    section = document.section_at(start)
    if section.heading and section.heading.start <= start < section.heading.end and not _titled(document, use):
        return "a heading states nothing"
    if kept_free(document, use.sentence):
        return STOCK
    if in_contents(document, start):
        return "the table of contents"
    if use.wording.kind == "of-data" and kind_of(document) != "dataset-card":
        return "told of data"
    if use.wording.kind == "of-data" and _in_link(document, use):
        return "the title of something else"
    before = lower[max(start, use.match.start() - 160) : use.match.start()]
    if use.wording.kind in ("noun", "mention") or topic == "bias_risks":
        if use.wording.language not in GLUED and len(lower[start:end].split()) < 4:
            return "not a sentence"
        if use.wording.kind != "lack" and any(
            _DENIED.search(lower[max(start, place - 60) : place]) for place in (use.match.start(), _noun(use))
        ):
            return "denied or overcome"
    if topic in _AFFIRMED and _NEGATED.search(before):
        return "negated"
    objection = _OBJECTIONS.get(topic)
    return objection(document, use, before) if objection else ""


def _in_link(document: Document, use: Said) -> bool:
    """True where all of the match is part of linked words: a paper is named by its title."""
    start, end = use.match.span()
    return any(mark.inner <= start and end <= mark.inner_end for mark in document.marked("link"))


#: Where the first noun of a wording ends: "the dataset| is used for", "purpose| of the model".
_VERB = regex(r" (?=(?:\w+ed|is|are|was|were|has|have|can|to|for|of)\b)")


def _of_use(document: Document, use: Said, before: str) -> str:
    """Why this is no intended use."""
    if use.wording.language == "en" and _of_means(document, use):
        return "a use of something else"
    if use.wording.language in GLUED and pattern("grammar", "means-told").search(before):
        return "a use of something else"
    if _GIVEN.search(before) or document.lower[slice(*use.sentence)].rstrip().endswith("as follows:"):
        return "a condition or a step"
    words = use.match.group()
    # What the words begin with may be the subject itself: "the dataset" + "is used for".
    subjects = before, before + _VERB.split(words)[0]
    kind = kind_of(document)
    if kind == "dataset-card" and (("tuned" in words and "used" not in words) or any(map(_MODELS_BEFORE.search, subjects))):
        return "said of models"
    if kind == "model-card" and (any(map(_DATA.search, subjects)) or _MEASURING.match(words)):
        return "said of data"
    about = named(document.section_at(use.sentence.start).title or "")
    if about == ("out_of_scope",) or (
        about and _HARMS.issuperset(about) and words.startswith(("can ", "could ", "may ", "might "))
    ):
        return "a misuse"
    others = list(_OTHERS.finditer(before))
    if others and not _OWN.match(before):
        between = before[others[-1].end() :]
        if _LISTED.match(between) or (not _ARTEFACT.search(between) and "," not in between):
            return "said of others"
    return ""


def _of_limit(document: Document, use: Said, before: str) -> str:
    """Why this is no limitation of the model or the data."""
    start, lower, words = use.sentence.start, document.lower, use.match.group()
    if "rationale" in named(document.section_at(start).title or "") and not _THIS.search(before + words):
        return "said of what was there before"
    block = max(lower.rfind("\n", 0, use.match.start()) + 1, use.match.start() - 600)
    quoted = lower.count('"', start, use.match.start()) % 2
    prompt = "((" in lower[start : use.sentence.end] or _PROMPT.search(lower, block, use.match.start())
    if use.wording.kind == "noun" and (quoted or prompt):
        return "an example"
    if use.wording.kind == "noun" and _SAMPLE.search((document.section_at(start).title or "").lower()):
        return "an example"
    behind = lower[use.match.end() : use.sentence.end]
    if use.wording.kind == "noun" and (_STUDIED.search(before) or _only_named(before, words, behind)):
        return "studied, not told"
    if _NOT_ONLY.search(words) or _HARMLESS.search(words + behind[:90]):
        return "denied or overcome"
    if use.wording.kind == "noun" and _CONDITION_BEHIND.match(behind):
        return "a condition"
    if "balanced" in words and _EVENED.search(lower, start, use.sentence.end):
        return "denied or overcome"
    if use.wording.kind in ("statement", "of-data") and (
        _MENDED.search(words) or _SORTED_OUT.search(before) or _MENDED_BEHIND.match(lower, use.match.end(), use.sentence.end)
    ):
        return "denied or overcome"
    subject = before + words.split(" ")[0] if words.startswith("models ") else before
    if kind_of(document) == "dataset-card" and _MODELS.search(subject) and not _LEFT_OUT.match(words):
        return "said of others"
    if _PERSON.search(before) and "guarantee" not in words:
        return "said of a person"
    if _CONDITION.search(before):
        return "a condition"
    if _CONTRASTED.search(before + words.split(" ")[0]):
        return "said of others"
    others = _OTHERS.search(before + words)
    if others and not _THIS.search(before + words, others.end()):
        return "said of others"
    if _OF_OTHERS.search(lower, use.match.start(), min(use.sentence.end, use.match.end() + 40)) or _other_subject(document, use):
        return "said of others"
    return ""


#: Who made the model or the data speaks of them, not of what was there before.
_BY_US = regex(r"\b(?:we|our|this|these)\b")


def _only_named(before: str, words: str, behind: str) -> bool:
    """True for limits of which one learns no more than that they are there: "be mindful of its limitations"."""
    _, limits, told = (words + behind).partition("limitation")
    if not limits or limits not in words or not _UNSPECIFIED.match(told):
        return False
    return bool(_MINDED.search(before) or _UNSTUDIED.search(told) or _OF_MEANS_BEHIND.search(told))


#: So many characters behind a bias tell what it is towards.
_TOWARDS = len(" towards difficult")


def _of_risk(document: Document, use: Said, before: str) -> str:
    """Why this tells of no bias and no risk."""
    told, start = before + use.match.group(), use.sentence.start
    if "rationale" in named(document.section_at(start).title or "") and not _BY_US.search(before):
        return "said of what was there before"
    if document.lower.count('"', start, use.match.start()) % 2:
        return "an example"
    behind = _RULED_OUT_BEHIND.search(document.lower, use.match.end(), use.sentence.end)
    if behind or _RULED_OUT.search(before) or _RULED_OUT_ZH.search(told):
        return "a use ruled out"
    if use.wording.kind == "noun" and _CONDITION.search(before):
        return "a condition"
    if _EITHER_WAY.search(told) or _EITHER_WAY.search(before + use.match.group().split(",")[0]):
        return "said either way"
    if _of_kind(document, use, before):
        return "the name of a kind"
    if _EXPOSED.search(before):
        return "said of others"
    if use.wording.kind in ("noun", "lack") and use.wording.language == "en" and _of_subject(document, use):
        return "the harm that it is about"
    if _SORTED_BEHIND.match(document.lower[use.match.end() : use.sentence.end]):
        return "denied or overcome"
    if _TECHNICAL.search(document.lower, use.match.start(), min(use.match.end() + _TOWARDS, use.sentence.end)):
        return "a bias of a measure"
    return "the name of a tool" if _WANDB.search(told) else ""


#: So many sentences tell what a text is about.
_FIRST = 3


@once
def _on_harm(document: Document) -> bool:
    """True for the card of something that is about harm: a filter of hate, a guard, a test of bias."""
    title = (document.title.title or "").lower().replace("_", " ") if document.title else ""
    first = document.sentences[:_FIRST]
    return bool(_HARM_TITLE.search(title) or (first and _HARM_TASK.search(document.lower, first[0].start, first[-1].end)))


def _of_subject(document: Document, use: Said) -> bool:
    """True where a text about harm names a harm, and neither the section nor the sentence speaks of the text's own."""
    if not _on_harm(document) or not _RISKY.isdisjoint(named(document.section_at(use.sentence.start).title or "")):
        return False
    return not _HARM_OWN.search(document.lower, *use.sentence)


#: What a section is on in which a text about harm speaks of its own.
_RISKY = frozenset({"bias_risks", "limitations", "out_of_scope"})


def _of_misuse(document: Document, use: Said, before: str) -> str:
    """Why this rules out no use."""
    behind = document.lower[use.match.end() : use.sentence.end]
    if document.lower.count('"', use.sentence.start, use.match.start()) % 2:
        return "an example"
    if use.wording.kind == "mention" and _of_kind(document, use, before):
        return "the name of a kind"
    if use.wording.kind == "mention" and _WEIGHED.search(before):
        return "weighed, not ruled out"
    return "a way of working ruled out" if _WAY.search(before) or _WAY_BEHIND.match(behind) else ""


def _of_kind(document: Document, use: Said, before: str) -> bool:
    """True where a harm is named to tell kinds of texts apart: "tweets labelled as abusive", "content that incites to hate"."""
    start, end = use.sentence
    if _NAMED.search(before + use.match.group()) or _OF_CATEGORY.search(document.lower, start, end):
        return True
    return _DEFINED.match(document.lower, start) is not None


def _of_training(document: Document, use: Said, before: str) -> str:
    """Why this names no training data."""
    if _POSSIBLE.search(before):
        return "what could be done"
    if _CALIBRATION.search(before + use.match.group()):
        return "calibration, not training"
    if _ENVIRONMENT.match(document.lower[use.match.end() : use.sentence.end]):
        return "an environment, not data"
    if _VAGUE.fullmatch(document.lower, use.match.start(), use.sentence.end):
        return "says only that there were data"
    if use.wording.kind == "weak" and (_HELD_OUT.search(use.match.group()) or _MEASURED.search(before)):
        return "not what it learnt from"
    if _of_parent(document, use):
        return "a model it was made from"
    if _of_program(document, use):
        return "a program, not data"
    return "the reader's own data" if "your" in use.match.group().split() else ""


#: The name of a person: two words with capitals, or the name of an account.
_PERSON_NAMED = regex(
    r"@\w|(?!\w+ing )[A-ZÀ-Þ][\w'’-]+ (?:[A-ZÀ-Þ]\.? )?(?!(?:AI|Research|Labs?|Team|Group|Inc|Institute)\b)[A-ZÀ-Þ][a-zß-ÿ'’-]+\b"
    r"(?! (?:AI|Research|Labs?|Team|Group|Inc|Institute))"
)
#: What a model was trained on follows: "fine-tuned on [reed-base](…)".
_ON = regex(r"\b(?:on|using|with|over|upon|from) +(?:an? +|the +|our +)?")
_WITH = regex(r"\b(?:using|with) +(?:an? +|the +|our +)?")
_ON_DATA = regex(r"\b(?:on|over|upon|from) ")
DATA_WORDS = pattern("grammar", "data")
#: The address of a repository of code.
_REPOSITORY = regex(r"(?:https?://)?(?:www\.)?git(?:hub|lab)\.com/[\w.-]+/[\w.-]+/?\Z", re.I)
#: The address of a model on the Hub.
MODEL = regex(r"(?:https?://)?(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/|papers/|docs/|blog/)[\w.-]+/[\w.-]+/?\Z", re.I)


@once
def links_of(document: Document) -> list[Mark]:
    """The links of a document, in reading order."""
    return document.marked("link")


def _of_parent(document: Document, use: Said) -> bool:
    """True where all that something was trained on or with are links to models."""
    return _all_linked(document, use, _ON, MODEL)


def _of_program(document: Document, use: Said) -> bool:
    """True where all that something was trained with are links to programs: "trained using [Reed Studio](https://github.com/…)"."""
    words = document.lower[slice(*use.sentence)]
    return _all_linked(document, use, _WITH, _REPOSITORY) and not (_ON_DATA.search(words) or DATA_WORDS.search(words))


def _all_linked(document: Document, use: Said, before_it: re.Pattern[str], target: re.Pattern[str]) -> bool:
    """True where behind each of these words that the use holds a link of this kind begins."""
    found, links = False, links_of(document)
    for m in before_it.finditer(document.lower, *use.match.span()):
        before = bisect_right(links, m.end(), key=lambda link: link.inner)
        link = links[before - 1] if before else None
        if not (link and m.end() < link.inner_end and target.match(link.target or "")):
            return False
        found = True
    return found


def _of_citation(document: Document, use: Said, before: str) -> str:
    """Why this cites and credits nobody."""
    if use.wording.kind == "by-person" and not _PERSON_NAMED.match(
        document.text, use.match.end() - len(use.match.group().split()[-1])
    ):
        return "nobody is named"
    if use.wording.kind == "credit":
        name = use.match.end() - len(use.match.group().split()[-1])
        if any(map(str.isalnum, before)) or not (document.text[name].isupper() or document.text[name] == "@"):
            return "said of something else"
    return "thanks for something else" if thanks_for_means(document.lower[slice(*use.sentence)]) else ""


def in_passing(document: Document, use: Said) -> bool:
    """True for a participle that no verb carries: "Reed, pretrained on letters"; not where a title or a sentence is no more."""
    if use.wording.language != "en" or not _MADE.match(use.match.group()):
        return False
    index = document.block_index(use.sentence.start)
    before = document.lower[max(use.sentence.start, use.match.start() - 60) : use.match.start()]
    alone = not any(map(str.isalnum, before.removeprefix("a "))) and document.blocks[index].kind != "cell"
    return not (alone or document.heading_of(index) or _TOLD.search(before))


def thanks_for_means(words: str) -> bool:
    """True for thanks in which nobody is credited with model or data: for machines and hosting, for quantising, for a hint."""
    return _THANKS.search(words) is not None and _MEANS_GIVEN.search(words) is not None


_OBJECTIONS: dict[str, Callable[[Document, Said, str], str]] = {
    "intended_use": _of_use,
    "limitations": _of_limit,
    "bias_risks": _of_risk,
    "out_of_scope": _of_misuse,
    "training_data": _of_training,
    "citation": _of_citation,
}


def _of_means(document: Document, use: Said) -> bool:
    """True where the words before a use name a program, a measure or a part of the model, and no model or data between."""
    if _ARTEFACT.match(use.match.group()) and not use.match.group().startswith(("it ", "they ")):
        return False
    start = use.sentence.start
    before = document.lower[max(start, use.match.start() - 120) : use.match.start()]
    found = list(_MEANS.finditer(before))
    between = _RELATIVE.sub("", before[found[-1].end() :]) if found else ","
    if len(between) < 45 and "," not in between and not _ARTEFACT.search(between):
        return True
    # "Tidekit is a toolkit. It is designed to …"
    if before.strip() in ("", "it", "they", "this"):
        sentences = document.sentences
        previous = sentences[bisect_left(sentences, use.sentence) - 1]
        if previous.end <= start and "\n" not in document.prose[previous.end : start]:
            told = document.lower[previous.start : previous.end]
            return _SOFTWARE.search(told) is not None and not _ARTEFACT.search(told)
    return False


def _titled(document: Document, use: Said) -> bool:
    """True for a title that is a sentence: "A model of my boat trained by anna on the boats dataset", "Not for clinical use!"."""
    title = document.lower[use.sentence.start : use.sentence.end].strip()
    if use.wording.topic in ("out_of_scope", "limitations"):
        heading = document.section_at(use.sentence.start).heading or use.sentence
        whole = document.visible[heading.start : heading.end].strip("#*_ \t\n")
        ended = title.endswith((".", "!", "。", "！"))
        long = len(whole.split()) > (5 if ended else 7)
        return (ended and use.wording.language in GLUED) or (long and (ended or use.wording.kind == "statement"))
    if use.wording.topic == "citation":
        return use.wording.kind == "titled" or (len(title.split()) > 8 and _THANKS.search(use.match.group().lower()) is not None)
    return use.wording.topic == "training_data" and len(title.split()) > 5 and _MADE.match(use.match.group()) is not None


def _other_subject(document: Document, use: Said) -> bool:
    """True where the words before the match name something else, and neither model nor data stand between."""
    for other in within(document, "other_subject", Span(use.sentence.start, use.match.start())):
        if other.match.end() <= use.match.start():
            if use.wording.kind == "of-data" and _PARTS.fullmatch(other.match.group()):
                continue
            between = _RELATIVE.sub("", document.lower[other.match.end() : use.match.start()])
            if len(between) < 100 and not (_OURS.search(between) or _STOP.search(between)):
                return True
    return False


_STOP = regex(r"[,;:]")
#: "Kelp, which only supports …": what follows is said of the word before.
_RELATIVE = regex(r"^[*_` ]*,? (?:which|that) ")


def _noun(use: Said) -> int:
    """Where the last word of the match begins: what stands before it can deny it."""
    words = use.match.group().rstrip()
    return use.match.start() + max(words.rfind(" ") + 1, 0)


def within(document: Document, topic: str, span: Span) -> tuple[Said, ...]:
    """The uses of a topic's wordings that begin inside a span."""
    uses = said(document).get(topic, ())
    first = bisect_left(uses, span.start, key=lambda use: use.match.start())
    return uses[first : bisect_left(uses, span.end, lo=first, key=lambda use: use.match.start())]
