"""What a contribution is about: a model, data, code, or something else.

The title tells best: what it says is done (`add`, `fix`), and to what. A text without one is told by what its sentences offer and
by the results it gives. Word lists: `rules/lexicon/subject*.yaml`.
"""

from __future__ import annotations

import re

from conduct_lint.document import Document, once
from conduct_lint.facts import model_names
from conduct_lint.facts.kind import kind_of
from conduct_lint.lexicon import framed, pattern, said
from conduct_lint.model import CONTRIBUTIONS, Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex


class Subject(NamedTuple):
    """`about`: model, data, code or other. `title`: its words without markup, empty for none; `span` its place.

    `announces`: the text adds, releases or offers what it is about. `named`: the checkpoint that all of the title is. `thing`:
    what a title says is added, as written.
    """

    about: str
    title: str
    span: Span | None
    announces: bool
    named: str = ""
    thing: str = ""


def of_a_model(document: Document) -> bool:
    """Whether rules on models and data have anything to ask: of a contribution only where it is about one."""
    return kind_of(document) not in CONTRIBUTIONS or subject(document).about in ("model", "data")


def reports(document: Document) -> bool:
    """Whether rules on results have anything to ask.

    A comment is asked where it announces a model: else its thread says the rest.
    """
    kind = kind_of(document)
    if kind not in CONTRIBUTIONS:
        return True
    about = subject(document)
    return about.about == "model" and (about.announces or kind not in ("comment", "review"))


#: The prefix of a commit that is not about a model (conventionalcommits.org), or a bullet before its first word.
_COMMIT = regex(
    r"[\s*+-]*(?P<prefix>(?:fix|docs?|chore|tests?|refactor|style|perf|ci|build|revert)(?:\([^)\n]{0,40}\))?!?:)?", re.I
)


def mends(document: Document, at: int) -> bool:
    """Whether the sentence that begins here tells what a contribution mended, as the lines of commits do: "fix: …", "Renamed …".

    It is about code then and says nothing of a model.
    """
    begins = _COMMIT.match(document.text, at) if kind_of(document) in CONTRIBUTIONS else None
    if begins is None or not (begins["prefix"] or _words("line-mends").match(document.lower, begins.end())):
        return False
    title = subject(document).span
    return title is None or not title.start <= at < title.end


_PREFIX = regex(
    r"(?:\[(?P<tag>[^\]]{1,40})\][ :]*)*(?:(?P<type>[A-Za-z][\w /-]{0,24}?)(?:\((?P<scope>[^)]{0,40})\))?!?[ ]*:[ ]+)?"
)
_NUMBER = regex(r"[ ]*\((?:gh-|#)?#?\d+\)[ ]*\Z")
_BOUND = framed("subject_context", r"{bound}|[(;:–—]| [-&+] ", 0)
#: A name of letters with a digit among them: `LLM2Vec`.
_NUMBERED = regex(r"(?=\w*[a-z])[A-Z]\w*\d\w*[A-Za-z]\w*")
_QUANT = regex(r"(?:i?q\d\w*|\w+_r\d|[bf]p?\d{1,2}|int\d|u?int\d+|w\d+a\d+)\Z", re.I)
_SIZED = regex(
    r"(?<![\w.])\w[\w.-]*?[-_ ]?(?<![\d.])\d+(?:\.\d+)?(?:x\d+)?[bm](?:[-_.:][\w.:-]*\w)?(?![\w])|[a-z][\w.-]*-\d+[bm]\b", re.I
)
_HEADS = framed("subject_context", r"{title-heads}\s*(?:\Z|[,&/+(])", 0)
_FILE = regex(r"[\w/-]+\.(?:py|md|json|ya?ml|toml|cpp|cu|h|ts|js|rs|go|txt|csv|ipynb|sh)\b", re.I)
_ID = regex(r"(?<![\w./:])[A-Za-z][\w.-]+/[A-Za-z][\w.-]*[\d-][\w.-]*(?![\w/])")


def _words(kind: str) -> re.Pattern[str]:
    return pattern("subject_context", kind, lower=True)


@once
def subject(document: Document) -> Subject:
    """Read what a contribution is about."""
    place = _title(document)
    words = " ".join(document.visible[place.start : place.end].replace("*", "").split()) if place else ""
    told, name, thing = of_title(words) if words else (None, "", "")
    offers = [use for use in said(document).get("subject", ()) if use.wording.kind == "model"]
    rest = Span(place.end if place else 0, len(document.text))
    if told is None:
        # One word of two parts may be a name: what follows tells.
        told = _of_body(document, rest, [use for use in offers if use.match.start() >= rest.start], len(words.split()) > 3)
        if told == "model" and words and " " not in words and not _QUANT.match(words):
            name = thing = words
    announces = told in ("model", "data") and (
        bool(name)
        or bool(_words("title-adds").search(words.lower()))
        or _scoped(words)
        or bool(offers and (words or _offered(document)))
    )
    return Subject(told, words, place, announces, name, thing)


def _scoped(words: str) -> bool:
    """Whether a title is headed "model:" or "[dataset]": what it names is added."""
    m = _PREFIX.match(words)
    headed = ((m[key] or "").lower().strip() for key in ("type", "tag")) if m else ()
    return any(_words(f"title-{kind}-scope").fullmatch(word) for word in headed for kind in ("model", "data") if word)


def _offered(document: Document) -> bool:
    """Whether words without a title offer something: "I just released …", "I recommend …"."""
    return bool(said(document).get("announces") or said(document).get("lineage-recommend"))


def _title(document: Document) -> Span | None:
    """The title: of its own, or the first line where that is a heading, or a line of a commit message or pull request."""
    if not document.blocks:
        return None
    first = document.blocks[0]
    if document.text[: first.start].strip(" \t\r\n#"):
        return None
    if first.kind == "heading" and first.level == 1:
        return Span(first.start, first.end)
    if document.source.kind in ("pull-request", "commit-message") and first.kind == "paragraph":
        end = document.text.find("\n", first.start, first.end)
        end = first.end if end < 0 else end
        rest = document.text[end:].lstrip("\r")
        alone = not rest.strip() or rest.replace("\r", "").startswith("\n\n")
        if end - first.start <= 140 and (alone or document.source.kind == "commit-message"):
            return Span(first.start, end)
    return None


def of_title(words: str) -> tuple[str | None, str, str]:
    """What a title says that a contribution is about, None where it does not tell; the checkpoint that it names alone;
    and what it says is added.

    Arguments: `words` without markup.
    """
    plain = _NUMBER.sub("", words).strip().rstrip(".")
    name = _bare_name(plain)
    if name:
        return "model", name, name
    m = _PREFIX.match(plain)
    rest = plain[m.end() :] if m else plain
    type_, scope, tag = ((m[key] or "").lower().strip() for key in ("type", "scope", "tag")) if m else ("", "", "")
    lower = rest.lower()
    mends = _words("title-mends").match(lower)
    for word in (type_, tag):
        if _words("title-model-scope").fullmatch(word) and not mends:
            return "model", "", _thing(rest)
        if _words("title-data-scope").fullmatch(word) and not mends:
            return "data", "", _thing(rest)
    verb = _words("title-adds").search(lower)
    if verb and (verb.start() == 0 or not mends) and (verb.start() == 0 or len(lower[: verb.start()].split()) <= 3):
        behind = lower[verb.end() :].strip()
        thing = rest[verb.end() :].strip() if behind else rest[: verb.start()].strip()
        return _of_thing(thing, mends is not None or _words("title-mends").fullmatch(type_) is not None), "", _thing(thing)
    if mends or _words("title-mends").fullmatch(type_):
        return "code", "", ""
    if len(rest.split()) <= 8:
        about = _of_thing(rest, False)
        named = any(_NUMBERED.fullmatch(word) for word in rest.split())
        if (about == "model" and (_checkpoints(rest) or scope or named)) or (about == "data" and not type_):
            return about, "", _thing(rest)
    return None, "", ""


def _thing(words: str) -> str:
    """What is added, without the verb and without what it is added to."""
    verb = _words("title-adds").match(words.lower())
    words = words[verb.end() :].strip() if verb else words
    cut = _BOUND.search(words.lower())
    return (words[: cut.start()] if cut and cut.start() else words).strip(" `,:-")[:80]


def _of_thing(thing: str, mending: bool) -> str | None:
    """What kind of thing is added, by the head of the words: `vllm decoder`, `Storm-7B`, `bm25s as a model`."""
    lower = thing.lower()
    if _words("as-model").search(lower):
        return "model"
    if _FILE.match(thing):
        return "code"
    cut = _BOUND.search(lower)
    head = lower[: cut.start()] if cut and cut.start() else lower
    words = [word.strip("`'\",.:()[]") for word in regex(r"[\s,]+").split(head) if word.strip("`'\",.:()[]")]
    if not words:
        return None
    last = words[-1]
    if _words("ranked").search(lower) and not _words("title-code").fullmatch(last) and not _words("title-data").fullmatch(last):
        return "model"
    data, model = _words("title-data").fullmatch(last), _words("title-model").fullmatch(last)
    if model and not (len(words) == 1 and mending):
        return "model"
    if _words("title-family").fullmatch(last):
        return "model"
    if _words("title-of-model").fullmatch(last):
        return "model" if _words("title-model").search(head) or _checkpoints(thing) else None
    if _words("title-code").fullmatch(last):
        return "code"
    if _checkpoints(thing[: cut.start()] if cut and cut.start() else thing):
        return "model"
    if model or (_words("title-model").search(head) and not data):
        return "model" if _HEADS.search(head) else None
    return "data" if data else None


def _checkpoints(words: str) -> bool:
    """Whether words name a checkpoint beyond doubt: a family, a size, an id of the Hub."""
    if _ID.search(words) and not _FILE.search(words):
        return True
    for token in regex(r"[\s,`()\[\]]+").split(words):
        token = token.strip(".:;'\"")
        if not token or _QUANT.match(token) or not model_names.namelike(token):
            continue
        if _SIZED.fullmatch(token) or (model_names.family_of(token) and len(token) >= 4):
            return True
    return False


def _bare_name(title: str) -> str:
    """The checkpoint whose name is all of a title: `qwen3-0.6b`, `eximius_persona_5b`, `Plover 7B`; else empty."""
    parts = title.split()
    if not parts or len(parts) > 4 or "://" in title or title.endswith("?"):
        return ""
    if len(parts) == 1:
        token = parts[0].strip("`")
        shaped = (
            bool(regex(r"[A-Za-z0-9][\w.:+/-]{3,}").fullmatch(token)) and not _FILE.fullmatch(token) and not _QUANT.match(token)
        )
        pieces = regex(r"[-_./:]").split(token)
        return (
            token
            if shaped
            and len(pieces) >= 2
            and not token.isupper()
            and (len(pieces) >= 3 or bool(regex(r"\d").search(token)))
            and not regex(r"[A-Z]\w*_R\d").match(token)
            and not regex(r"v?\d+(?:\.\d+)+\S*").fullmatch(token)
            else ""
        )
    end = model_names.plain_name(title, 0, len(title))
    return title if end == len(title) and (_SIZED.search(title) or model_names.family_of(parts[0])) else ""


def _of_body(document: Document, rest: Span, offers: list[object], titled: bool) -> str:
    from conduct_lint.facts.results import results

    found = results(document)
    if offers and (not titled or len(offers) >= 2) and not _QUANT.match(document.text[: rest.start].strip(" #\r\n")):
        return "model"
    # What a titled change or report measures is its own effect; in talk, numbers are what it is about.
    talk = (not document.source.title and rest.start == 0) or kind_of(document) == "discussion"
    if talk and found.present:
        return "model"
    if said(document).get("lineage-recommend") and document.marked("link"):
        return "model"
    return "code" if document.blocks else "other"
