"""conduct-lint: holds model cards, dataset cards and contributions to an AI community's code of conduct."""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False  # spelt out: importing typing for it would cost more than this module
if TYPE_CHECKING:
    from conduct_lint.api import lint as lint
    from conduct_lint.config_keys import ConfigError as ConfigError
    from conduct_lint.engine import Linter as Linter
    from conduct_lint.model import Finding as Finding
    from conduct_lint.model import Report as Report
    from conduct_lint.model import Severity as Severity
    from conduct_lint.model import Text as Text
    from conduct_lint.settings import Settings as Settings

#: Public name → the module that it is imported from when first asked for.
_HOMES = {
    "lint": "api",
    "ConfigError": "config_keys",
    "Linter": "engine",
    "Finding": "model",
    "Report": "model",
    "Severity": "model",
    "Text": "model",
    "Settings": "settings",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
