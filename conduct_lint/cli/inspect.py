"""`conduct-lint inspect`: what the linter understood of some texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from conduct_lint.cli import FAULT, REFUSED, options, say, texts, where
from conduct_lint.document import Document
from conduct_lint.engine import Linter
from conduct_lint.model import Span
from conduct_lint.reporters.screen import one_line
from conduct_lint.typed import Any


@click.command("inspect", short_help="Show what was understood, fact by fact.")
@options.targets
@click.option("--output-format", type=options.Choice(("text", "json")), default="text", help="A table, or one JSON array.")
@click.option("--why", metavar="TOPIC", help="Show the sentences that speak for and against a topic, such as limitations.")
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Show what the linter understood of cards: each fact with its lines.

    TARGETS are files, folders or - for standard input, as for check. Nothing is skipped: a text that is no card is shown too.
    """
    configs = options.configs({**given, "output_format": None})
    unread = faulty = False
    found: list[dict[str, Any]] = []
    for text, config, _ in texts.texts(given, configs):
        if text.problem:
            say("error", f"{text.name}: {text.problem}")
            unread = True
            continue
        try:
            document = Linter(config.settings, ()).document(text)
            if given["why"]:
                _why(document, given["why"])
                continue
            facts = _facts(document)
        except click.ClickException:
            raise
        except Exception as error:
            say("error", f"{text.name}: a fault of conduct-lint: {where(error)}; please report it")
            faulty = True
            continue
        if given["output_format"] == "json":
            found.append(facts)
        else:
            click.echo("\n".join(_table(facts)) + "\n")
    if given["output_format"] == "json" and not given["why"]:
        import json

        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    ctx.exit(FAULT if faulty else REFUSED if unread else 0)


def _facts(document: Document) -> dict[str, Any]:
    from conduct_lint.facts import facts

    return {**facts(document), "path": document.name}


def _table(facts: Mapping[str, Any]) -> Iterator[str]:
    """A fact a line: its name, what it says, the lines where it is said."""
    yield str(facts["path"])
    for name, value in facts.items():
        if name in ("path", "schema"):
            continue
        label = f"  {name.replace('_', ' '):<18}"
        if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            for item in value:
                yield f"{label} {_words(item)}"
                label = " " * len(label)
        else:
            yield f"{label} {_words(value)}"


_LINES = ("lines", "prose_lines", "line")


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        said = [f"{_key(k)}{_words(v)}" for k, v in value.items() if k not in _LINES and v not in (None, "", [])]
        return ", ".join(said) + _lines(next((value[key] for key in _LINES if value.get(key)), None))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(_words(item) for item in value) or "–"
    return "–" if value is None else one_line(str(value))


def _key(name: str) -> str:
    return "" if name in ("status", "model", "quote", "what", "type") else f"{name.replace('_', ' ')}: "


def _lines(lines: Any) -> str:
    if not lines:
        return ""
    if isinstance(lines, int):
        return f"  (line {lines})"
    first, last = lines
    return f"  (line {first})" if first == last else f"  (lines {first}–{last})"


def _why(document: Document, name: str) -> None:
    """Print each sentence that was weighed for a topic, with its line and the verdict."""
    from conduct_lint.config_keys import meant
    from conduct_lint.facts.topics import topics

    known = topics(document)
    name = name.replace("-", "_").replace(" ", "_")
    if name not in known:
        raise click.UsageError(f"there is no topic {name!r}{meant(name, known)}; there are: {', '.join(known)}")
    topic = known[name]
    click.echo(f"{document.name}: {name.replace('_', ' ')}: {topic.status}")
    for evidence in topic.evidence:
        quote = _quote(document, evidence.span)
        click.echo(f"  line {document.line(evidence.span.start)}: {evidence.verdict}: {quote}")
        if evidence.why:
            click.echo(f"      {evidence.why}")
    if not topic.evidence:
        click.echo("  no heading and no sentence speaks of it")


def _quote(document: Document, span: Span) -> str:
    """The words of a place on one line, shortened, private values behind their labels."""
    from conduct_lint.facts.people import masks

    words, at = "", span.start
    for private, label in sorted(masks(document)):
        if at <= private.start < span.end or private.start < at < private.end:
            words += document.text[at : private.start] + label
            at = private.end
    words = one_line(words + document.text[at : span.end])
    return words if len(words) <= 160 else words[:159] + "…"
