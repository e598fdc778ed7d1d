"""Reads the YAML files of a folder of rules and checks every word of them. Needed only where no compiled table is at hand."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from conduct_lint import frontmatter
from conduct_lint.data import RuleFilesError
from conduct_lint.typed import Any

#: The kinds of `rules.md`, by letter group; rule files may name a group.
KIND_GROUPS = {
    "contribution": ("pull-request", "issue", "comment", "review", "discussion", "commit-message"),
    "card": ("model-card", "dataset-card"),
    "evaluation": ("eval-results", "benchmark-spec"),
}
KINDS = ("model-card", "dataset-card", "space-card", *KIND_GROUPS["contribution"], "recommendation", *KIND_GROUPS["evaluation"])
SEVERITIES = ("notice", "warning", "error")
MATCHERS = ("topic", "phrases", "check", "built-in")

_REQUIRED = frozenset("code clauses summary why message advice severity kinds since".split())
_OPTIONAL = frozenset(
    "platform preview preview-in essential private variants replaces place arguments severity-in retired references "
    "bad good near todo"
    " fixable online absent-line".split()
).union(MATCHERS)
_EXAMPLE = frozenset("text kind platform siblings name title note message fixed accept language expect lines".split())
_EXAMPLES = ("bad", "good", "near", "todo")
#: What the value of a key must be, where it is not text.
_SHAPES: Mapping[str, type] = {
    **dict.fromkeys(("clauses", "kinds", "references", "preview-in", *_EXAMPLES), list),
    **dict.fromkeys(("variants", "replaces", "arguments", "severity-in", "topic", "phrases"), dict),
    **dict.fromkeys(("preview", "essential", "private", "fixable", "online"), bool),
}
_SHAPE_WORDS = {list: "a list", dict: "a mapping", bool: "true or false", str: "text"}


class RuleError(RuleFilesError):
    """A rule file that cannot be used; the message begins with its path and line."""


def yaml_files(folder: str) -> dict[str, Any]:
    """What the `*.yaml` files of a folder hold, by path. Raises RuleError with file and line for YAML that cannot be read."""
    found: dict[str, Any] = {}
    if os.path.isdir(folder):
        for name in sorted(os.listdir(folder)):
            if name.endswith(".yaml"):
                path = os.path.join(folder, name)
                found[path] = read_yaml(path)
    return found


def read_yaml(path: str) -> Any:
    """The plain value of a YAML file by the 1.2 core schema; duplicate keys are errors."""
    try:
        with open(path, encoding="utf-8") as file:
            source = file.read()
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}:1: byte {error.start} is not UTF-8") from None
    node, problem = frontmatter.compose(source)
    if problem:
        raise RuleError(f"{path}:{source.count(chr(10), 0, problem.span.start) + 1}: {problem.words}")
    for name in _duplicates(node):
        raise RuleError(f"{path}:{source.count(chr(10), 0, name.span.start) + 1}: the key {name.raw!r} stands twice")
    return frontmatter.plain(node)


def _duplicates(node: frontmatter.Node | None) -> Iterator[frontmatter.Scalar]:
    if isinstance(node, frontmatter.Mapping):
        yield from (again for _, again in node.duplicates())
        for _, value in node.entries:
            yield from _duplicates(value)
    elif isinstance(node, frontmatter.Sequence):
        for item in node.items:
            yield from _duplicates(item)


def clauses(folder: str) -> list[dict[str, Any]]:
    """The clauses of the code of conduct, in the order of `clauses.yaml`."""
    content = read_yaml(os.path.join(folder, "clauses.yaml"))
    return list(content["clauses"] if isinstance(content, dict) else content)


def compile_rules(folder: str) -> list[dict[str, Any]]:
    """The rules of a folder, ordered by code, as plain mappings with every default filled in.

    Each rule is `<family>/<name>.yaml`. Raises RuleError for a rule that is incomplete, misspelt, repeats a code or name, or
    has no bad and no good example.
    """
    known = {clause["id"] for clause in clauses(folder)} if os.path.exists(os.path.join(folder, "clauses.yaml")) else None
    rules: list[dict[str, Any]] = []
    for family in sorted(os.listdir(folder)):
        if family in ("lexicon", "vocabulary") or family[0] in "._" or not os.path.isdir(os.path.join(folder, family)):
            continue
        for path, content in yaml_files(os.path.join(folder, family)).items():
            rules.append(_rule(path, family, content, known))
    for key in ("code", "name"):
        seen: dict[str, str] = {}
        for rule in rules:
            if rule[key] in seen:
                raise RuleError(f"{rule['path']}: {key} {rule[key]} is that of {seen[rule[key]]}")
            seen[rule[key]] = rule["path"]
    names = {rule["code"] for rule in rules}
    for rule in rules:
        for code in (rule["replaces"] or {}).get("rules", ()):
            if code not in names:
                raise RuleError(f"{rule['path']}: replaces the unknown rule {code}")
        rule["path"] = f"{rule['family']}/{rule['name']}.yaml"
    return sorted(rules, key=lambda rule: str(rule["code"]))


def _rule(path: str, family: str, content: Any, known: set[str] | None) -> dict[str, Any]:
    def fail(words: str, key: str = "") -> RuleError:
        return RuleError(f"{path}:{_line_of(path, key)}: {words}")

    if not isinstance(content, dict):
        raise fail("a rule is a mapping")
    if missing := sorted(_REQUIRED - set(content)):
        raise fail(f"`{missing[0]}` is missing")
    if unknown := sorted(set(content) - _REQUIRED - _OPTIONAL):
        raise fail(f"unknown key `{unknown[0]}`", unknown[0])
    for key, value in content.items():
        shape = _SHAPES.get(key, str)
        if not isinstance(value, shape) and not (key in ("retired", "since") and value is not None):
            raise fail(f"`{key}` must be {_SHAPE_WORDS[shape]}", key)
    if not re.fullmatch(r"[A-Z]{3}[0-9]{3}", content["code"]):
        raise fail(f"{content['code']} is no code: three capitals, three digits", "code")
    name = os.path.basename(path)[: -len(".yaml")]
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise fail(f"the file name {name!r} is no rule name: lower-case words with dashes between them")
    matchers = [m for m in MATCHERS if m in content]
    if len(matchers) != 1 and not content.get("retired"):
        raise fail(f"one of {', '.join(MATCHERS)} is needed, {len(matchers)} are there")
    if known is not None and (strange := sorted(set(content["clauses"]) - known)):
        raise fail(f"unknown clause {strange[0]}", "clauses")
    if not content.get("retired") and not (content.get("bad") and content.get("good")):
        raise fail("a rule needs at least one `bad` and one `good` example")
    if content.get("place", "title") not in ("title", "metadata"):
        raise fail("`place` is `title` or `metadata`", "place")
    if content.get("platform", "hub") not in ("hub", "elsewhere"):
        raise fail("`platform` is `hub` or `elsewhere`", "platform")
    variants = {key: _variant(value, lambda words: fail(words, "variants")) for key, value in content.get("variants", {}).items()}
    for word, key in (
        (content["severity"], "severity"),
        *((word, "severity-in") for word in content.get("severity-in", {}).values()),
        *((variant.get("severity", "notice"), "variants") for variant in variants.values()),
    ):
        if word not in SEVERITIES:
            raise fail(f"severity {word!r} is none of {', '.join(SEVERITIES)}", key)
    _check_matched(content, fail)
    for key in _EXAMPLES:
        for example in content.get(key, ()):
            if not isinstance(example, str) and not (isinstance(example, dict) and isinstance(example.get("text"), str)):
                raise fail("an example is a text, or a mapping with `text`", key)
            if isinstance(example, dict) and (strange := sorted(set(example) - _EXAMPLE)):
                raise fail(f"unknown key `{strange[0]}` in an example", key)
    return {
        "code": content["code"],
        "name": name,
        "family": family,
        "path": path,
        "clauses": content["clauses"],
        "summary": _flat(content["summary"]),
        "why": _flat(content["why"]),
        "message": _flat(content["message"]),
        "advice": _flat(content["advice"]),
        "severity": content["severity"],
        "severity_in": _by_kind(content.get("severity-in", {}), lambda words: fail(words, "severity-in")),
        "kinds": _kinds(content["kinds"], lambda words: fail(words, "kinds")),
        "platform": content.get("platform"),
        "preview": content.get("preview", False),
        "preview_in": _kinds(content.get("preview-in", []), lambda words: fail(words, "preview-in")),
        "essential": content.get("essential", False),
        "private": content.get("private", False),
        "fixable": content.get("fixable", False),
        "online": content.get("online", False),
        "place": content.get("place", "title"),
        "absent_line": _flat(content.get("absent-line", "")),
        "variants": variants,
        "replaces": content.get("replaces"),
        "matcher": matchers[0] if matchers else "retired",
        "matched": content[matchers[0]] if matchers else None,
        "arguments": content.get("arguments", {}),
        "references": content.get("references", []),
        "since": str(content["since"]),
        "retired": content.get("retired"),
        "examples": {key: [_example(e) for e in content.get(key, ())] for key in _EXAMPLES},
    }


def _line_of(path: str, key: str) -> int:
    """The line on which a key of a rule file stands; 1 where it does not."""
    if not key or not os.path.exists(path):
        return 1
    with open(path, encoding="utf-8") as file:
        return next((number for number, line in enumerate(file, 1) if line.startswith(f"{key}:")), 1)


def _check_matched(content: Mapping[str, Any], fail: Any) -> None:
    """Raise for a matcher or a `replaces` whose value has another shape than its kind."""
    if "topic" in content and set(content["topic"]) != {"name", "is"}:
        raise fail("`topic` needs `name` and `is`, and nothing else", "topic")
    if "topic" in content and content["topic"]["is"] not in ("stated", "placeholder", "absent"):
        raise fail("`is` of a topic is stated, placeholder or absent", "topic")
    for phrase, instead in content.get("phrases", {}).items():
        if not isinstance(instead, str) or not re.match(r"[^\W\d_]", phrase) or phrase != " ".join(phrase.lower().split()):
            raise fail(f"the phrase {phrase!r} must be lower case, begin with a letter, and say what to write instead", "phrases")
    replaces = content.get("replaces")
    if replaces is not None and (not set(replaces) <= {"variant", "rules"} or not isinstance(replaces.get("rules"), list)):
        raise fail("`replaces` needs `rules`, a list of codes, and may have a `variant`", "replaces")
    if replaces and "variant" in replaces and replaces["variant"] not in content.get("variants", {}):
        raise fail(f"`replaces` names the variant {replaces['variant']!r}, which is not declared", "replaces")


def _flat(text: object) -> str:
    return " ".join(str(text).split())


def _kinds(kinds: list[str], fail: Any) -> list[str]:
    out: list[str] = []
    for kind in kinds:
        for one in KIND_GROUPS.get(str(kind), (kind,)):
            if one not in KINDS:
                raise fail(f"unknown kind {kind}")
            out.append(one)
    return list(dict.fromkeys(out))


def _by_kind(severities: dict[str, str], fail: Any) -> dict[str, str]:
    return {one: severity for kind, severity in severities.items() for one in _kinds([kind], fail)}


def _variant(content: dict[str, Any], fail: Any) -> dict[str, str]:
    if not isinstance(content, dict):
        raise fail("a variant is a mapping of message, advice, severity")
    if strange := sorted(set(content) - {"message", "advice", "severity"}):
        raise fail(f"unknown key `{strange[0]}` in a variant")
    return {key: _flat(value) for key, value in content.items()}


def _example(example: Any) -> dict[str, Any]:
    return {"text": example} if isinstance(example, str) else dict(example)
