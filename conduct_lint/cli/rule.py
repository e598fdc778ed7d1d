"""`conduct-lint rule`: the page of one rule."""

from __future__ import annotations

import click

from conduct_lint import catalogue, rules, table
from conduct_lint.config_keys import meant


@click.command("rule", short_help="Explain a rule.")
@click.argument("word", metavar="CODE|NAME")
def command(word: str) -> None:
    """Explain a rule, named by its code or name: what it finds, why, for which clause, with examples, how to set it aside."""
    known = rules.builtin()
    found = rules.find(word, known)
    if found is None:
        aliases = [alias for rule in known for alias in rule.aliases]
        raise click.UsageError(f"no rule is called {word!r}{meant(word, aliases) or '; conduct-lint rules lists them'}")
    click.echo(catalogue.page(found, table.read()["clauses"]).rstrip())
