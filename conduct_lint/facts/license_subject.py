"""Whose license a text speaks of: that of this model or data set, or that of something else."""

from __future__ import annotations

import re

from conduct_lint.document import Document
from conduct_lint.facts.license_names import Name
from conduct_lint.patterns import regex

RULED_OUT = regex(
    r"\b(?:not|never|no longer|isn.t|aren.t|instead of|rather than|previously|formerly|except|unless"
    r"|also(?: be)? (?:subject to|comply with)"
    r"|compatible with|unlike|compared|if|whether|cannot|in addition to|was originally|nicht|pas|не)\b|不是|ではなく|아닌",
    re.I,
)
#: "… by Heron Labs licensed under": what somebody else made.
_SOMEBODYS = regex(r"\bby\b(?:(?!\b(?:is|are|was|were)\b)[^.]){1,80}\blicensed +under\W*\Z", re.I)
#: The thing whose license is told: of this document, or of something else. "Data" and "model" change sides with the kind.
_MODEL = (
    r"models?|weights?|checkpoints?|adapters?|loras?|embeddings?|merges?|quants?|quantizations?|modelo"
    r"|modèle|modell|модель|모델|モデル|模型|权重"
)
_DATA = (
    r"data ?sets?|corp(?:us|ora)|data|benchmark|collection|annotations?|splits?|jeu de données|datensatz"
    r"|датасет|데이터셋|データセット|数据集?"
)
_ALWAYS = (
    r"this|these|it|we|our|work|project|repo|repository|package|files?|release|everything|resource"
    r"|license|licence|lizenz|licencia|they|here|both|all"
)
_NEVER = (
    r"code|codes|codebase|scripts?|software|library|libraries|toolkit|framework|images?|photos?|texts?|articles?"
    r"|base model|original model"
    r"|parent model|backbone|source|sources|wikipedia|paper|demo|space|notebook|code ?base|tokenizer|代码|コード|코드|код"
)
_PROJECT = regex(
    r"\W*(?:[Tt]he +)?((?!(?:The|This|These|It|Our|We|All|Model|Models|Dataset|Data|License|Weights|Both"
    r"|Everything)\b)(?:[A-Z\d][\w.+-]*[ -]*){1,5}?)"
    r"(?:(?:model|weights|data ?set|corpus|data|project)s? +)?(?:is|are|was|has|uses|follows)\b"
)


def other_subject(document: Document, start: int, end: int) -> bool:
    return subject(document, document.visible[start:end]) is False


def subject(document: Document, words: str) -> bool | None:
    """Whether the thing named last is this artefact; None where nothing is named."""
    from conduct_lint.facts.kind import kind_of

    data = kind_of(document) == "dataset-card"
    own, other = (f"{_DATA}|{_ALWAYS}", f"{_NEVER}|{_MODEL}") if data else (f"{_MODEL}|{_ALWAYS}", f"{_NEVER}|{_DATA}")
    found = list(
        re.finditer(
            rf"(?<!\w)(?:(?P<other>{other})|(?P<own>{own}))(?!\w)|(?P<glued>代码|コード|코드|数据集|データセット|데이터셋)",
            words,
            re.I,
        )
    )
    for m in reversed(found):
        if m["glued"]:
            return (data and m["glued"] not in ("代码", "コード", "코드")) or bool(regex("模型|モデル|모델|权重").search(words))
        # "The code of this model": the thing is the code.
        if m["own"] and re.search(
            rf"(?<!\w)(?:{other})(?:['’]s)? +(?:of|for|in|from|to|behind)(?: +\w+){{0,3}} *\Z", words[: m.start()], re.I
        ):
            continue
        if (
            m["own"]
            and m["own"].lower() in ("this", "these", "our", "all", "both", "it", "license", "licence")
            and len(found) > 1
            and m is not found[0]
        ):
            continue
        together = rf"(?<!\w)(?:{own})(?: +\w+)? *(?:and|&|/|,|or|y|et|und|e|и) *(?:the +|its +|our +)?(?:\w+ +)?\Z"
        return bool(m["own"] or re.search(together, words[: m.start()], re.I))
    return None


def excluded(document: Document, name: Name, bare: bool) -> bool:
    """Whether the words before a name rule it out, or give it to something else.

    `bare`: it stands where a license is expected, so that no subject need be named.
    """
    sentence = document.sentence(name.span.start)
    before = document.visible[max(sentence.start, name.span.start - 220) : name.span.start]
    if RULED_OUT.search(before[-60:]) or _SOMEBODYS.search(before):
        return True
    own = subject(document, before)
    if own is not None:
        return not own
    if bare:
        return False
    return named_other(document, name)


def named_other(document: Document, name: Name, strictly: bool = False) -> bool:
    """ "Llama 2 is licensed under …": another project, unless it is this card's own name.

    `strictly`: a name that the title does not hold is another's, however often the text has it.
    """
    sentence = document.sentence(name.span.start)
    before = document.visible[max(sentence.start, name.span.start - 220) : name.span.start]
    project = _PROJECT.match(before)
    return bool(project) and not own_name(document, project.group(1), strictly)  # type: ignore[union-attr]


def own_name(document: Document, words: str, strictly: bool = False) -> bool:
    key = regex(r"\W+|_|^the ").sub("", words.lower())
    title = document.title
    own = regex(r"\W+|_").sub("", (title.title or "").lower()) if title else ""
    if bool(key) and (key in own or (bool(own) and own in key)):
        return True
    return bool(key) and not (strictly and own) and document.text.count(words.strip()) >= 3
