"""The declarative ways in which a rule file can say what it looks for, each turned into one function Document → hits."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from conduct_lint.model import Hit, Span
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conduct_lint.document import Document

Check = Callable[..., Iterator[Hit]]

_WORD = regex(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: Checks by the name that rule files use. Filled by importing the module of a family.
CHECKS: dict[str, Check] = {}


class MatcherError(Exception):
    """A rule asks for a check that does not exist, or gives an argument that it does not take."""


def check(function: Check) -> Check:
    """Register a function as a check under its own name, with dashes for underscores."""
    name = function.__name__.replace("_", "-")
    if name in CHECKS and CHECKS[name].__module__ != function.__module__:
        raise MatcherError(f"{function.__module__} and {CHECKS[name].__module__} both have a check {name!r}")
    CHECKS[name] = function
    return function


def build(kind: str, matched: Any, arguments: Mapping[str, Any], family: str) -> Callable[[Document], Iterator[Hit]]:
    """The function for a rule.

    Arguments: `kind` is the matcher's key in the rule file, `matched` its value, `arguments` the rule's own with config's over
    them.     Raises MatcherError for an unknown check or argument.
    """
    if kind in ("topic", "phrases") and (strange := sorted(set(arguments) - {"accept"})):
        raise MatcherError(f"a rule that looks for a {kind.rstrip('s')} takes no argument {strange[0]!r}")
    if kind == "topic":
        return _topic(matched["name"], matched["is"])
    if kind == "phrases":
        accepted = {str(word).lower() for word in arguments.get("accept", ())}
        return _phrases({phrase: instead for phrase, instead in matched.items() if phrase not in accepted})
    if kind == "check":
        return _check(matched, arguments, family)
    return lambda document: iter(())


def _topic(name: str, state: str) -> Callable[[Document], Iterator[Hit]]:
    def matches(document: Document) -> Iterator[Hit]:
        from conduct_lint.facts.languages import understood
        from conduct_lint.facts.topics import topics

        topic = topics(document)[name]
        if topic.status == state and (state != "absent" or understood(document, name)):
            yield Hit(None if state == "absent" else topic.span, {"topic": name.replace("_", " ")}, subject=name)

    return matches


def _phrases(phrases: Mapping[str, str]) -> Callable[[Document], Iterator[Hit]]:
    """Phrases (lower case, words of letters, one blank between them) with what to say instead; found by the word index."""
    by_first: dict[str, list[tuple[str, str]]] = {}
    for phrase, instead in phrases.items():
        by_first.setdefault(_WORD.findall(phrase)[0], []).append((phrase, instead))
    patterns = {phrase: regex(rf"(?<!\w){re.escape(phrase).replace(chr(92) + ' ', ' +')}(?!\w)") for phrase in phrases}

    def matches(document: Document) -> Iterator[Hit]:
        for first in by_first.keys() & document.words.keys():
            for place in document.places(first):
                for phrase, instead in by_first[first]:
                    m = patterns[phrase].match(document.lower, place)
                    if m:
                        yield Hit(Span(*m.span()), {"phrase": document.text[m.start() : m.end()], "instead": instead})

    return matches


def _check(name: str, arguments: Mapping[str, Any], family: str) -> Callable[[Document], Iterator[Hit]]:
    if name not in CHECKS and family.isidentifier():
        try:
            importlib.import_module(f"conduct_lint.checks.{family}")
        except ModuleNotFoundError as error:
            if error.name != f"conduct_lint.checks.{family}":
                raise
    if name not in CHECKS:
        _import_all()
    function = CHECKS.get(name)
    if function is None:
        raise MatcherError(f"no check is called {name!r}")
    code = function.__code__
    taken = set(code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount])
    if strange := sorted(set(arguments) - taken - {"accept"}):
        raise MatcherError(f"{name} takes no argument {strange[0]!r}")
    given = {key: value for key, value in arguments.items() if key in taken}
    return partial(function, **given) if given else function


def _import_all() -> None:
    """Make every check known: a rule of somebody's own folder may ask for one of ours under another family."""
    import pkgutil

    from conduct_lint import checks

    for module in pkgutil.iter_modules(checks.__path__):
        importlib.import_module(f"conduct_lint.checks.{module.name}")
