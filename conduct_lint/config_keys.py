"""What the keys of a config mean, and what is wrong with one, with a suggestion where a word is near a known one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from conduct_lint.settings import FAIL_ON, FORMATS, PLATFORMS, PROFILES, PerFileIgnore, Settings
from conduct_lint.settings import ConfigError as ConfigError
from conduct_lint.typed import Any

#: A place in a config: keys and list indexes from the top. `Where` turns it into words: file and line.
Path = tuple["str | int", ...]
Where = Callable[[Path], str]

SEVERITIES = ("notice", "warning", "error")


def settings(data: Any, where: Where, before: Settings | None = None) -> Settings:
    """The settings that a config says, over `before` or the defaults. Raises ConfigError with the place that `where` gives."""
    before = before or Settings()
    if data is None:
        return before
    if not isinstance(data, dict):
        raise ConfigError(f"{where(())}: a config is a list of `key: value` pairs")
    fields: dict[str, Any] = {}
    for key, value in data.items():
        if key not in KEYS:
            raise ConfigError(f"{where((key,))}: there is no setting `{key}`" + meant(str(key), KEYS))
        field, read = KEYS[key]
        got = read(value, (key,), where)
        if isinstance(got, dict):
            got = {**getattr(before, field), **got}
        fields[field] = got
    return before._replace(**fields)


def meant(word: str, candidates: Iterable[str]) -> str:
    """`; did you mean …?` where one of the candidates is near, else nothing."""
    from conduct_lint.vocabulary import near

    found = near(word, candidates)
    return f"; did you mean `{found}`?" if found else ""


def _wrong(where: Where, path: Path, words: str) -> ConfigError:
    return ConfigError(f"{where(path)}: `{'.'.join(str(step) for step in path if isinstance(step, str))}` {words}")


def _bool(value: Any, path: Path, where: Where) -> bool:
    if not isinstance(value, bool):
        raise _wrong(where, path, f"is true or false, not {value!r}")
    return value


def _choice(choices: Sequence[str]) -> Callable[[Any, Path, Where], str]:
    def read(value: Any, path: Path, where: Where) -> str:
        if value not in choices:
            raise _wrong(where, path, f"is one of {', '.join(choices)}, not {value!r}" + meant(str(value), choices))
        return str(value)

    return read


def _words(value: Any, path: Path, where: Where) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    for index, item in enumerate(items):
        if not isinstance(item, str) or not item.strip():
            raise _wrong(where, (*path, index) if isinstance(value, list) else path, f"is a list of words; {item!r} is none")
    return tuple(item.strip() for item in items)


def _mapping(value: Any, path: Path, where: Where) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(where, path, f"is a list of `key: value` pairs, not {value!r}")
    return {str(key): item for key, item in value.items()}


def _selectors(value: Any, path: Path, where: Where) -> tuple[str, ...]:
    found = _words(value, path, where)
    for index, selector in enumerate(found):
        if problem := unknown_selector(selector):
            raise ConfigError(f"{where((*path, index) if isinstance(value, list) else path)}: {problem}")
    return found


def unknown_selector(selector: str) -> str:
    """What is wrong with a selector (code, name, family, clause or ALL), in words; empty when it names a rule or a clause."""
    from conduct_lint import rules, table

    known = rules.builtin()
    if selector.upper() == "ALL" or any(rules.named_by(selector, rule) for rule in known):
        return ""
    clauses = [str(clause["id"]) for clause in table.read()["clauses"]]
    if selector in clauses or any(clause.startswith(selector.rstrip("/") + "/") for clause in clauses):
        return ""
    words = [*(alias for rule in known for alias in rule.aliases), *sorted({rule.family for rule in known}), *clauses]
    return f"no rule, family or clause is called `{selector}`" + meant(selector, words)


def _code(word: str, path: Path, where: Where) -> str:
    from conduct_lint import rules

    rule = rules.find(word, rules.builtin())
    if rule is None:
        aliases = [alias for known in rules.builtin() for alias in known.aliases]
        raise ConfigError(f"{where(path)}: no rule is called `{word}`" + meant(word, aliases))
    return rule.code


def _severities(value: Any, path: Path, where: Where) -> dict[str, str]:
    word = _choice(SEVERITIES)
    given = _mapping(value, path, where)
    return {_code(key, (*path, key), where): word(item, (*path, key), where) for key, item in given.items()}


def _arguments(value: Any, path: Path, where: Where) -> dict[str, Any]:
    from conduct_lint import matchers, rules

    out: dict[str, Any] = {}
    for key, given in _mapping(value, path, where).items():
        code = _code(key, (*path, key), where)
        rule = next(rule for rule in rules.builtin() if rule.code == code)
        arguments = {}
        for name, item in _mapping(given, (*path, key), where).items():
            usual = rule.arguments.get(name.replace("-", "_"))
            if usual is not None and not _alike(usual, item):
                raise _wrong(where, (*path, key, name), f"is {item!r}, where the rule wants something like {usual!r}")
            arguments[name.replace("-", "_")] = item
            try:
                rules.matcher(rule, arguments)
            except matchers.MatcherError as error:
                words = str(error) + (meant(name, rule.arguments) if rule.arguments else "")
                raise ConfigError(f"{where((*path, key, name))}: {code}: {words}") from None
        out[code] = arguments
    return out


def _alike(usual: Any, given: Any) -> bool:
    """The same kind of value; a whole number may stand where a fraction does."""
    if isinstance(usual, bool) or isinstance(given, bool):
        return isinstance(usual, bool) and isinstance(given, bool)
    if isinstance(usual, (int, float)):
        return isinstance(given, (int, float))
    return isinstance(given, type(usual))


def _kinds(value: Any, path: Path, where: Where) -> dict[str, str]:
    from conduct_lint.rulefiles import KINDS

    kind = _choice((*KINDS, "other"))
    return {glob: kind(item, (*path, glob), where) for glob, item in _mapping(value, path, where).items()}


def _accept(value: Any, path: Path, where: Where) -> frozenset[str]:
    return frozenset(word.lower() for word in _words(value, path, where))


def _per_file(value: Any, path: Path, where: Where) -> tuple[PerFileIgnore, ...]:
    entries = []
    for glob, entry in _mapping(value, path, where).items():
        inner = (*path, glob)
        if not isinstance(entry, Mapping):
            raise _wrong(where, inner, "needs `rules` (a list) and a `reason`")
        for key in entry:
            if key not in ("rules", "reason"):
                raise ConfigError(f"{where((*inner, key))}: there is no `{key}` here" + meant(key, ("rules", "reason")))
        if "rules" not in entry:
            raise _wrong(where, inner, "names no `rules`")
        reason = entry.get("reason")
        if not isinstance(reason, str) or not reason.strip():
            raise _wrong(where, inner, "gives no `reason`: say why, so that the next reader need not guess")
        entries.append(PerFileIgnore(glob, _selectors(entry["rules"], (*inner, "rules"), where), reason.strip()))
    return tuple(entries)


#: Key in a config → field of Settings, and what reads it.
KEYS: Mapping[str, tuple[str, Callable[[Any, Path, Where], Any]]] = {
    "select": ("select", _selectors),
    "extend-select": ("extend_select", _selectors),
    "ignore": ("ignore", _selectors),
    "profile": ("profile", _choice(PROFILES)),
    "preview": ("preview", _bool),
    "min-severity": ("min_severity", _choice(SEVERITIES)),
    "fail-on": ("fail_on", _choice(FAIL_ON)),
    "output-format": ("output_format", _choice(FORMATS)),
    "severity": ("severities", _severities),
    "arguments": ("arguments", _arguments),
    "kinds": ("kinds", _kinds),
    "platform": ("platform", _choice(PLATFORMS)),
    "accept": ("accept", _accept),
    "exclude": ("exclude", _words),
    "per-file-ignores": ("per_file_ignores", _per_file),
    "text-directives": ("text_directives", _bool),
}
