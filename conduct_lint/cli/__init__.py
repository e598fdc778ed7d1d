"""The command line. Each command is a module of its own, imported when it is called; this is the only place that exits.

Exit codes: 0 nothing at or above `--fail-on`, 1 findings there, 2 usage, config or a path that cannot be read, 3 a fault of ours,
130 interrupted, 141 the reader of our output went away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module

TYPE_CHECKING = False  # spelt out: importing typing for it would cost more than this module
if TYPE_CHECKING:
    from typing import NoReturn

    from conduct_lint.cli.group import commands as commands

FINDINGS, REFUSED, FAULT, INTERRUPTED, PIPE_CLOSED = 1, 2, 3, 130, 141

COMMANDS = ("check", "text", "inspect", "rule", "rules", "clauses", "github")


class Refused(Exception):
    """What the user asked for cannot be done; the message says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Interrupted(Exception):
    """The user stopped the run."""


class ReaderGone(Exception):
    """The reader of our output went away, as in `conduct-lint … | head`; click would exit 1 for it, which means findings."""


def say(word: str, message: str) -> None:
    """Tell the user something that is no finding, on standard error: `word` is `error`, `warning` or `note`."""
    print(f"{word}: {message}", file=sys.stderr, flush=True)


def ended(run: Callable[[], int]) -> int:
    """The exit code of a run, whatever ends it; what the user should know of the end is told."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a narrow terminal encoding must not stop a report
            stream.reconfigure(errors="backslashreplace")
    try:
        code = run()
        if sys.stdout:
            sys.stdout.flush()
        return code
    except Refused as error:
        say("error", str(error))
        return REFUSED
    except (Interrupted, KeyboardInterrupt):
        say("note", "interrupted")
        return INTERRUPTED
    except (ReaderGone, BrokenPipeError):
        # What is still in the buffer would raise once more when the interpreter closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:
        from conduct_lint.settings import ConfigError

        if isinstance(error, ConfigError):
            say("error", str(error))
            return REFUSED
        say("error", f"a fault of conduct-lint: {where(error)}; please report it")
        return FAULT


def where(error: Exception) -> str:
    """Kind and place of an error of ours. Never its words, which may quote a private value of a text, unless they are about
    files of rules."""
    import traceback

    from conduct_lint.data import RuleFilesError

    if isinstance(error, RuleFilesError):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    inner = next((frame for frame in reversed(frames) if "conduct_lint" in frame.filename), frames[-1])
    return f"{type(error).__name__} in {inner.name}, line {inner.lineno} of {os.path.basename(inner.filename)}"


def main() -> NoReturn:
    """The console script. A plain `check` is read by `fast`, everything else by click."""
    import gc

    from conduct_lint.cli import fast

    # Hardly anything here stands in a cycle: looking for some at the usual pace costs an eighth of a run, once in the first card
    # a fiftieth.
    gc.set_threshold(50_000, 20, 20)
    given = fast.parsed(sys.argv[2:]) if sys.argv[1:2] == ["check"] else None
    if given is None:
        from conduct_lint.cli.group import commands

        commands.main(prog_name="conduct-lint")

    def check() -> int:
        from conduct_lint.cli.run import run

        return run(given)

    _leave(ended(check))


def _leave(code: int) -> NoReturn:
    """End the process at once. To take down an interpreter, object by object, costs more than reading a card."""
    for stream in (sys.stdout, sys.stderr):
        try:  # noqa: SIM105 – importing contextlib for it would cost more than this module
            stream.flush()
        except (OSError, ValueError):
            pass
    os._exit(code)


def __getattr__(name: str) -> object:
    if name != "commands":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = import_module(f"{__name__}.group").commands
    return found
