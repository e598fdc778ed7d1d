"""The command line. Each command is a module of its own, imported when it is called; this is the only place that exits.

Exit codes: 0 nothing at or above `--fail-on`, 1 findings there, 2 usage, config or a path that cannot be read, 3 a fault of ours,
130 interrupted, 141 the reader of our output went away.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NoReturn

import click

FINDINGS, REFUSED, FAULT, INTERRUPTED, PIPE_CLOSED = 1, 2, 3, 130, 141

COMMANDS = ("check", "text", "inspect", "rule", "rules", "clauses", "github")


class Refused(click.ClickException):
    """What the user asked for cannot be done; the message says why."""

    exit_code = REFUSED

    def show(self, file: Any = None) -> None:
        say("error", self.message)


def say(word: str, message: str) -> None:
    """Tell the user something that is no finding, on standard error: `word` is `error`, `warning` or `note`."""
    click.echo(f"{word}: {message}", err=True)


class _ReaderGone(Exception):
    """The reader of our output went away, as in `conduct-lint … | head`; click would exit 1 for it, which means findings."""


@contextmanager
def _reader_present() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise _ReaderGone from None


class Commands(click.Group):
    """The commands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"conduct_lint.cli.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        if word not in COMMANDS and not word.startswith("-"):
            from conduct_lint.config_keys import meant

            hint = f"; to check it: conduct-lint check {word}" if os.path.exists(word) else meant(word, COMMANDS)
            raise click.UsageError(f"there is no command {word!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with _reader_present():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _reader_present():
            return super().invoke(ctx)

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        sys.exit(self._run(*args, **{**extra, "standalone_mode": False}))

    def _run(self, *args: Any, **extra: Any) -> int:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # a narrow terminal encoding must not stop a report
                stream.reconfigure(errors="backslashreplace")
        try:
            result = super().main(*args, **extra)
            if sys.stdout:
                sys.stdout.flush()
            return result if isinstance(result, int) else 0
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except (click.Abort, KeyboardInterrupt):
            say("note", "interrupted")
            return INTERRUPTED
        except (_ReaderGone, BrokenPipeError):
            # What is still in the buffer would raise once more when the interpreter closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return PIPE_CLOSED
        except Exception as error:
            from conduct_lint.config_keys import ConfigError

            if isinstance(error, ConfigError):
                say("error", str(error))
                return REFUSED
            say("error", f"a fault of conduct-lint: {where(error)}; please report it")
            return FAULT


def where(error: Exception) -> str:
    """Kind and place of an error of ours. Never its words: they may quote a private value of a text."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    inner = next((frame for frame in reversed(frames) if "conduct_lint" in frame.filename), frames[-1])
    return f"{type(error).__name__} in {inner.name}, line {inner.lineno} of {os.path.basename(inner.filename)}"


def _version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from conduct_lint import __version__, vocabulary

    click.echo(f"conduct-lint {__version__} (vocabularies of {vocabulary.date()})")
    ctx.exit()


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show version and vocabulary date."
)
def commands() -> None:
    """Hold model cards, dataset cards and contributions to an AI community's code of conduct."""


def main() -> NoReturn:
    """The console script."""
    # Hardly anything here stands in a cycle: looking for some at the usual pace costs an eighth of a run.
    gc.set_threshold(20_000, 20, 20)
    commands.main(prog_name="conduct-lint")
