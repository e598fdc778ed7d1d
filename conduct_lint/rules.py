"""Rules as frozen values, and which of them are asked of a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from conduct_lint import matchers, table
from conduct_lint.model import Hit, Severity
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conduct_lint.document import Document
    from conduct_lint.settings import Settings

_FIELD = regex(r"\{\{(\w+)\}\}|\{(\w+)\}")


class Rule(NamedTuple):
    """One rule as its file states it; see `docs/writing-rules.md` for the fields."""

    code: str
    name: str
    family: str
    clauses: tuple[str, ...]
    summary: str
    why: str
    message: str
    advice: str
    severity: Severity
    severity_in: Mapping[str, str]
    kinds: frozenset[str]
    platform: str | None
    preview: bool
    essential: bool
    private: bool
    fixable: bool
    online: bool
    place: str
    absent_line: str
    variants: Mapping[str, Mapping[str, str]]
    replaces: Mapping[str, Any] | None
    matcher: str
    matched: Any
    arguments: Mapping[str, Any]
    references: tuple[str, ...]
    since: str
    retired: str | None
    examples: Mapping[str, list[dict[str, Any]]]
    path: str
    preview_in: frozenset[str] = frozenset()

    @property
    def aliases(self) -> tuple[str, str]:
        """Code and name: equal everywhere a rule can be named."""
        return self.code, self.name

    def severity_for(self, kind: str, variant: str) -> Severity:
        """The severity of a hit before config: a declared variant first, then the kind of text, then the rule."""
        word = self.variants.get(variant, {}).get("severity") or self.severity_in.get(kind)
        return Severity[word.upper()] if word else self.severity

    def words(self, hit: Hit) -> tuple[str, str]:
        """Message and advice of a hit, its values filled in."""
        variant = self.variants.get(hit.variant, {})
        return fill(variant.get("message") or self.message, hit.values), fill(variant.get("advice") or self.advice, hit.values)


def fill(template: str, values: Mapping[str, object]) -> str:
    """`template` with each `{name}` replaced by its value, on one line. `{{name}}` stands for `{name}`; an unknown name stays."""

    def value(m: re.Match[str]) -> str:
        if m.group(1):
            return "{" + m.group(1) + "}"
        return " ".join(str(values[m.group(2)]).split()) if m.group(2) in values else m.group()

    return _FIELD.sub(value, template)


@lru_cache(maxsize=1)
def builtin() -> tuple[Rule, ...]:
    """The rules that come with the linter, by code."""
    return tuple(from_table(row) for row in table.read()["rules"])


def from_table(row: Mapping[str, Any]) -> Rule:
    """A rule from its row in the compiled table."""
    return Rule(
        **{
            **row,
            "clauses": tuple(row["clauses"]),
            "severity": Severity[row["severity"].upper()],
            "kinds": frozenset(row["kinds"]),
            "references": tuple(row["references"]),
            "preview_in": frozenset(row.get("preview_in", ())),
        }
    )


def find(word: str, rules: Iterable[Rule]) -> Rule | None:
    """The rule with this code or name; case does not matter."""
    return next((rule for rule in rules if word.upper() == rule.code or word.lower() == rule.name), None)


def named_by(selector: str, rule: Rule) -> bool:
    """True where a selector of config or command line means this rule: `ALL`, code, name, prefix (`LIM`), family, clause."""
    return (
        selector.upper() in ("ALL", rule.code, rule.code[:3])
        or selector.lower() in (rule.name, rule.family)
        or selector in rule.clauses
        or any(clause.startswith(selector.rstrip("/") + "/") for clause in rule.clauses)
    )


def selected(settings: Settings, rules: Iterable[Rule] | None = None) -> tuple[Rule, ...]:
    """The rules that the settings ask for, before kind and platform: selected, not ignored, not retired, preview only if wished.

    A preview rule runs with `preview`, or when it is selected by its own code or name. An online rule runs only with `online`.
    """
    pool = builtin() if rules is None else rules
    return tuple(rule for rule in pool if _wanted(rule, settings))


def _wanted(rule: Rule, settings: Settings) -> bool:
    if rule.retired or (rule.online and not settings.online):
        return False
    chosen = [*settings.select, *settings.extend_select]
    if not any(named_by(selector, rule) for selector in chosen):
        return False
    exact = {selector for selector in chosen if selector.upper() == rule.code or selector.lower() == rule.name}
    if any(named_by(selector, rule) for selector in settings.ignore) and not exact:
        return False
    if any(selector.upper() == rule.code or selector.lower() == rule.name for selector in settings.ignore):
        return False
    return not rule.preview or settings.preview or bool(exact)


def on_trial(rule: Rule, kind: str, settings: Settings) -> bool:
    """True where a rule is a preview in this kind of text, and neither wished nor selected by code or name."""
    if kind not in rule.preview_in or settings.preview:
        return False
    return not any(word.upper() == rule.code or word.lower() == rule.name for word in (*settings.select, *settings.extend_select))


def matcher(rule: Rule, arguments: Mapping[str, Any]) -> Callable[[Document], Iterator[Hit]]:
    """The function that finds the rule's hits. Arguments: those of the rule file, overridden by config."""
    return matchers.build(rule.matcher, rule.matched, {**rule.arguments, **arguments}, rule.family)
