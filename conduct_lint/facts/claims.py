"""Superlative, comparing and absolute claims about the model or data set at hand, and whether something supports them.

The wordings stand in `rules/lexicon/claims.*.yaml`; here is the grammar: who is spoken of, negation, wishes, advice.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from conduct_lint.document import once
from conduct_lint.facts import headings
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.languages import prose_language
from conduct_lint.facts.measures import mentions
from conduct_lint.facts.model_index import entries
from conduct_lint.facts.model_names import hub_id
from conduct_lint.facts.provenance import folded_words
from conduct_lint.facts.results import results
from conduct_lint.facts.rows import folded
from conduct_lint.facts.subject import mends, subject
from conduct_lint.lexicon import GLUED, Said, pattern, said
from conduct_lint.model import CONTRIBUTIONS, Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

if TYPE_CHECKING:
    from conduct_lint.document import Document


class Claim(NamedTuple):
    """A claim: `kind` is superlative, comparison, absolute or praise (weaker words, which no rule warns of).

    `span` covers the words that claim, `sentence` all of it. `supported`: numbers, a citation or an explicit qualification for it
    stand with it.
    """

    span: Span
    kind: str
    supported: bool
    sentence: Span


_NEGATED = regex(
    r"\b(?:not|no|cannot|can't|isn't|doesn't|don't|won't|neither|nor|without|hardly|rarely|nothing|instead of|rather than"
    r"|failed to|fails to)\b[^,;:]{0,40}\Z",
    re.I,
)
_WISH = regex(
    r"\b(?:aims?|aimed|aiming|hop(?:e|es|ing)|goal|intend(?:s|ed)?|tr(?:y|ies|ying)|attempts?|want|wants|wish|would|could"
    r"|should|may|might|(?:if|whether|when|unless)(?=[^,]*\Z)"
    r"|designed to|encourag(?:e|es|ing)|plan(?:s|ned)?|expected|mission|seek(?:s|ing)?|striv(?:e|es|ing)"
    r"|to (?:achieve|get|obtain|build|create"
    r"|develop|explore|ensure|find|reach))\b[^.;:]{0,130}\Z",
    re.I,
)
#: Words before a superlative that make it somebody else's: "compared with state-of-the-art models", "existing SOTA".
_OTHERS = regex(
    r"\b(?:(?:any|previous|prior|existing|current|contemporary|recent|other|earlier|former|modern|many|most|several|various"
    r"|numerous|some|those|different|popular|typical|common|compar(?:ed|ison|able|ing)(?: with| to)?"
    r"|with|using|uses?|used|utili[sz](?:es?|ing)|leverag(?:es?|ing)|employ(?:s|ing)?|based on|built (?:on|upon|with)|via"
    r"|like|against|than|of|to|over|from|between|by|in|among|amongst|follows?|following"
    r"|powered by|combin(?:es|ing)|featuring|incorporat(?:es|ing)|appl(?:y|ies|ying)|alongside|about|for|as well as"
    r"|provid(?:es|ing)|access to|include[sd]?|including)\s+(?:the |a |an |our |its |these |their |latest |most |all |such "
    r"|current |newest |two |three |many )*[\"'“‘]?)\Z",
    re.I,
)
_FOREIGN_OTHERS = regex(
    r"(?:使用|采用|基于|利用|借助|相比|对比|一系列|紧追|现有|其他|を用いた|を使用した|に基づく|기반의|사용한)的?\s*\Z"
)
_MODEL_AFTER = regex(
    r"[\s-]*(?:[\w-]+ |\(\w+\) ){0,5}?(?:models?|llms?|techniques?|methods?|approach(?:es)?|architectures?|algorithms?|systems?"
    r"|pipelines?|recipes?|procedures?|frameworks?|quant\w*|technology|tools?|papers?|research|baselines?|solvers?|optimi[sz]ers?)\b",
    re.I,
)
_ADVICE = regex(
    r"\b(?:for (?:the )?|to get (?:the )?|gives? (?:you )?(?:the )?|get (?:the )?|recommend(?:ed|s)?[^.]{0,40}|works? "
    r"|performs? |is |are |suited |used |practices?|which )\Z",
    re.I,
)
_ADVISED = regex(
    r"[\s-]*(?:if|when|with|practices?|checkpoint|epoch|of\b|suited|used|settings?|at (?:step|epoch)|on (?:the"
    r" )?(?:validation|dev|eval))",
    re.I,
)
#: What makes "best performance" a rank: whom it beats, or that the model attains it.
_AMONG = regex(
    r"[\s*]*(?:[\w-]+ ){0,3}?(?:among\w*|of (?:all|any|the)|in (?:its|the) (?:class|category|industry|field|world|series)|on"
    r" (?:a|the|several|many|various|most|all)\b|across|for (?:its|their) size|ever|to date|available|worldwide|open)",
    re.I,
)
_ATTAINED = regex(
    r"\b(?:achiev|deliver|offer|attain|reach|demonstrat|exhibit|boast|retain)\w*(?: on average)?(?: the| its| by far| our)?\s*\Z",
    re.I,
)
_SOUGHT = regex(r"\b(?:for|train|build|create|develop|to get|to achieve|ensure|yields?|recommend\w*|obtain)\s+(?:the )?\Z", re.I)
_QUANT_NAME = regex(r"\bi?q\d|\breal-?time\b", re.I)
_OTHERS_IN_GENERAL = regex(
    r"[\s-]*(?:[\w-]+ ){0,2}(?:models|approaches|methods|systems|techniques|algorithms|architectures|llms|solutions)\b\W*\w", re.I
)
_QUANT = regex(r"[\s-]*(?:quants?|quanti[sz]\w*|techniques?|methods?)\b", re.I)
#: A link to a section on results further down.
_ANCHOR = regex(r"#(?:eval|result|bench|perform)", re.I)
_REFERENCE = regex(r"\[\d{1,3}(?:[,–-] ?\d{1,3})*\]|\bet al\b|\(\w[\w .&-]+,? (?:19|20)\d\d[a-z]?\)")
_FIGURE = regex(
    r"(?<![\w.-])\d+(?:[.,]\d+)?\s?\\?[%％]|(?<![\w./-])\d+[.,]\d+(?![\w.]*[bkm]\b|[\w.]*\d[bkm]?x?\b)(?! ?(?:gb|mb|b\b|m\b|k\b"
    r"|billion|million|version))|\btop[- ]?\d+\b|(?<![\w.-])\d+/\d+(?!\w)|\d (?:percentage )?points\b|(?:表|table|figure"
    r"|fig\.) ?\d",
    re.I,
)
#: A name before a number makes it a version, unless it is a metric's.
_VERSIONED = regex(r"(?<![\w.])(?P<name>[A-Z][\w-]*)[ *_]{1,3}\Z")
_VERSION = regex(r"\d{1,2}\.\d")
#: How many there are of something: what bears out that it is the largest.
_COUNT = regex(r"(?<![\w.-])\d[\d.,]*\+? ?(?:k|m|b|million|billion|thousand)?\+? [a-z]{4,}", re.I)
#: The kinds that rules speak of.
_STRONG = frozenset({"superlative", "comparison", "absolute"})
#: A source further behind a claim than this, in one paragraph, is one for something else.
_NEAR = 1200


@once
def claims(document: Document) -> tuple[Claim, ...]:
    """The claims in reading order, at most one a sentence and kind."""
    found: list[Claim] = []
    taken: set[tuple[int, str]] = set()
    spoken = GLUED | {"en", prose_language(document)}
    talk = kind_of(document) in CONTRIBUTIONS
    if talk and subject(document).about not in ("model", "data"):
        return ()
    uses = said(document).get("claims", ())
    if talk:
        uses += said(document).get("praise", ())
    for use in uses:
        kind = _kind(use)
        if use.wording.language not in spoken or (use.sentence.start, kind) in taken or not _claims(document, use):
            continue
        taken.add((use.sentence.start, kind))
        found.append(Claim(use.span, kind, _supported(document, use), use.sentence))
    strong = {claim.sentence for claim in found if claim.kind != "praise"}
    return tuple(sorted(claim for claim in found if claim.kind != "praise" or claim.sentence not in strong))


def _claims(document: Document, use: Said) -> bool:
    """True where the wording claims something of this model: not negated, wished, advised, quoted of others or about training."""
    prose, (start, end) = document.prose, use.match.span()
    before = prose[max(use.sentence.start, start - 150) : start]
    after = prose[end : min(use.sentence.end, end + 60)]
    words = prose[start:end].lower()
    kind = _kind(use)
    talk = kind_of(document) in CONTRIBUTIONS
    block = prose[use.sentence.start : use.sentence.end]
    around = document.blocks[block_index(document, start)]
    cell = around.kind == "cell"
    if cell and (kind_of(document) == "dataset-card" or "<code>" in document.text[around.start : around.end]):
        return False  # what the data hold, a sample
    if cell and (kind != "praise" or words.startswith("very good")) and len(block.split()) <= 8:
        return False
    lead = lead_of(document, block_index(document, start))
    if any(_begins_with_a_tool(document, place) for place in (paragraph(document, start), lead) if place) or (
        talk and mends(document, use.sentence.start)
    ):
        return False
    if _CHOSEN.search(before) or (not talk and _of_others(before.lower(), after.lower(), block.lower())):
        return False
    if block.rstrip().endswith("?") or (kind != "absolute" and _NEGATED.search(before)):
        return False
    if kind == "absolute" and re.search(
        r"\b(?:not|no|isn't|can't|cannot|don't|doesn't|nor|neither|never|hardly|n't|without)\b[^,;:.]{0,50}\Z", before, re.I
    ):
        return False
    if kind in ("superlative", "comparison", "absolute") and _WISH.search(before):
        return False
    if kind == "absolute" and re.search(
        r"\b(?:to|must|please|you|users?|should|help(?:s|ing)?|for|need|by|be sure)\s*\Z", before, re.I
    ):
        return False
    if (use.wording.language != "en" or kind == "comparison") and (
        _context("algorithm").search((before[-60:] if use.wording.language != "en" else before).lower())
        or _context("algorithm").search(after.lower())
    ):
        return False
    if not talk and (_of_another_model(document, use) or _SAMPLE.match(block)):
        return False
    if _FOREIGN_OTHERS.search(before) or (
        kind != "praise" and _context("setting").search(before[-60:].lower()) and regex(r"best|better|superior").search(words)
    ):
        return False
    if use.wording.kind == "rank":
        return _ranks(before, after)
    if use.wording.kind == "better" and (before.lower().endswith("to ") or (not talk and _OF_MANY.match(block))):
        return False
    if use.wording.kind == "better" and (
        _WISH.search(before) or _ADVISED.match(after) or _of_a_setting(before.lower().rsplit(",", 1)[-1])
    ):
        return False
    if kind == "praise" and not talk and _CONCEDED.match(block[: start - use.sentence.start]):
        return False
    if kind == "praise" and (_LEFT_TO_READERS.search(before) or (not talk and _METHOD.search(before))):
        return False
    if kind == "superlative":
        return _superlative(words, before, after)
    if kind == "comparison":
        if _QUANT_NAME.search(words + after[:24]):
            return False
        return _comparison(before, after, block, talk)
    if use.wording.topic == "praise" and (
        _context("no-praise").search(words) or _of_a_setting(before.lower()) or _context("thanks").search(block.lower())
    ):
        return False
    return kind == "absolute" or not (_BEST.search(words) and _context("training").search(block.lower()))


_BEST = regex(r"\b(?:best|highest|lowest|top)\b")


def _kind(use: Said) -> str:
    """What a wording is listed as: what rules speak of by its own kind, all else as praise."""
    return use.wording.kind if use.wording.topic == "claims" and use.wording.kind in _STRONG else "praise"


def _of_others(before: str, after: str, sentence: str) -> bool:
    """True where it is hoped for, or said of a person, of a field in general, or of methods that are named."""
    opening, near = _OPENED.match(sentence), before[-80:].rpartition(".")[2]
    start = opening.end() if opening else 0
    named = [*_context("method-named").finditer(near)]
    return (
        _context("hoped").search(near) is not None
        or _context("person").match(sentence, start) is not None
        or _context("general").match(sentence, start) is not None
        or _context("general").match(after.removeprefix(" of").strip()) is not None
        or (bool(named) and not _CLAUSE.search(near, named[-1].end()))
    )


_OPENED, _CLAUSE = regex(r"\W*(?:<p>)?\W*"), regex(r"[,;:.()]")


#: Before what a model is meant for, or what readers may make of it: "designed to excel in", "developers can take to reduce".
_LEFT_TO_READERS = regex(
    r"\b(?:(?:designed|intended|meant|specialized|optimi[sz]ed|fine-?tuned|trained) (?:to|into)|be fine-?tuned"
    r"|(?:you|users|developers|researchers|one) (?:can|could|may|might))\b[^.;:]{0,80}\Z",
    re.I,
)
#: "These are newer and offer …" speaks of what was named before.
_OF_MANY = regex(r"\W*(?:these|those|they|others?|some|most|this approach)\b", re.I)
#: "While it is highly capable, …" leads to what it is not.
_CONCEDED = regex(r"\W*(?:while|although|though|even though)\b[^,;]*\Z", re.I)
#: A way of working is praised: "This approach …", "Using …, …".
_METHOD = regex(
    r"\A\W*(?:using|by|with the help of|effective)\b[^.;]{0,80}\Z"
    r"|\b(?:approach|method|technique|prompting|tokenizer|prompts?|decoder|procedure)s?\b[^.;,]{0,20}\Z",
    re.I,
)
#: What a rank stands behind where it is the sentence's own word on its subject: a verb, a comma, or nothing.
_PREDICATED = regex(
    r"(?:\b(?:is|are|as|was|being|remains?|becomes?|marks?|represents?|it[’']s|mak(?:ing|es) (?:it|this|them)"
    r"|comes with|(?:we|to) (?:present|introduce|propose|provide|release|offer))(?: (?:also|currently|still|thus|now|therefore))?"
    r"|,|，|。|\A[\W_\d]*)\s*\Z",
    re.I,
)
_VERB_AFTER = regex(
    r"[^,.;:]{0,60}?\b(?:is|are|was|were|has|have|had|contains?|consists?|uses?|used|includes?|gives?|can|will)\b", re.I
)
_ONE_OF_OURS = regex(r"[^,.;]{0,30}\b(?:we (?:train|releas|provid|test|us)|variants?|versions?|sizes?)", re.I)


def _ranks(before: str, after: str) -> bool:
    """True for "is the largest corpus …" and for an entry of a list that is all rank; else it is what is spoken of."""
    at = _PREDICATED.search(before)
    if at is None or _WISH.search(before) or _context("no-rank").search(after.lower()) or _ONE_OF_OURS.match(after):
        return False
    return at.group().strip(" ,，。*_-0123456789.\n") != "" or not _VERB_AFTER.match(after)


def _context(kind: str) -> re.Pattern[str]:
    return pattern("claim_context", kind)


#: A size behind the name of a tool makes it the name of a model.
_SIZE = regex(r"[-/]?\w*\d+b")
_OPENING = regex(r"[\W_]*(?:the )?")


def _begins_with_a_tool(document: Document, paragraph: Span) -> bool:
    """True for a paragraph that begins with a tool, a format or a method: that is what it praises, whatever "it" is later."""
    opening = _OPENING.match(document.lower, paragraph.start)
    tool = _context("tool").match(document.lower, opening.end() if opening else paragraph.start)
    return tool is not None and not _SIZE.match(document.lower, tool.end())


def _of_a_setting(before: str) -> bool:
    """True where a setting, a prompt or a method stands before praise in one sentence: that is advice on use."""
    named = [*_context("advice").finditer(before)]
    return bool(named) and "." not in before[named[-1].end() :] and len(before) - named[-1].end() <= 90


_NAME = regex(r"[\W_]*(?:the )?(?P<name>[A-Za-z][\w.-]*)")


#: What a prompt, an input or a reply shows is a sample.
_SAMPLE = regex(r"\W*(?:negative )?(?:prompt|input|user|assistant|question|answer|tags)\W{0,3}:", re.I)
#: A name has capitals inside or a digit.
_NAMED = regex(r"[A-Z].*[A-Z]|\d")
_ADMONITION = regex(r"[\W_]*\[?!?(?:tip|note|important|warning|caution|edit|update|news)\b", re.I)
_PARTS, _EXPLAINED = regex(r"[^\w.]+|_|(?<=[a-z])(?=\d)"), regex(r": | [-–—] |\(")
_SIZED = regex(r"v?\d+(?:\.\d+)*[bmk]?")
_PEOPLE = regex(r" (?:team|community|authors|researchers|group|developers|organi[sz]ation)\b", re.I)
#: Between a link to a model and what is said of it: the subject goes on, no new one begins.
_STILL = regex(r"[^,.;:，。；：、]{0,60}\Z")


def _of_another_model(document: Document, use: Said) -> bool:
    """True where the paragraph or the sentence begins with the name of a model (`DistilBERT is …`) that the card's own name
    does not hold, or a link to another model is the subject.
    """
    for start in {paragraph(document, use.match.start()).start, use.sentence.start}:
        noted = _ADMONITION.match(document.prose, start)
        m = _NAME.match(document.prose, noted.end() if noted else start)
        if (
            m
            and m.start("name") < use.match.start()
            and _NAMED.search(m.group("name"))
            and not _context("common").fullmatch(m.group("name").lower())
            and not _PEOPLE.match(document.prose, m.end())
            and _foreign(document, m.group("name"))
        ):
            return True
    index = block_index(document, use.sentence.start)
    reach = 60 if use.wording.kind == "comparison" else 12
    for mark in document.marks[index] if index >= 0 else ():
        if mark.kind == "link" and use.sentence.start <= mark.start and 0 <= use.match.start() - mark.end <= reach:
            model = hub_id(mark.target)
            if (
                model
                and _foreign(document, model.rsplit("/", 1)[-1])
                and _STILL.match(document.prose, mark.end, use.match.start())
            ):
                return True
    return False


def _foreign(document: Document, name: str) -> bool:
    """True for a name that is not in the card's own, nor holds it, nor begins as a title does: `Heron-7B` below "Heron-13B"."""
    own, key = _own(document), folded(name)
    if len(key) < 3 or not own or key in own or any(part and part in key for part in own.split("|") if len(part) >= 4):
        return False
    series = _series(name)
    return not any(alike(series, _series(title)) for title in _titles(document))


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """True where one name is the beginning of the other, sizes and versions left out."""
    shared = min(len(one), len(other))
    return shared > 0 and one[:shared] == other[:shared] and len("".join(one[:shared])) >= 3


def _series(name: str) -> tuple[str, ...]:
    """The parts of a name up to what a title explains it with, without sizes and versions: `Heron-7B: a model …`."""
    parts = _PARTS.split(_EXPLAINED.split(name.strip(), maxsplit=1)[0].lower())
    return tuple(part for part in parts if part and not _SIZED.fullmatch(part))


@once
def _own(document: Document) -> str:
    """Folded: title, path and model-index of the card, between bars; empty where no name stands in them, only a heading."""
    return "|".join(folded(name.replace("/", " ")) for name in _titles(document))


@once
def _titles(document: Document) -> tuple[str, ...]:
    title = (document.title.title if document.title else "") or ""
    models = [entry.model for entry in entries(document)]
    words = title.split()
    named = len(words) == 1 or any(_NAMED.search(word) or word.count("-") >= 2 for word in words)
    if not models and (not named or headings.named(title)):
        return ()
    return (title, document.name.rsplit("/", 1)[0], *models)


#: Why another model was taken for some work: "was chosen as it was the strongest".
_CHOSEN = regex(r"\b(?:chosen|selected|picked|chose)\b[^.;]{0,40}\b(?:was|were|is|are) (?:the )?(?:one of the )?\Z", re.I)


def _superlative(words: str, before: str, after: str) -> bool:
    if regex(r"\beven\s*\Z", re.I).search(before):  # what not even the best of the others can do
        return False
    bare = bool(regex(r"(?:state|sota|s\.o)").match(words))
    if bare and (
        _QUANT.match(after) or after.startswith("!") or (len(before.strip(" *_-")) == 0 and _OTHERS_IN_GENERAL.match(after))
    ):
        return False
    if (
        bare
        and _OTHERS.search(before)
        and (
            _MODEL_AFTER.match(after)
            or re.search(
                r"(?:previous|prior|existing|other|compar\w+|than|against|to|over|most|many|recent|current)[\s\w]{0,12}\Z",
                before,
                re.I,
            )
        )
    ):
        return bool(re.search(r"\b(?:improv|advanc|push|eclips|exceed)\w*\b[^.]{0,40}\Z", before, re.I))
    if bare and re.search(r"\b(?:outperform|surpass|beat)\w*\b[^.]{0,30}\Z", before, re.I):
        return False
    if (
        not bare
        and (_ADVISED.match(after) or (_ADVICE.search(before) and regex(r"best").match(words)))
        and not regex(r"the |our ").match(words)
    ):
        return False
    if re.match(r"[\s\w]{0,12}\b(?:we|i|you) (?:could|can|found)\b|\s+that\b[^.]{0,20}\bcould\b", after, re.I):
        return False
    if re.search(r"\b(?:one of the|amongst? the|some of the)\Z", before, re.I) and "model" not in words:
        return False
    if (
        not bare
        and words.startswith(("the ", "our ", "its "))
        and re.search(r"\b(?:train|build|than|compar\w+ (?:to|with)|with|against|over|of|among\w*|like|as)\s*\Z", before, re.I)
    ):
        return False
    if regex(r"(?:best|highest)\b").match(words) and not (_AMONG.match(after) or _ATTAINED.search(before)):
        return False
    rank = regex(r"\b(?:best|highest|top|strongest)\b").search(words)
    return not (rank and (_context("training").search((words + after).lower()) or _SOUGHT.search(before)))


#: A part of a model, or of its training, does better.
_PART = regex(r"\b(?:tokenizer|optimizer|loss|scheduler|prompt)s?(?: \w+ly)?\Z")


def _comparison(before: str, after: str, sentence: str, talk: bool) -> bool:
    """A comparison counts when its subject is not plainly another model than this one. In talk "they" are the models."""
    subject = before.rsplit(",", 1)[-1].strip().lower()
    if _PART.search(subject):
        return False
    if not (talk and subject == "they") and re.search(
        r"\b(?:humans?|people|they|users?|which models?|gpt-\d\S*|chatgpt|baseline|others?)\s*(?:\w+ )?\Z", subject
    ):
        return False
    return not re.match(
        r"\s*(?:the )?(?:limit|maximum|max|context|memory|\d+ ?(?:tokens|characters|mb|gb|words)|length|expectations"
        r"|requirements|scope|threshold|number)",
        after,
        re.I,
    ) and not re.search(
        r"\b(?:tokens|sequence|length|context window|memory|quota|rate limit)\b[^.]{0,30}\b(?:exceed|surpass)", sentence, re.I
    )


def _supported(document: Document, use: Said) -> bool:
    """Numbers, a citation or an explicit qualification: in the sentence, beside it, or as results in the same section."""
    text, prose = document.text, document.prose
    sentence = use.sentence
    if _figures(document, sentence) or _REFERENCE.search(text, sentence.start, sentence.end):
        return True
    if _context("qualified").search(document.lower, sentence.start, sentence.end):
        return True
    if use.wording.kind == "rank" and _COUNT.search(prose, sentence.start, sentence.end):
        return True
    block = paragraph(document, sentence.start)
    block = Span(block.start, min(block.end, sentence.end + _NEAR))
    if _quotation(document, sentence.start) or _context("pointer").search(document.lower, sentence.end, block.end):
        return True
    cited = folded_words(text[sentence.start : block.end], _NEAR)
    if (
        _context("citation").search(cited)
        or _ANCHOR.search(text, sentence.start, block.end)
        or _REFERENCE.search(text, sentence.start, block.end)
    ):
        return True
    if abstract(document, block) and _announced_with_a_link(document, block):
        return True
    section = document.section_at(sentence.start)
    start = section.heading.start if section.heading else 0
    end = document.blocks[section.last - 1].end if section.last > section.first else sentence.end
    if kind_of(document) in CONTRIBUTIONS and use.wording.kind == "comparison" and results(document).present:
        return True
    places = _result_places(document)
    return bisect_left(places, start) < bisect_left(places, end)


def _figures(document: Document, sentence: Span) -> bool:
    """True where a sentence holds a figure that is not the version of something named: `Heron 3.2`."""
    prose = document.prose
    for m in _FIGURE.finditer(prose, sentence.start, sentence.end):
        named = _VERSIONED.search(prose, max(sentence.start, m.start() - 40), m.start())
        if not (named and _VERSION.fullmatch(m.group()) and not mentions(named["name"], "metrics")):
            return True
    return False


@once
def _result_places(document: Document) -> tuple[int, ...]:
    return tuple(sorted(row.span.start for row in results(document).rows if row.where in ("table", "prose", "log", "training")))


def _quotation(document: Document, offset: int) -> bool:
    """True inside a quotation that is announced, or stands between quotation marks; a tip or a note set apart is none."""
    index = block_index(document, offset)
    if not document.blocks[index].quoted:
        return False
    while index > 0 and document.blocks[index - 1].quoted:
        index -= 1
    before = document.blocks[index - 1] if index > 0 else None
    announced = before is not None and document.text[before.start : before.end].rstrip(" *_").endswith((":", "："))
    return announced or document.text[document.blocks[index].start : document.blocks[index].end].lstrip(" >*_")[:1] in _MARKS


#: How a quotation begins.
_MARKS = frozenset('"“„«‘「')


def abstract(document: Document, block: Span) -> bool:
    """True for a paragraph announced as the abstract of a paper: the words are the paper's."""
    index = block_index(document, block.start)
    before = document.prose[document.blocks[index - 1].start : document.blocks[index - 1].end].lower() if index > 0 else ""
    return bool(regex(r"\babstract\W*(?:\w+\W*){0,6}\Z").search(before)) or document.prose[
        block.start : block.start + 12
    ].lower().lstrip(" *_").startswith("abstract")


def _announced_with_a_link(document: Document, block: Span) -> bool:
    """True where the paragraph before leads to the source of what follows."""
    before = block_index(document, block.start) - 1
    return before >= 0 and any(mark.kind in ("link", "url") for mark in document.marks[before])


#: What stands further before a list is not read, nor more of its items.
_LONG = 600
_ITEMS = 40


def lead_of(document: Document, index: int) -> Span | None:
    """The paragraph that opens the list in which a block is an item: `Riva provides:`; None elsewhere."""
    if index < 0 or not document.blocks[index].depth:
        return None
    first = index
    while first > max(index - _ITEMS, 0) and document.blocks[first].depth:
        first -= 1
    opening = document.blocks[first]
    opens = document.text[opening.start : opening.end].rstrip(" *_").endswith((":", "："))
    if opening.kind == "paragraph" and not opening.depth and opens:
        return Span(max(opening.start, opening.end - _LONG), opening.end)
    return None


def paragraph(document: Document, offset: int) -> Span:
    """The block that holds an offset."""
    index = block_index(document, offset)
    block = document.blocks[index] if index >= 0 else None
    return Span(block.start, block.end) if block else Span(offset, offset)


def block_index(document: Document, offset: int) -> int:
    """The index of the last block that begins at or before an offset, -1 where none does."""
    return bisect_right(_block_starts(document), offset) - 1


@once
def _block_starts(document: Document) -> tuple[int, ...]:
    return tuple(block.start for block in document.blocks)
