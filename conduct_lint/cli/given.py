"""What the options of a command mean, once they are read."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from conduct_lint import config
from conduct_lint.cli import Refused
from conduct_lint.settings import Settings
from conduct_lint.typed import Any


def selectors(words: str) -> tuple[tuple[str, ...], str]:
    """Rules by code, name, family or clause, separated by commas, and what is wrong with them in words, or ""."""
    from conduct_lint.config_keys import unknown_selector

    found = tuple(word.strip() for word in words.split(",") if word.strip())
    return found, next((problem for selector in found if (problem := unknown_selector(selector))), "")


def is_jobs(word: str) -> bool:
    """Whether this is a number of processes, or `auto`."""
    return word == "auto" or (word.isdecimal() and int(word) > 0)


def configs(given: Mapping[str, Any]) -> config.Configs:
    """The configs of a run by its options. Raises Refused, ConfigError."""
    files = [word for word in given["configs"] if "=" not in word or os.path.isfile(word)]
    if len(files) > 1:
        raise Refused("--config names two files; one holds at a time")
    if files and given["isolated"]:
        raise Refused("--config PATH and --isolated exclude each other")
    if files and not os.path.isfile(files[0]):
        raise Refused(f"--config {files[0]}: there is no such file")
    pairs = [word for word in given["configs"] if word not in files]
    fixed = config.Config(Settings(), os.getcwd()) if given["isolated"] else config.load(files[0]) if files else None
    return config.Configs(fixed, lambda settings: over(settings, given, pairs))


def over(settings: Settings, given: Mapping[str, Any], pairs: Sequence[str] = ()) -> Settings:
    """Settings with the command line over them: `--config KEY=VALUE` first, then the options.

    `--select` begins anew: what the config selects and ignores no longer counts. `--ignore` adds to the config, and so does
    `--extend-select`, also against the same word among the config's `ignore`.
    """
    for pair in pairs:
        settings = config.override(settings, pair)
    select, ignore, more = (sum(given.get(key) or (), ()) for key in ("select", "ignore", "extend_select"))
    if select:
        settings = settings._replace(select=select, extend_select=(), ignore=())
    kept = tuple(selector for selector in settings.ignore if selector not in more)
    settings = settings._replace(extend_select=settings.extend_select + more, ignore=kept + ignore)
    plain = ("profile", "preview", "min_severity", "fail_on", "platform", "output_format")
    return settings._replace(**{key: given[key] for key in plain if given.get(key) is not None})


def coloured(when: str, stream: Any = None) -> bool:
    """Whether to write colours: `--color` first, then NO_COLOR, FORCE_COLOR, then whether a terminal reads.

    See https://no-color.org and https://force-color.org.
    """
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return bool((stream or sys.stdout).isatty()) and os.environ.get("TERM") != "dumb"
