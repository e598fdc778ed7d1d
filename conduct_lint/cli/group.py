"""The commands by name, read by click. Each is a module of its own, imported when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import click

from conduct_lint.cli import COMMANDS, Interrupted, ReaderGone, ended
from conduct_lint.typed import Any, NoReturn


@contextmanager
def _reader_present() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise ReaderGone from None


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
        sys.exit(ended(lambda: self._run(*args, **{**extra, "standalone_mode": False})))

    def _run(self, *args: Any, **extra: Any) -> int:
        try:
            result = super().main(*args, **extra)
            return result if isinstance(result, int) else 0
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except click.Abort:
            raise Interrupted from None


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
