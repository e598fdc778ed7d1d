"""What a run is asked to do: the frozen outcome of defaults, config file and command line."""

from __future__ import annotations

from collections.abc import Mapping

from conduct_lint.named import NamedTuple
from conduct_lint.typed import Any

PROFILES = ("essential", "default", "thorough")
PLATFORMS = ("hub", "elsewhere")
FAIL_ON = ("error", "warning", "notice", "never")
FORMATS = ("full", "concise", "json", "github", "sarif")


class ConfigError(ValueError):
    """A config that cannot be used; the message begins with its path and line."""


class PerFileIgnore(NamedTuple):
    """Rules not asked of the files that `glob` names; `reason` says why."""

    glob: str
    rules: tuple[str, ...]
    reason: str


class Settings(NamedTuple):
    """`select`, `extend_select`, `ignore`: codes, names, families or clauses. `severities`: rule code → severity word.
    `arguments`: rule code → argument → value. `kinds`: glob → kind. `accept`: terms and names that the project allows.
    `exclude`: globs that discovery passes by. `text_directives`: whether directives inside pull requests and comments count.
    `fail_on`: the severity from which a run fails; None: `error` for files, `never` for what people write to each other.
    """

    select: tuple[str, ...] = ("ALL",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str = "default"
    preview: bool = False
    online: bool = False
    min_severity: str = "notice"
    severities: Mapping[str, str] = {}
    arguments: Mapping[str, Mapping[str, Any]] = {}
    kinds: Mapping[str, str] = {}
    platform: str | None = None
    accept: frozenset[str] = frozenset()
    exclude: tuple[str, ...] = ()
    per_file_ignores: tuple[PerFileIgnore, ...] = ()
    text_directives: bool = False
    fail_on: str | None = None
    output_format: str = "full"
