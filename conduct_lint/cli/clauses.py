"""`conduct-lint clauses`: the code of conduct, clause by clause, with the rules that serve it."""

from __future__ import annotations

import json

import click

from conduct_lint import catalogue, rules, table
from conduct_lint.cli import options


@click.command("clauses", short_help="List the clauses and the rules that serve them.")
@click.option("--output-format", type=options.Choice(("text", "json")), default="text", help="How to show them.")
def command(output_format: str) -> None:
    """List the clauses of the code of conduct, the rules that serve each, and the clauses that only people can judge."""
    clauses = table.read()["clauses"]
    served = catalogue.served(rules.builtin(), clauses)
    if output_format == "json":
        found = [{**clause, "rules": [rule.code for rule in served[clause["id"]]]} for clause in clauses]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    click.echo("Clauses that text can be checked against\n")
    for clause in clauses:
        if clause["judged-by"] == "linter":
            codes = ", ".join(rule.code for rule in served[clause["id"]])
            click.echo(f"{clause['id']}\n    {clause['asks']}\n    rules: {codes or 'none yet'}\n")
    click.echo("Clauses that only people can judge\n")
    for clause in clauses:
        if clause["judged-by"] == "people":
            codes = ", ".join(rule.code for rule in served[clause["id"]])
            rules_line = f"    rules: {codes}\n" if codes else ""
            click.echo(f"{clause['id']}\n    {clause['asks']}\n    {clause['served-by']}\n{rules_line}")
