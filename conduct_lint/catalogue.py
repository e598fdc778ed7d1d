"""What people are shown of the rules, computed from them: a rule's page, the table of rules, the rules that serve a clause."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from conduct_lint import data
from conduct_lint.rules import Rule
from conduct_lint.typed import Any

#: So many examples of a kind stand on a page; the rule's file has them all.
SHOWN = 3

GROUPS = {
    "bad": "Reported",
    "good": "Not reported",
    "near": "Looks like it, and is not reported",
    "todo": "Known misses: should be reported, and is not yet",
}
FAMILIES = {
    "limitations": "Limits and use",
    "misuse": "Misuse",
    "license": "License",
    "attribution": "Attribution",
    "benchmarks": "Results and benchmarks",
    "claims": "Claims",
    "metadata": "Metadata",
    "inclusion": "Inclusion",
    "privacy": "Privacy",
    "conduct": "Conduct",
    "text": "Text",
    "suppressions": "Suppressions",
}


@lru_cache(maxsize=1)
def measured() -> dict[str, dict[str, Any]]:
    """Code → measured precision: `right` of `judged` findings on real cards, `low` and `high` the 95 % interval; empty
    where unmeasured."""
    try:
        with open(os.path.join(data.folder(), "precision.json"), encoding="utf-8") as file:
            rows: dict[str, dict[str, Any]] = json.load(file)["rules"]
            return rows
    except FileNotFoundError:
        return {}


def precision(rule: Rule) -> str:
    """The measured precision of a rule in words; empty where nobody has judged its findings."""
    row = measured().get(rule.code)
    return f"{row['right']} of {row['judged']} right, at least {row['low']:.0%}" if row else ""


def served(rules: Iterable[Rule], clauses: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Rule, ...]]:
    """Clause id → the rules that serve it, retired ones not counted, in the order of the clauses."""
    rules = [rule for rule in rules if not rule.retired]
    return {str(clause["id"]): tuple(rule for rule in rules if clause["id"] in rule.clauses) for clause in clauses}


def record(rule: Rule) -> dict[str, Any]:
    """A rule as plain values, for JSON."""
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "summary": rule.summary,
        "why": rule.why,
        "severity": rule.severity.word,
        "severity_in": dict(rule.severity_in),
        "kinds": _kinds(rule),
        "platform": rule.platform,
        "clauses": list(rule.clauses),
        "preview": rule.preview,
        "preview_in": sorted(rule.preview_in),
        "essential": rule.essential,
        "private": rule.private,
        "fixable": rule.fixable,
        "online": rule.online,
        "arguments": dict(rule.arguments),
        "since": rule.since,
        "retired": rule.retired,
        "precision": measured().get(rule.code),
    }


def table(rules: Sequence[Rule], link: str = "rules/{code}.md") -> str:
    """All rules as one Markdown page, a table a family. `link` is the address of a rule's page with the field `{code}`."""
    lines = ["# Rules", ""]
    for family in sorted({rule.family for rule in rules}, key=_order):
        lines += [f"## {FAMILIES.get(family, family.capitalize())}", ""]
        lines += ["| code | name | severity | finds | measured |", "|---|---|---|---|---|"]
        for rule in rules:
            if rule.family == family:
                marks = "".join(f" ({mark})" for mark in [*_marks(rule), *(["preview in part"] if rule.preview_in else [])])
                page = link.replace("{code}", rule.code)
                finds = f"{_cell(rule.summary)} | {precision(rule)}"
                lines.append(f"| [{rule.code}]({page}) | {rule.name} | {rule.severity.word}{marks} | {finds} |")
        lines.append("")
    return "\n".join(lines)


def page(rule: Rule, clauses: Iterable[Mapping[str, Any]]) -> str:
    """A rule's page in Markdown: what it finds, why, for which clauses, with examples, and how to set it aside."""
    return "\n".join(_page(rule, {str(clause["id"]): str(clause["asks"]) for clause in clauses}))


def _page(rule: Rule, asks: Mapping[str, str]) -> Iterator[str]:
    yield from (f"# {rule.code} {rule.name}", "", rule.summary, "")
    if rule.retired:
        yield from (f"**Retired**: {rule.retired}", "")
    yield from (f"- **severity**: {_severity(rule)}", f"- **asked of**: {', '.join(_kinds(rule)) or 'nothing'}")
    if rule.platform:
        yield f"- **only**: {'on the Hub' if rule.platform == 'hub' else rule.platform}"
    for mark in _marks(rule):
        yield f"- **{mark}**: {_MARKS[mark]}"
    if rule.preview_in:
        trial = ", ".join(kind for kind in _kinds(rule) if kind in rule.preview_in)
        yield f"- **preview in {trial}**: {_MARKS['preview']}"
    if words := precision(rule):
        yield f"- **measured on real cards**: {words} (95 %)"
    yield from (f"- **since**: {rule.since}", "", "## Why", "", rule.why, "")
    yield from ("## What it says", "", f"> {rule.message} {rule.advice}", "")
    for name, variant in rule.variants.items():
        said = " ".join(filter(None, (variant.get("message"), variant.get("advice"))))
        if said:
            severity = f" ({variant['severity']})" if "severity" in variant else ""
            yield from (f"In the case `{name}`{severity}:", "", f"> {said}", "")
    yield from ("## Clauses of the code of conduct", "", *(f"- `{c}`: {asks.get(c, '')}" for c in rule.clauses), "")
    for group, title in GROUPS.items():
        if examples := rule.examples.get(group):
            yield from (f"## {title}", "")
            for example in examples[:SHOWN]:
                yield from _example(example)
    yield from _aside(rule)
    if rule.references:
        yield from ("## References", "", *(f"- {reference}" for reference in rule.references), "")


_MARKS = {
    "preview": "on trial; asked only with `--preview` or when selected by its code or name",
    "essential": "shown in every profile",
    "private": "shown to moderators only, never in public; the value itself nowhere",
    "fixable": "comes with a fix where one is certain",
    "online": "asked only with the network allowed",
}


def _marks(rule: Rule) -> list[str]:
    return [mark for mark in _MARKS if getattr(rule, mark)]


def _severity(rule: Rule) -> str:
    by_word: dict[str, list[str]] = {}
    for kind, word in rule.severity_in.items():
        by_word.setdefault(word, []).append(kind)
    return "; ".join([rule.severity.word, *(f"{word} in {', '.join(kinds)}" for word, kinds in by_word.items())])


def _kinds(rule: Rule) -> list[str]:
    from conduct_lint.rulefiles import KINDS

    return [kind for kind in KINDS if kind in rule.kinds]


def _example(example: Mapping[str, Any]) -> Iterator[str]:
    given = ", ".join(f"{key}: {example[key]}" for key in ("kind", "platform", "name", "title") if key in example)
    note = " ".join(str(example.get("note") or "").split())
    if words := " ".join(filter(None, (note, given and f"({given})"))):
        yield from (f"{words}:", "")
    yield from _fenced(str(example["text"]))
    for name, text in (example.get("siblings") or {}).items():
        yield from (f"beside it `{name}`:", "", *_fenced(str(text or "")))
    if "fixed" in example:
        yield from ("mended:", "", *_fenced(str(example["fixed"])))


def _fenced(text: str) -> Iterator[str]:
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    yield from (f"{fence}markdown", text.rstrip("\n"), fence, "")


def _aside(rule: Rule) -> Iterator[str]:
    """How a project says that a finding does not fit."""
    yield from ("## When it does not fit", "")
    if rule.family == "suppressions":
        yield from ("This is about directives themselves and cannot be set aside in the text. In the config:", "")
    elif "model-card" in rule.kinds or "dataset-card" in rule.kinds:
        word = "ignore-file" if rule.absent_line else "ignore"
        where = "Anywhere in the card" if rule.absent_line else "At the end of the line, or alone before the block"
        yield from (f"{where}, with your reason:", "")
        yield from ("```markdown", f"<!-- conduct-lint: {word} {rule.code} -- why -->", "```", "")
        yield from ("Or for the whole project in `.conduct-lint.yaml`:", "")
    else:
        yield from ("In `.conduct-lint.yaml`:", "")
    yield from ("```yaml", f"ignore: [{rule.code}]")
    if rule.severity.word != "notice":
        yield from ("# or", f"severity: {{{rule.code}: notice}}")
    for name, value in rule.arguments.items():
        yield from ("# or", f"arguments: {{{rule.code}: {{{name}: {_yaml(value)}}}}}  # the default")
    yield from ("```", "")


def _yaml(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _order(family: str) -> tuple[int, str]:
    names = list(FAMILIES)
    return (names.index(family) if family in names else len(names), family)
