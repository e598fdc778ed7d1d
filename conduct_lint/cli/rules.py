"""`conduct-lint rules`: the table of all rules."""

from __future__ import annotations

import json

import click

from conduct_lint import catalogue, rules
from conduct_lint.cli import options


@click.command("rules", short_help="List the rules.")
@click.option("--output-format", type=options.Choice(("text", "json", "markdown")), default="text", help="How to show them.")
def command(output_format: str) -> None:
    """List the rules: code, severity, name, findings judged right on real cards, what each finds."""
    known = rules.builtin()
    if output_format == "json":
        click.echo(json.dumps([catalogue.record(rule) for rule in known], ensure_ascii=False, indent=2))
    elif output_format == "markdown":
        click.echo(catalogue.table(known))
    else:
        width = max((len(rule.name) for rule in known), default=0)
        for rule in known:
            state = (
                " (retired)"
                if rule.retired
                else " (preview)"
                if rule.preview
                else " (preview in cards)"
                if rule.preview_in
                else ""
            )
            row = catalogue.measured().get(rule.code)
            right = f"{row['right']}/{row['judged']}" if row else "–"
            click.echo(f"{rule.code}  {rule.severity.word:<7}  {rule.name:<{width}}  {right:>5}  {rule.summary}{state}")
