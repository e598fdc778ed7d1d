"""Where the time of a run went: by phase, by fact, by rule, each without what it asked others for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from time import perf_counter

from conduct_lint import engine
from conduct_lint.document import Document
from conduct_lint.lexicon import Uses
from conduct_lint.model import Hit, Report, Text
from conduct_lint.typed import Any, TypeVar

T = TypeVar("T")

#: The phases in the order in which a text goes through them.
PHASES = ("start", "read", "front matter", "blocks", "facts", "rules", "report", "rest")
_VIEWS = {
    "front matter": ("front_matter",),
    "blocks": ("plain", "parsed", "marks", "prose", "visible", "lower", "words", "sections", "sentences"),
}


class Clock:
    """Seconds by (phase, name). What a timed call asks for within itself is counted there alone."""

    def __init__(self, now: Callable[[], float] = perf_counter) -> None:
        self.spent: dict[tuple[str, str], float] = {}
        self._now = now
        self._mark = now()
        self._open: list[tuple[str, str]] = [("rest", "")]

    def timed(self, phase: str, name: str, call: Callable[..., T], *arguments: Any) -> T:
        """`call(*arguments)`, its time put to the account of a phase and a name."""
        self._switch()
        self._open.append((phase, name))
        try:
            return call(*arguments)
        finally:
            self._switch()
            self._open.pop()

    def _switch(self) -> None:
        now = self._now()
        self.spent[self._open[-1]] = self.spent.get(self._open[-1], 0.0) + now - self._mark
        self._mark = now

    def by_phase(self) -> Mapping[str, float]:
        """Seconds by phase, in order."""
        self._switch()
        return {phase: sum(spent for key, spent in self.spent.items() if key[0] == phase) for phase in PHASES}

    def by_name(self, phase: str) -> list[tuple[str, float]]:
        """Names of a phase with their seconds, the longest first."""
        found = [(name, spent) for (of, name), spent in self.spent.items() if of == phase]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))


class _Document(Document):
    clock: Clock

    def reading(self, read: Callable[[Document], T]) -> T:
        name = f"{read.__module__.rpartition('.')[2]}.{read.__name__.lstrip('_')}"
        found = self.clock.timed("facts", name, read, self)
        if isinstance(found, Uses):
            # Wordings are looked for when a fact asks for their topic, which is no work of the fact's own.
            search = found.search
            found.search = lambda topic: self.clock.timed("facts", name, search, topic)  # type: ignore[method-assign]
        return found


def _timed_view(phase: str, name: str) -> Any:
    whole = Document.__dict__[name].func
    view: Any = cached_property(lambda document: document.clock.timed(phase, name, whole, document))
    view.__set_name__(_Document, name)
    return view


for _phase, _names in _VIEWS.items():
    for _name in _names:
        setattr(_Document, _name, _timed_view(_phase, _name))


class Linter(engine.Linter):
    """A linter that keeps the time. Arguments: `clock`, then those of `engine.Linter`."""

    def __init__(self, clock: Clock, *arguments: Any) -> None:
        self.clock = clock
        super().__init__(*arguments)
        self.asked = tuple(self._timed(ask) for ask in self.asked)

    def _timed(self, ask: engine.Ask) -> engine.Ask:
        def find(document: Document) -> Iterator[Hit]:
            return iter(self.clock.timed("rules", ask.rule.code, lambda: list(ask.find(document))))

        return ask._replace(find=find)

    def document(self, text: Text) -> Document:
        plain = super().document(text)
        timed = _Document(plain.source, plain.foreign)
        timed.clock = self.clock
        return timed

    def lint(self, text: Text) -> Report:
        return self.clock.timed("rest", "", super().lint, text)


def table(clock: Clock, most: int = 12) -> Iterator[str]:
    """The times as lines for people."""
    phases = clock.by_phase()
    total = sum(phases.values()) or 1e-9
    yield f"{'where the time went':<34}{'ms':>9}{'share':>8}"
    for phase, spent in phases.items():
        yield _row(phase, spent, total)
    for phase, words in (("facts", "facts, the longest"), ("rules", "rules, the longest")):
        yield ""
        yield f"{words:<34}{'ms':>9}{'share':>8}"
        for name, spent in clock.by_name(phase)[:most]:
            yield _row(name, spent, total)


def _row(name: str, spent: float, total: float) -> str:
    return f"  {name:<32}{spent * 1000:>9.1f}{spent / total:>8.1%}"
