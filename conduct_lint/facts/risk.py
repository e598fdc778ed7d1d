"""What kind of harm a model or data set lends itself to, and whether a reader is warned of it.

Metadata (pipeline tag, tags) decide where they speak; wordings of the topic `risk` decide otherwise. A detector, a filter or a
negative prompt is about a thing and not of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from conduct_lint.document import Document, once
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.measures import mentions
from conduct_lint.facts.passages import passages
from conduct_lint.facts.placeholders import filled
from conduct_lint.facts.subject import subject
from conduct_lint.frontmatter import strings
from conduct_lint.lexicon import Said, said
from conduct_lint.model import CONTRIBUTIONS, Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.vocabulary import vocabulary

#: Kinds for which a reader should be warned (the `risky` kinds of the labelled documents).
RISKY = frozenset(
    "generative-image-video voice-cloning-tts biometric-face uncensored-or-safety-removed sexual-content surveillance-profiling "
    "security-offense".split()
)
#: Kinds that one clear statement establishes wherever it stands; the others must be what the card is about.
_BY_STATEMENT = frozenset({"uncensored-or-safety-removed", "sexual-content"})

_NEGATED = regex(
    r"(?:\b(?:not(?! only\b)|never|no|non|without|isn't|aren't|don't|doesn't|avoid|avoids|prevent|prevents|against|unlike"
    r"|instead of|didn't|ensure)\b[^.,;:]{0,40}|\bnon-?|\bhugging *)\Z"
)
_ABOUT = regex(
    r"\b(?:detect\w*|classif\w*|filter\w*|moderat\w*|checker|guard|benchmark|recogni\w*|negative[ _]prompts?|flag(?:s"
    r"|ged)?|remov\w*|exclud\w*|"
    r"blocks?|blocked|blocklist|safe for work|prompts?|e\.g|versus|vs|known to|checker|discard\w*|mark(?:ed|s)?|concepts?"
    r"|scores?|scoring|probabilit\w*|threshold|labels?|ratings?|flags?)\b"
)
_RIGHT_OF = 60
_SET_ASIDE = regex(r"\b(?:filter\w*|discard\w*|remov\w+|exclud\w+|marked|flagged|detect\w*|blocked)\b")


class Risk(NamedTuple):
    """`categories` in alphabetic order, empty for none; `places` where each is said. `people`: where it tells that it makes
    pictures, video or speech of people. `warned`: a reader is warned; `span` is then the warning, else the best place that tells
    the kind."""

    categories: tuple[str, ...]
    places: Mapping[str, Span]
    people: Span | None
    warned: bool
    span: Span | None


@once
def risk(document: Document) -> Risk:
    """Read the kinds of risk and the warnings of a document."""
    places: dict[str, Span] = {}
    tagged = _tagged(document)
    for category, span in tagged:
        places.setdefault(category, span)
    talk = kind_of(document) in CONTRIBUTIONS
    named = _by_name(document) if talk else _by_own_names(document)
    for category, span in [*named, *_stated(document, {category for category, _ in tagged})]:
        places.setdefault(category, span)
    detector = _is_detector(document)
    if detector or "hate-or-toxicity-detection" in places:
        for category in ("sexual-content", "uncensored-or-safety-removed"):
            places.pop(category, None)
    if detector == "classifier":
        places.pop("generative-image-video", None)
    if detector and _finds_fakes(document):
        for category in ("generative-image-video", "voice-cloning-tts", "biometric-face", "security-offense"):
            places.pop(category, None)
    shown_people = (use.sentence for use in said(document).get("risk", ()) if use.wording.kind == "people")
    people = next(shown_people, None) or _of_somebody(document)
    if talk and "voice-cloning-tts" in places and not clones(document):
        del places["voice-cloning-tts"]
    risky = set(places) & RISKY
    warning = _warning(document, places) if risky else None
    shown = warning or next((places[c] for c in sorted(risky)), None) or next(iter(places.values()), None)
    return Risk(tuple(sorted(places)), places, people, warning is not None, shown)


_SOMEBODY = regex(r"\b(?:person|wom[ae]n|man|girl|boy|guy|lady|face|selfie|headshot|actor|actress|celebrity)\b", re.I)
_DRAWN = regex(r"\b(?:anime|cartoon|manga|comic|character|style|painting|statue|doll|toy|cat|dog)\b", re.I)


def _of_somebody(document: Document) -> Span | None:
    """The prompt that a model was trained with where it calls up a person: `sks woman`."""
    prompts = strings(document.front_matter.data.get("instance_prompt"))
    found = (prompt.span for prompt in prompts if _SOMEBODY.search(prompt.raw) and not _DRAWN.search(prompt.raw))
    return next(found, None)


@once
def tags(document: Document) -> tuple[tuple[str, Span], ...]:
    """Pipeline tag and tags of the metadata, lower case, with their places; the pipeline tag is written `pipeline:<id>`."""
    data = document.front_matter.data
    found = [(f"pipeline:{s.raw.strip().lower()}", s.span) for s in strings(data.get("pipeline_tag"))]
    for key in ("tags", "tag", "task", "tasks", "library_name"):
        found += [(s.raw.strip().lower(), s.span) for s in strings(data.get(key))]
    found += [(s.raw.strip().lower(), s.span) for s in strings(data.get("task_categories"))]
    return tuple(found)


def _tagged(document: Document) -> list[tuple[str, Span]]:
    table = vocabulary("risk_tags")
    listed = tags(document)
    found = []
    for tag, span in listed:
        for category, values in table.items():
            if tag in values["tags"] or (tag.startswith("pipeline:") and tag[9:] in values["pipelines"]):
                found.append((category, span))
    if for_adults := next((span for tag, span in listed if tag == "not-for-all-audiences"), None):
        title = document.title.title if document.title and document.title.title else ""
        # The tag alone is set for violence, for toxic data and for nothing.
        if any(_ROLE_PLAY.search(words) for words in (title.lower(), *(tag for tag, _ in listed))):
            found.append(("sexual-content", for_adults))
    if not found and (library := next((span for tag, span in listed if tag == "diffusers"), None)) and _draws(listed):
        found.append(("generative-image-video", library))
    return found


_ROLE_PLAY = regex(r"(?<![a-z])(?:role[- ]?play(?:ing)?|e?rp|waifu|girlfriend|boyfriend|companion|adult)(?![a-z])")


def _draws(listed: tuple[tuple[str, Span], ...]) -> bool:
    """Whether a model for the library `diffusers` makes pictures: no tag says that it makes sound or acts."""
    pipelines = [tag[9:] for tag, _ in listed if tag.startswith("pipeline:")]
    return all("image" in pipeline or "video" in pipeline for pipeline in pipelines) and not any(
        regex(r"audio|music|speech|robot|molecul|protein|reinforcement").search(tag) for tag, _ in listed
    )


#: A voice that can be anybody's; a single synthetic voice is no clone.
_CLONES = regex(
    r"clon|conver[st]|rvc|svc|sovits|imit|mimic|zero-shot|few-shot|alteraç|mudança|changement|cambio|umwandlung|konvert|klon"
    r"|преобраз|изменен|конверс|dönüştür|değiştir|克隆|转换|轉換|变声|変換|チェンジ|クローン|コンバー|복제|변환|클로닝"
)


def clones(document: Document) -> bool:
    """Whether the model speaks with voices of people that its users bring."""
    if any(_CLONES.search(tag) for tag, _ in tags(document)):
        return True
    uses = [*said(document).get("risk", ()), *said(document).get("risk-name", ())]
    return any(use.wording.kind == "voice-cloning-tts" and _CLONES.search(use.match.group()) for use in uses)


def recognises(document: Document) -> bool:
    """Whether the model tells people apart, by tag or word; one that only finds faces does not."""
    known = vocabulary("risk_tags")["biometric-face"]["tags"]
    if any(tag in known for tag, _ in tags(document)):
        return True
    return any(use.wording.kind == "biometric-face" and not _turned(document, use) for use in said(document).get("risk", ()))


#: The model that another was made from passes on what it lacks; one of many that were merged may not.
_BASE = regex(
    r"(?:\bbase[_ ]model\W{1,6}|\b(?:built|based|made|trained) (?:up)?on [`*\[]*|\b(?:from|of) [`*\[]*)"
    r"(?P<id>[\w.-]{2,40}/[\w.-]{4,80})",
    re.I,
)


def _by_name(document: Document) -> Iterator[tuple[str, Span]]:
    """What the title of a contribution tells of a model's kind, where the title names or adds a model; a fix of one tells
    nothing."""
    about = subject(document)
    if about.about == "model" and about.span:
        for use in said(document).get("risk-name", ()):
            if about.span.start <= use.match.start() < about.span.end:
                yield use.wording.kind, about.span
    if about.about == "model":
        for m in _BASE.finditer(document.text):
            for mention in mentions(m["id"].replace("_", "-").rsplit("/", 1)[-1], "risk-name"):
                yield mention.kind, Span(*m.span("id"))


def _by_own_names(document: Document) -> Iterator[tuple[str, Span]]:
    """What the names of a model tell of its kind: its title, and the one checkpoint that its metadata say it was made from."""
    if kind_of(document) != "model-card":
        return
    title = document.title
    if title and title.heading and title.title and not _NEGATED_NAME.search(title.title.lower()):
        for mention in mentions(title.title[:120].replace("_", "-"), "risk-name"):
            yield mention.kind, Span(title.heading.start, title.heading.end)
    bases = strings(document.front_matter.data.get("base_model"))
    if len({scalar.raw for scalar in bases}) == 1:
        name = bases[0].raw.rsplit("/", 1)[-1].replace("_", "-")[:120]
        for kind in [*(mention.kind for mention in mentions(name, "risk-name")), *_families(name.lower())]:
            yield kind, bases[0].span


def _families(name: str) -> Iterator[str]:
    """The kinds of the families of checkpoints that a name begins a part with: what is made from one makes the same."""
    name = "-" + regex(r"[^a-z0-9]+").sub("-", name)
    for kind, values in vocabulary("risk_tags").items():
        for family in values.get("families", ()):
            at = name.find("-" + family)
            if at >= 0 and not name[at + len(family) + 1 :][:1].isalpha():
                yield kind
                break


#: Titles that tell what a model is not, or that it stands against such models.
_NEGATED_NAME = regex(r"\b(?:not|no|non|anti|against|versus|vs|detect\w*|classif\w*|guard|filter\w*|moderation|checker)\b")


def _is_detector(document: Document) -> str:
    """`classifier` where the metadata says that it sorts or finds things, `text` where the title says so, else empty."""
    found = [tag for tag, _ in tags(document)]
    pipeline = next((tag[9:] for tag in found if tag.startswith("pipeline:")), "")
    generates = any(word in found for word in ("text-generation", "text-to-image", "conversational"))
    for word in [pipeline] if pipeline or generates else found:
        if word.endswith(("-classification", "-detection", "-segmentation")):
            return "classifier"
    title = document.title
    words = (title.title or "").lower() if title else ""
    if regex(r"detect|classif|filter|moderation|guard|checker").search(words):
        return "text"
    opening = document.lower[: _early(document)]
    return "text" if any(word in opening for word in _GUARDING) and _GUARDS.search(opening) else ""


#: What a card says of a model that sorts what others write.
_GUARDING = ("safeguard", "moderation", "guardrail", "content safety")
_GUARDS = regex(
    r"\b(?:is|an?|our|this)\b(?:[^\w.;!?]{1,80}\w[\w.-]*){0,10}[^\w.;!?]{1,80}(?:"
    + "|".join(_GUARDING)
    + r") (?:model|classifier)\b"
)


_FAKES = regex(
    r"(?:fakes?|spoof\w*|synthetic|generated|cloned|phish\w*|malware|jailbreak\w*|injection\w*|intrusion)[\w -]{0,24}"
    r"(?:detect|classif|filter|guard|recogni)"
    r"|(?:detect\w*|classif\w*|recogni\w+)[\w -]{0,24}"
    r"(?:fakes?|spoof|synthetic|generated|cloned|phish|malware|jailbreak|injection)"
)


def _finds_fakes(document: Document) -> bool:
    """Whether title or tags say that it finds what was faked or sent to attack."""
    title = document.title
    names = [(title.title or "").lower() if title else "", *(tag for tag, _ in tags(document))]
    return any(_FAKES.search(name.replace("_", "-")) for name in names)


def _stated(document: Document, tagged: set[str]) -> Iterator[tuple[str, Span]]:
    uses: dict[str, list[Said]] = {}
    for use in said(document).get("risk", ()):
        if use.wording.kind != "people" and not _turned(document, use):
            uses.setdefault(use.wording.kind, []).append(use)
    early, data_set = _early(document), kind_of(document) == "dataset-card"
    recognises = any(tag.removeprefix("pipeline:") == "automatic-speech-recognition" for tag, _ in tags(document))
    for category, found in uses.items():
        if category == "voice-cloning-tts" and recognises:
            continue
        first = found[0]
        if category in _BY_STATEMENT:
            if category == "sexual-content" and data_set and first.match.start() >= early:
                continue  # what a data set was cleaned of is told in the same words
            yield category, first.sentence
        elif category in RISKY or category == "face-detection":
            headed = [use for use in found if use.match.start() < early]
            sure = (
                len(found) >= 4
                or any(_in_heading(document, use) for use in found)
                or (headed and (len({use.match.start() for use in found}) >= 2 or headed[0].match.start() < early // 2))
            )
            if category == "face-detection":
                category = "biometric-face"
            if sure and (not tagged & RISKY - _BY_STATEMENT or _in_title(document, first)):
                yield category, (headed or found)[0].sentence
        elif first.match.start() < early or len(found) >= 3:
            yield category, first.sentence


def _in_title(document: Document, use: Said) -> bool:
    title = document.title
    return title is not None and title.heading is not None and title.heading.start <= use.match.start() < title.heading.end


def _in_heading(document: Document, use: Said) -> bool:
    heading = document.section_at(use.match.start()).heading
    return heading is not None and heading.start <= use.match.start() < heading.end


def _early(document: Document) -> int:
    """Where the opening ends: title and what follows it, up to some 800 characters of prose."""
    title = document.title
    start = title.heading.start if title and title.heading else (document.front_matter.span or Span(0, 0)).end
    blocks = [b for b in document.blocks if b.kind in ("paragraph", "heading", "cell") and b.start >= start]
    seen = 0
    for block in blocks:
        seen += block.end - block.start
        if seen > 1200:
            return block.end
    return len(document.text)


def _turned(document: Document, use: Said) -> bool:
    """True where the words before or behind turn a mention round: negated, or about finding and filtering such things."""
    lower = document.lower
    before = lower[use.sentence.start : use.match.start()]
    if kind_of(document) in CONTRIBUTIONS and (
        _PART.search(document.text, max(0, use.match.start() - 90), use.match.start()) or _WISHED.search(before)
    ):
        return True
    behind = lower[use.match.end() : min(use.sentence.end, use.match.end() + _RIGHT_OF)]
    if use.wording.kind in _BY_STATEMENT:
        if _MEASURED.search(before) or (
            use.wording.kind == "sexual-content" and _HEDGED.search(before) and _OR_WORSE.search(behind)
        ):
            return True
        if _SOUGHT.search(before) and _ELSEWHERE.search(lower[use.match.end() : use.sentence.end]):
            return True
        if regex(r"(?:prompts?|negative) *[:：]").search(lower[use.sentence.start : use.match.start()]):
            return True
        if re.search(
            r"safety (?:checker|module|filter)|content filter", lower[max(0, use.match.start() - 300) : use.match.start()]
        ):
            return use.wording.kind == "sexual-content"
        own = re.match(
            r"(?:will|won|never|does|doesn|without|no|zero|remov|strip|disabl|ablat|bypass|refusal|safety|alignment)",
            use.match.group(),
        )
        if not own and _NEGATED.search(before[-60:]):
            return True
        return bool(_ABOUT.search(before[-60:]) or _ABOUT.match(behind.lstrip(" -/,")) or _SET_ASIDE.search(behind)) and not own
    if use.wording.kind in _RULED_OUT and any(start <= use.match.start() < end for start, end in _ruled_out(document)):
        return True
    return bool(_NEGATED.search(before[-60:]))


#: Somebody who looks for such a model is sent elsewhere: "if you want an uncensored model, this is not it".
_SOUGHT = regex(r"\b(?:look(?:s|ing)? for|search(?:es|ing)? for|if (?:you|one|someone)|wants?|needs?|prefers?)\b[^.;]{0,60}\Z")
_ELSEWHERE = regex(
    r"\b(?:(?:this|it)(?: is|'s)(?: \w+)? not|(?:this|it) isn't|not (?:it|this one|the right|for you)|look elsewhere"
    r"|(?:use|try|see|take) (?:the|another|its|a different))\b"
)
#: Said of how it was tested, not of what it is.
_MEASURED = regex(r"\b(?:test(?:s|ed|ing)?|evaluat\w+|assess\w+|measured?) [^.;]{0,60}\Z")
#: "It may generate lewd, biased or otherwise offensive output" warns of a fault of any model.
_HEDGED = regex(r"\b(?:may|might|could|can|possible|potential(?:ly)?|known to contain|contains?)\b[^.]{0,120}\Z")
_OR_WORSE = regex(r"\A[^.]{0,40}\b(?:biased|offensive|abrasive|toxic|inaccurate)\b")
#: Kinds that a card names most often where it forbids them.
_RULED_OUT = frozenset({"surveillance-profiling", "security-offense", "biometric-face"})


@once
def _ruled_out(document: Document) -> tuple[Span, ...]:
    """Where uses are ruled out: what stands below headings and labels on uses out of scope."""
    ruled = (passage for passage in passages(document) if "out_of_scope" in passage.names and "intended_use" not in passage.names)
    return tuple(Span(piece.start, piece.end) for passage in ruled for piece in passage.pieces)


#: Inside an id of somebody else's model, as in a list of what was merged: a mention.
_PART = regex(r"(?<![\w/])[A-Za-z][\w.-]*/[\w.-]*\Z")
_WISHED = regex(
    r"\b(?:wish|hope|would like|please add|can you|could you|is there|looking for|want an?|request|any plans?"
    r"|if (?:it|the model|you))\b[^.]{0,60}\Z"
)


def _warning(document: Document, places: Mapping[str, Span]) -> Span | None:
    """The first passage that warns of harm or misuse: a wording of `risk_warning`, an out-of-scope or bias statement, the
    audience tag."""
    if worded := warnings(document):
        return worded[0]
    gated = document.front_matter.data.get("extra_gated_prompt")
    for scalar in strings(gated):
        if re.search(r"harm|illegal|responsib|misuse|consent|offensive", scalar.raw, re.I):
            return scalar.span
    from conduct_lint.facts.topics import topics

    # A sentence is all that a contribution has on it; "uncensored for research" is no discussion of risks.
    for name in ("out_of_scope",) if kind_of(document) in CONTRIBUTIONS else ("out_of_scope", "bias_risks"):
        topic = topics(document)[name]
        empty = _of_rights if name == "out_of_scope" else _of_cleaning
        if topic.status == "stated" and topic.span and not empty(document, topic.span):
            return topic.span
    return next((span for tag, span in tags(document) if tag == "not-for-all-audiences"), None)


#: What sellers and authors forbid for their own sake: no reader learns of a harm.
_RIGHTS = regex(
    r"commerci|comercial|kommerziell|monetar|\b(?:re-?)?sell|resale|re-?upload|redistribut|re-?host|credit|copyright|merg(?:e|ing)"
    r"|商用|商业|商業|상업|коммерч"
)
_HARMS = regex(
    r"harm|illegal|unlawful|crim(?:e|inal)|misus|abus|malicious|unethic|dece(?:iv|pt)|mislead|disinform|imperson|consent|hate|hostil"
    r"|offens|violen|discriminat|minors|child|medic|clinic|legal advice|surveil|military|weapon|fraud|spam|porn|nsfw|sexual|defam"
    r"|politic|identit|people|persons?\b|individual|vulnerab|unsafe|danger|違法|悪用|犯罪|有害|医|违法|非法|肖像|불법|유해|незакон"
)


def _of_rights(document: Document, place: Span) -> bool:
    """True where the uses ruled out are only those that would cost the author money or credit."""
    words = document.lower[place.start : place.end]
    return _RIGHTS.search(words) is not None and _HARMS.search(words) is None


_CLEANED = regex(r"\b(?:filter(?:ed|s|ing)|removed|excluded|discarded|cleaned)\b")
_LEFT = regex(r"\b(?:may|might|can|could|still|not|risks?|warn\w*|should|biase?[sd]?|stereotypes?)\b")


def _of_cleaning(document: Document, place: Span) -> bool:
    """True where the data are said to be cleaned and nothing of what is left."""
    words = document.lower[place.start : place.end]
    return _CLEANED.search(words) is not None and _LEFT.search(words) is None


def warnings(document: Document, kind: str = "") -> tuple[Span, ...]:
    """The sentences that warn of harm or misuse in words, in reading order.

    Arguments: `kind` is `content` for those that only tell readers what to expect, `misuse` for the others; empty for all.
    """
    return tuple(sentence for sentence, of in _warned(document) if kind in ("", of))


@once
def _warned(document: Document) -> tuple[tuple[Span, str], ...]:
    uses = [
        use
        for use in said(document).get("risk_warning", ())
        if not _promises(document, use) and not _unfilled(document, use) and not _says_nothing(document, use)
    ]
    misuse = {use.sentence for use in uses if use.wording.kind not in ("content", "label")}
    return tuple((use.sentence, "misuse" if use.sentence in misuse else "content") for use in uses)


#: How far behind the word "warning" the harm is named.
_WARNED_OF = 400
_LIABLE = regex(
    r"responsib|liab|ethic|discretion|explicit|sensitive|adult|toxic|bias|inappropriat|law|caution|careful|safeguard"
    r"|\bgor[ey]|graphic|mature|disturbing|trigger"
)


def _says_nothing(document: Document, use: Said) -> bool:
    """True for "Warning:" before something else than harm, and for the stock sentence of the template."""
    if any(stock.match.start() <= use.match.start() < stock.match.end() for stock in said(document).get("placeholder", ())):
        return True
    if use.wording.kind != "label":
        return False
    behind = document.lower[use.match.end() : use.match.end() + _WARNED_OF]
    return not (_HARMS.search(behind) or _LIABLE.search(behind))


#: A heading this long says by itself what it says.
_A_SENTENCE = 60


def _unfilled(document: Document, use: Said) -> bool:
    """True for a heading such as "Misuse" below which nothing is written yet."""
    if not _in_heading(document, use):
        return False
    heading = document.section_at(use.match.start()).heading
    if heading and _breadth(document.text[heading.start : heading.end].strip("# \n")) > _A_SENTENCE:
        return False
    below = next((one for one in passages(document) if one.heading and heading and one.heading.start == heading.start), None)
    return below is not None and not below.divided and filled(document, below) != "concrete"


_GLADLY = regex(
    r"\b(?:deemed|considered|flagged|gladly|happily|eagerly|enthusiastically|freely|proudly|anything|any|every"
    r"|all (?:kinds|sorts|types))\b"
)


def _breadth(words: str) -> int:
    """The length of a text in Latin letters: a Chinese or Japanese sign tells about as much as three."""
    return sum(3 if "\u3040" <= sign <= "\u9fff" else 1 for sign in words)


def _promises(document: Document, use: Said) -> bool:
    """True for words that promise the opposite: "without warnings", "no disclaimers", "does not lecture about harmful
    content", "filtered for explicit content"; or that promise the thing itself: "will gladly write any explicit scene", "what
    may have been deemed harmful"."""
    if _GLADLY.search(use.match.group()):
        return True
    before = document.lower[max(use.sentence.start, use.match.start() - 60) : use.match.start()]
    return (
        regex(r"\b(?:without|no|zero|free of|skip|skips|removes?d?)\b[^.]{0,24}\Z").search(before) is not None
        or regex(r"\b(?:filter(?:ed|s)?|filtering|excluded?|discarded?|cleaned)\b[^.]{0,50}\Z").search(before) is not None
    )
