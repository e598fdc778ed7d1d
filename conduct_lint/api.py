"""The linter from Python."""

from __future__ import annotations

from conduct_lint import config_keys
from conduct_lint.engine import Linter
from conduct_lint.model import Nowhere, Report, Siblings, Text
from conduct_lint.rulefiles import KINDS
from conduct_lint.settings import Settings
from conduct_lint.typed import Any


def lint(
    text: str,
    *,
    kind: str | None = None,
    platform: str | None = None,
    name: str = "README.md",
    siblings: Siblings | None = None,
    settings: Settings | None = None,
    **changes: Any,
) -> Report:
    """Lint one text.

    Arguments: `kind` (`model-card`, `dataset-card`, …) and `platform` (`hub`, `elsewhere`) are found out where not given;
    `name` is the path that the text stands for, `siblings` what lies beside it. `settings` are those of the run; `changes` are
    settings put over them, by the names of the config file with `_` for `-`: `select=["LIM"]`, `profile="thorough"`. No config
    file is read, no other file, no network.

    Returns the report: `findings`, each with `code`, `severity`, `message`, `advice` and the `span` of characters it is about;
    `skipped` says why a text that is no card was not checked. Raises ConfigError, a ValueError, for a setting, value, rule or
    kind that does not exist.

    For many texts make one `Linter(settings)` and call its `lint(Text(name, body))`.
    """
    if kind is not None and kind not in KINDS:
        raise config_keys.ConfigError(f"there is no kind {kind!r}{config_keys.meant(kind, KINDS)}; there are: {', '.join(KINDS)}")
    if platform is not None:
        changes["platform"] = platform
    said = {key.replace("_", "-"): list(v) if isinstance(v, (tuple, set, frozenset)) else v for key, v in changes.items()}
    wanted = config_keys.settings(said, lambda path: "lint()", settings)
    return _linter(wanted).lint(Text(name, text.removeprefix("\ufeff"), kind, siblings=siblings or Nowhere()))


_last: list[Linter] = []


def _linter(settings: Settings) -> Linter:
    """The linter for these settings: the last one again where nothing changed, since making one costs more than a text."""
    if not _last or _last[0].settings != settings:
        _last[:] = [Linter(settings)]
    return _last[0]
