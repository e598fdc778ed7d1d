"""Words aimed at persons in what people write to each other: insults, slurs, sexual remarks.

The wordings stand in `rules/lexicon`; here is the grammar of who is meant. A word counts only with a person or group as its
target, never where the writer means themselves, a thing, the sense of the word, or hands on what somebody or a program said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from conduct_lint.document import Document, once
from conduct_lint.facts.kind import kind_of
from conduct_lint.lexicon import Said, said
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex


class Aimed(NamedTuple):
    """A passage that belittles somebody; `kind`: `insult`, `slur` or `sexualised`. At most one of a kind a sentence."""

    span: Span
    kind: str


@once
def aimed(document: Document) -> tuple[Aimed, ...]:
    """The passages of a text that belittle a person or a group, in reading order."""
    uses = said(document)
    found: dict[tuple[str, int], Aimed] = {}
    for kind, judge in (("insult", _insult), ("slur", _slur), ("sexualised", _sexualised)):
        for use in uses.get(kind, ()):
            if (kind, use.sentence.start) in found or said_by_others(document, use.match.start()):
                continue
            start = judge(document, use)
            if start is not None and _in_own_name(document, use, start):
                found[kind, use.sentence.start] = Aimed(Span(start, use.match.end()), kind)
    return tuple(sorted(found.values()))


# ── whose words ──────────────────────────────────────────────────────────────────────────────────────────────────────

_CARDS = frozenset(("model-card", "dataset-card", "space-card", "recommendation"))


def _in_own_name(document: Document, use: Said, start: int) -> bool:
    """True where the passage that begins at `start` is no quote and no word that is spoken of."""
    before, behind = document.prose[use.sentence.start : start], document.prose[use.match.end() : use.sentence.end]
    if before.count('"') % 2 and '"' in behind:
        return False
    if before.rfind("“") > before.rfind("”") or before.rfind("«") > before.rfind("»") or before.rfind("「") > before.rfind("」"):
        return False
    return not (_MENTIONS.search(before.lower()) or _QUOTED_INLINE.search(before) or _recorded(document, start, use.match.end()))


#: A quote in mail style whose line break was lost. An arrow has no blank before its head.
_QUOTED_INLINE = regex(r"(?:\A|\n|[.!?…]\s+)>(?=\w|\Z)[^\n]*\Z")
#: A line of a log: a time with seconds at most a few fields before.
_LOGGED = regex(r"(?:\[|^|\s)\d{1,2}:\d\d:\d\d(?:[.,]\d+)?\]?[^\n]{0,80}\Z", re.M)
#: Who speaks in a dialogue that is told. `@name:` speaks to somebody.
_SPEAKER = regex(r"(?:\A|(?<=\s))([^\W\d][\w.-]*): [^\n.!?:]{0,60}\Z")


def _recorded(document: Document, start: int, end: int) -> bool:
    """True in the log of a program, and in a dialogue: the name that speaks the passage speaks once more."""
    before = document.text[max(0, start - 160) : start]
    if _LOGGED.search(before):
        return True
    speaker = _SPEAKER.search(before)
    return speaker is not None and bool(re.search(rf"(?<![@\w]){re.escape(speaker[1])}: ", document.text[end : end + 400]))


#: The word is spoken of, or the saying is reported.
_MENTIONS = regex(
    r"(?:\b(?:words?|terms?|tokens?|strings?|phrases?|variables?|names?|slurs?|named|labell?ed|tagged)(?: is| are| was| like"
    r"| such as|:)?"
    r"|\b(?:called|calls|calling|call) (?:me|him|her|us|them|people|someone|somebody|anyone|others|\w+ an?)"
    r"|\b(?:said|says|told|tells?|wrote|screams?|yells?|shouts?)\b(?: \w+){0,3}?(?: to| that|:)?|\bto say|\bsaying) *['‘(]* *\Z"
)


def said_by_others(document: Document, offset: int) -> bool:
    """True inside a quote, a table, or what others than the author wrote."""
    starts, ends = _others_places(document)
    index = bisect_right(starts, offset) - 1
    return index >= 0 and offset < ends[index]


@once
def _others_places(document: Document) -> tuple[list[int], list[int]]:
    """Where the places of `said_by_others` begin and end, in order, none within another.

    In what people write to each other a quote is lines that begin with `>`: the line below them that Markdown counts in,
    for want of
    a blank line, is the answer.
    """
    card = kind_of(document) in _CARDS
    held = [(block.start, block.end) for block in document.blocks if block.kind == "cell" or (card and block.quoted)]
    if not card:
        from conduct_lint.facts.authored import foreign

        held += foreign(document)
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(held):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


# ── whom it is aimed at ──────────────────────────────────────────────────────────────────────────────────────────────

_YOU = r"(?:you|u|ya|y'all|yall)(?: (?:guys|people|all|lot|two|folks|devs|developers|maintainers|both))?"
_GROUP = (
    r"(?:maintainers?|devs?|developers?|authors?|mods?|moderators?|admins?|owners?|team|guys|people|folks|users?|contributors?"
    r"|reviewers?"
    r"|engineers?|programmers?|coders?|designers?|managers?|dudes?|person|man|woman|kids?|colleagues?|employees?|staff)"
)
_THEM = (
    rf"(?:he|she|(?:this|that|these|those|the|your|our|all|most|some|such)(?: (?!code|api|docs?)\w+)? {_GROUP}"
    rf"|(?:half|all|most) (?:of )?(?:the|these|those|your) {_GROUP}|whoever \w+ (?:this|that|it))"
)
_IS = (
    r"(?:['’]?re|['’]s| r| are| is| were| was| must be| have to be| seem| seems| seem to be| seems to be| sound| sounds| look"
    r"| looks| act| acts| behave"
    r"| behaves| are being| is being| are acting| is acting| are such| remain)"
)
_NOT = r"(?!not\b|no\b|never\b|hardly\b|neither\b|anything\b|far\b|me\b|my\b|myself\b|i\b|him\b|it\b|n['’]t\b)"
_FILL = (
    r"(?:(?:a|an|the|some|such|just|really|so|very|too|all|both|being|nothing but|no better than|absolutely|totally|completely"
    r"|truly|clearly|obviously"
    r"|literally|actually|still|quite|pretty|fuckin[g']?|f\*+\w*|damn|goddamn|bloody|complete|total|utter|absolute|real|huge"
    r"|big|bunch|pack|group|of"
    r"|most|as|like|utterly|simply|seriously|incredibly|extremely|either|that|this) +)*"
)
_FREE = rf"(?:{_NOT}[\w'’-]+,?(?: and| or)? +){{0,2}}"
_SCORN = (
    r"(?:(?:stupid|dumb|fuckin[g']?|f\*+\w*|absolute|complete|total|utter|utterly|bloody|damn|goddamn|lazy|useless|pathetic"
    r"|arrogant|ignorant|incompetent"
    r"|silly|blithering|miserable|worthless|entitled|poor|sorry|dirty|filthy|disgusting|self-righteous|pompous|clueless"
    r"|brainless|little|big|fat|old|ugly"
    r"|toxic|insufferable|obnoxious|selfish|sad|sick|annoying|rude|spoiled|whiny|mindless|cowardly|two-faced|lying|corrupt"
    r"|crazy|delusional|\w+-ass"
    r"|braindead|brain-dead|of|a|piece|bunch),? +)*"
)
_HANDLE = r"@[\w-]+,?"
_COPULA = regex(rf"(?<![\w'’]){_YOU}{_IS} +{_FILL}{_FREE}\Z")
_COPULA_NEAR = regex(rf"(?<![\w'’]){_YOU}{_IS} +{_FILL}(?:{_NOT}[\w'’-]+,? (?:and|or|and \w+) +)?\Z")
_QUESTION = regex(rf"(?<![\w'’])(?:are|r|were) +{_YOU} +{_FILL}\Z")
_VOCATIVE = regex(rf"(?<![\w'’])(?:{_YOU}|{_HANDLE})(?: you)? +{_SCORN}\Z")
_OTHERS = regex(rf"(?<![\w'’])(?:{_THEM}|they|{_HANDLE}){_IS} +{_FILL}{_FREE}\Z")
_OTHERS_NEAR = regex(rf"(?<![\w'’])(?:{_THEM}|{_HANDLE}){_IS} +{_FILL}\Z")
_THOSE = regex(rf"(?<![\w'’])(?:these|those|that|this|such|you) +{_SCORN}\Z")
_WHAT_A = regex(rf"(?<![\w'’])what +an? +{_SCORN}\Z")
_YOUR_SELF = regex(rf"(?<![\w'’])(?:your|ur) +{_SCORN}\Z")
_HOW = regex(r"\bhow +(?:\w+ +(?:and|or) +)?\Z")
_YOU_ARE = regex(rf" +(?:(?:and|or) +\w+ +)?{_YOU} +(?:really |actually |all )?(?:are|r)\b")
_NAME = regex(r"(?<!\w)[A-Z][\w’'-]+ [A-Z][\w’'-]+ (?:is|was) (?:such )?(?:an?|the) (?:[\w-]+ ){0,2}\Z")
#: What stands before a target and takes the sting: a condition, a denial, a report, a comparison.
_UNMEANT = regex(
    r"(?:\b(?:if|unless|when|whenever|whether|even if|as if|as though|assum\w+|pretend\w*|imply\w*|implies|suggest\w*|say"
    r"|saying|said|says|told|think"
    r"|thinks|mean|means|feel like|sounds? like|looks? like|because|where|until|once|wish|claim\w*|call\w*|believe)(?: that)?"
    r"|\b(?:not|n't|n’t)\b[\w ]{0,24}(?: that)?),? *\Z"
)
#: What stands before a `@name` that begins a clause; behind a noun it is called to, and the noun is spoken of.
_CLAUSE = regex(
    r"(?:\A|[^\w\s]|\b(?:and|but|because|that|since|so|as|or|if|while|like|think|believe|says?|mean|knows?|see|clearly|obviously"
    r"|apparently|where|why|how|when|again|hey|hi|wow|lol|yes|no|well|ok|okay|maybe|perhaps|then|now|course))\s*\Z"
)
#: What stands before a person who is not the subject: the work of somebody.
_NO_SUBJECT = regex(r"\b(?:of|by|from|for|with|about) *\Z")
_SOME_OF = regex(
    r"\b(?:one|some|half|most|all|many|each|any|both|two|three|lot|lots|bunch|rest|majority|none|kind|sort)(?: \w+)? of *\Z"
)
#: A bare question after the reason why a third person is so says it of nobody present.
_ASKED = regex(r"\A\W*(?:so |but |and |wait |hm+ )?why *\Z")
#: `I think you are …` says it all the same.
_MEANT = regex(
    r"(?:\b(?:i|we|i'd|everyone|everybody)(?: really| just| honestly| do)? (?:think|say|believe|mean|feel like)"
    r"|\bjust say)(?: that)?,? *\Z"
)
_SELF_NEAR = regex(
    r"\b(?:me|my|mine|myself|i['’]m|im|i am|i was|am i|i (?:feel|felt|look|looked|sound|sounded|acted?|behaved?|must be"
    r"|might be|may be)(?: like)?"
    r"|we['’]re|we are|we were|we (?:should |could |can |might |may )?be)(?: [\w'’-]+){0,4} *\Z"
)
_SELF_IS = regex(
    rf"\b(?:i['’]m|im|i am|i was|am i|i (?:feel|felt|look|looked|sound|sounded)(?: like)?|we['’]re|we are|we were)"
    rf" +{_FILL}{_FREE}\Z"
)
_SELF_BEHIND = regex(r" *(?:like (?:me|myself|i am)\b|\(?(?:me|myself|that would be me|i mean me|i am)\b|:-?\) *me\b)")
#: What follows a noun that names a person, rather than the thing that it describes.
_GOES_ON = regex(
    r" +(?:who|whom|that|like|and|or|is|are|was|were|in|at|on|from|for|to|here|there|out|over|back|together"
    r"|with|if|you|but|because|have|has|had"
    r"|can|could|will|would|should|do"
    r"|did|don't|didn't|never|always|just|at|move|not|so|then|when|as|again|too|all|i|we|they|he|she|it|@\w+|self|ass|think"
    r"|thinks|make|makes|\w+ed)\b"
)
_NO_THING = regex(r" *(?:[.!?,;:)*…\"'”’]|\Z)")
#: A wink or a laugh right behind: friends may say so.
_PLAYFUL = regex(r"[ .!,]*(?:[:;]-?[pd)]|xd\b|;-?\)|:\w+:|[😀-😎😜🙈🙉🙊😂🤣🤪])")
_OF_THING = regex(r" +of +(?:a|an|the|this|that)\b|[-_/](?=\w)")


def _insult(document: Document, use: Said) -> int | None:
    """Where the passage begins, or None where nobody is insulted."""
    return _target(document, use, use.wording.kind)


def _target(document: Document, use: Said, kind: str) -> int | None:
    """Where the person begins whom a word of this kind is aimed at, or None."""
    lower = document.lower
    low = max(use.sentence.start, use.match.start() - 160)
    before, behind = lower[low : use.match.start()], lower[use.match.end() : use.match.end() + 40]
    if _SELF_BEHIND.match(behind) or _OF_THING.match(behind) or _PLAYFUL.match(behind):
        return None
    ends = behind.isspace() or bool(_NO_THING.match(behind) or _GOES_ON.match(behind))
    if kind == "phrase" or (kind == "phrase-perhaps" and ends):
        return use.match.start() if _meant(before) else None
    if kind == "trait":
        targets = [(_COPULA_NEAR, True), (_QUESTION, True), (_OTHERS_NEAR, True)]
    elif kind == "person-perhaps":
        targets = [(_COPULA_NEAR, ends), (_QUESTION, ends), (_VOCATIVE, bool(_NO_THING.match(behind))), (_OTHERS_NEAR, ends)]
    else:
        targets = [
            (_COPULA_NEAR, True),
            (_COPULA, ends),
            (_QUESTION, True),
            (_VOCATIVE, True),
            (_OTHERS_NEAR, True),
            (_OTHERS, ends),
        ]
        if not _SELF_NEAR.search(before):
            targets += [(_WHAT_A, ends), (_THOSE, ends or use.match.group().endswith("s"))]
        targets.append((_YOUR_SELF, bool(regex(r" +(?:self|selves|ass|asses)\b").match(behind))))
    first = document.text[use.match.start() : use.match.start() + 2]
    if kind != "trait" and first.istitle() and use.match.start() > use.sentence.start:
        return None  # a name
    if kind == "trait" and _HOW.search(before) and _YOU_ARE.match(behind):
        return use.match.start()
    for pattern, fits in targets:
        found = pattern.search(before) if fits else None
        if found and _meant(rest := before[: found.start()]) and not _elsewhere(rest, found[0], pattern):
            return low + found.start()
    if kind in ("person", "strong", "person-perhaps"):
        named = _NAME.search(document.text[low : use.match.start()])
        if (
            named
            and _meant(before[: named.start()])
            and (kind != "person-perhaps" or _NO_THING.match(behind) or _GOES_ON.match(behind))
        ):
            return low + named.start()
    if kind == "strong" and ends and _SPOKEN_OF.isdisjoint(document.words) and not _SELF_NEAR.search(before) and _meant(before):
        return use.match.start()
    return None


#: The patterns whose target is spoken to, or of, as the subject of a sentence.
_ADDRESSED = (_COPULA, _COPULA_NEAR)
_THIRD = (_OTHERS, _OTHERS_NEAR)


def _meant(before: str) -> bool:
    return not _UNMEANT.search(before) or bool(_MEANT.search(before))


def _elsewhere(before: str, target: str, pattern: re.Pattern[str]) -> bool:
    """True where the word is said of something that only belongs to the person, or where a question asks why it is so."""
    if pattern in _THIRD and (_ASKED.search(before) or (target.startswith("@") and not _CLAUSE.search(before))):
        return True
    return pattern in _ADDRESSED + _THIRD and bool(_NO_SUBJECT.search(before)) and not _SOME_OF.search(before)


# ── slurs and sexual remarks ─────────────────────────────────────────────────────────────────────────────────────────

#: Texts about such words: detectors, their data, moderation.
_ABOUT_WORDS = frozenset(
    "slur slurs profanity profanities toxicity hateful hatespeech blocklist blocklists denylist wordlist badwords swearwords"
    " moderation"
    " offensive racist racism antisemitic antisemitism homophobic homophobia transphobic ableist stereotypes harassment"
    " abusive".split()
)
#: Texts about the sense of a word.
_SPOKEN_OF = frozenset(
    "slang etymology noun nouns synonym synonyms euphemism euphemisms expletive expletives swearword"
    " connotation connotations".split()
)
_SAMPLES = regex(
    r"example|sample|prompt|output|instance|structure|preview|excerpt|completion|generation|demo|widget|trigger|caption|tags",
    re.I,
)


def _slur(document: Document, use: Said) -> int | None:
    words = document.words
    if not (_ABOUT_WORDS.isdisjoint(words) and _SPOKEN_OF.isdisjoint(words)) or ("hate" in words and "speech" in words):
        return None
    if kind_of(document) in _CARDS:
        section = document.section_at(use.match.start())
        if section.title and _SAMPLES.search(section.title):
            return None
    low = max(use.sentence.start, use.match.start() - 160)
    before, behind = document.lower[low : use.match.start()], document.lower[use.match.end() : use.match.end() + 40]
    if use.wording.kind == "slur-trait":
        if _GROUP_NEXT.match(behind):
            return use.match.start()
        return _target(document, use, "trait")
    if _SELF_IS.search(before) or _SELF_DROPPED.search(before):
        return None
    describes = not (use.match.group().endswith("s") or behind.isspace() or _NO_THING.match(behind) or _GOES_ON.match(behind))
    return None if describes and not (_GROUP_NEXT.match(behind) or _DOES.match(behind)) else use.match.start()


_GROUP_NEXT = regex(rf" +{_GROUP}\b")
#: A verb with its object or adverb behind, where nothing but a noun would be described.
_DOES = regex(r" +\w+ +(?:the|an?|my|your|his|her|our|their|this|that|these|those|it|me|us|them|all|everything|nothing)\b")
#: Notes to a commit leave out who did it: the writer.
_SELF_DROPPED = regex(
    r"\A\W*(?:(?:finally|just|also) )?(?:stopped|no longer|tired of|sorry for|apologies for|got tired of)"
    r" (?:me )?being (?:such )?(?:an? )?(?:\w+ )?\Z"
)


_CONTENT = frozenset(
    "nsfw porn pornography pornographic explicit sfw medical anatomy anatomical patient patients cancer breast clinical"
    " consent abuse harassment"
    " moderation filter filters classifier prompt prompts caption captions lora checkpoint dataset roleplay".split()
)


def _sexualised(document: Document, use: Said) -> int | None:
    """Not where a text is about what models make, filters stop or physicians see."""
    if not _CONTENT.isdisjoint(document.words):
        return None
    before = document.lower[use.sentence.start : use.match.start()]
    return None if _UNMEANT.search(before) or _COMPARED.search(before) else use.match.start()


#: What something is like is no remark about a person who is there.
_COMPARED = regex(r"\b(?:sounds?|sounded|looks?|looked|reads?|feels?|felt) (?:\w+ )?like an? [\w ]*\Z")


def of(document: Document, kind: str) -> Iterator[Aimed]:
    """The passages of one kind."""
    return (passage for passage in aimed(document) if passage.kind == kind)
