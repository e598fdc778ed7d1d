"""`conduct-lint github`: what the rules say of the event that a GitHub workflow runs for."""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Callable, Mapping

import click

from conduct_lint import reporters, rules
from conduct_lint.cli import FAULT, REFUSED, Refused, options, where
from conduct_lint.cli.event import Outcome, Run, Wish
from conduct_lint.config_keys import ConfigError
from conduct_lint.model import Severity
from conduct_lint.reporters import Style, summary
from conduct_lint.reporters.screen import one_line, visible
from conduct_lint.reporters.tally import standing, tally
from conduct_lint.settings import FAIL_ON, PROFILES
from conduct_lint.sources import change, comments, git, github, outputs, rest, tree
from conduct_lint.sources.files import shown
from conduct_lint.typed import Any


def _switch(name: str, default: bool, words: str) -> Callable[[options.F], options.F]:
    variable = "CONDUCT_LINT_" + name.upper().replace("-", "_")
    return click.option(f"--{name}/--no-{name}", default=default, envvar=variable, show_default=True, help=words)


@click.command("github", short_help="Check the event of a GitHub workflow run.")
@click.option("--event-name", envvar="GITHUB_EVENT_NAME", default="", metavar="NAME", help="pull_request, issues …")
@click.option("--event-path", envvar="GITHUB_EVENT_PATH", metavar="PATH", help="The file with the event.")
@click.option("--workspace", envvar="GITHUB_WORKSPACE", default=".", metavar="PATH", help="The checked out repository, if any.")
@click.option("--paths", envvar="CONDUCT_LINT_PATHS", default="", metavar="PATHS", help="Look only below these; one a line.")
@click.option("--config", envvar="CONDUCT_LINT_CONFIG", default="", metavar="PATH", help="The config file.")
@click.option("--select", envvar="CONDUCT_LINT_SELECT", type=options.Selectors(), multiple=True, help="Ask only these rules.")
@click.option("--ignore", envvar="CONDUCT_LINT_IGNORE", type=options.Selectors(), multiple=True, help="Do not ask these rules.")
@click.option("--profile", envvar="CONDUCT_LINT_PROFILE", type=options.Choice(PROFILES), help="How much is shown.")
@click.option("--fail-on", envvar="CONDUCT_LINT_FAIL_ON", type=options.Choice(FAIL_ON), help="Exit 1 for findings from here on.")
@_switch("changed-only", False, "Show only what the change causes.")
@_switch("check-text", True, "Check what people write: titles, bodies, comments, commit messages.")
@_switch("trust-head", False, "Take the config of a pull request from its head.")
@_switch("summary", True, "Write the summary of the step.")
@_switch("comment", False, "Keep one comment on the pull request.")
@click.option("--sarif-file", envvar="CONDUCT_LINT_SARIF_FILE", default="", metavar="PATH", help="Write SARIF there.")
@click.option("--report-file", envvar="CONDUCT_LINT_REPORT_FILE", default="", metavar="PATH", help="Write the JSON report there.")
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Check the event of a GitHub workflow run: the cards that a change touches, and what people write.

    Files are read from the commits of the event, by git or GitHub's API; nothing is checked out, and no link is followed. What is
    for a moderator is counted and never shown. GITHUB_TOKEN, where set, goes to GITHUB_API_URL only.
    """
    ctx.exit(_told(given))


def _told(given: Mapping[str, Any]) -> int:
    """The exit code; what keeps us from our work is an annotation, so that nobody has to look for it in the log."""
    try:
        return _run(given)
    except (ConfigError, change.Untold, rest.ApiError, github.EventError, Refused) as error:
        words, code = error.message if isinstance(error, Refused) else str(error), REFUSED
    except Exception as error:
        words, code = f"a fault of conduct-lint, not of your text: {where(error)}; please report it", FAULT
    click.echo(f"::error title=conduct-lint could not do its work::{_data(words)}")
    return code


def _run(given: Mapping[str, Any]) -> int:
    if not given["event_path"]:
        raise Refused("there is no event: GITHUB_EVENT_PATH is not set (--event-path)")
    event = github.read(given["event_name"], given["event_path"])
    workspace = os.path.abspath(given["workspace"])
    style = Style(profile=given["profile"] or "default", command="", rules={rule.code: rule for rule in rules.builtin()})
    wish = _wish(given, workspace, style)
    api = _api(event)
    repository = git.found(workspace)
    try:
        outcome = Run(event, change.Commits(repository, api), wish).look()
    finally:
        if repository:
            repository.__exit__()
    if given["trust_head"] and event.name == "pull_request_target":
        outcome.notes.append("trust-head does nothing here: the words of the head never decide in pull_request_target")
    fetching = github.fetching(event, api.repository) if api else ""
    style = style._replace(command=_command(given, outcome, fetching))
    extras = _extras(outcome, event, api, fetching)
    _show(outcome, style, extras)
    files = _write(given, outcome, style, workspace)
    if given["comment"]:
        outcome.notes += _comment(event, api, outcome, style, extras)
        _say(outcome.notes[len(extras.notes) :])
    if given["summary"]:
        _summarise(outcome, style, extras._replace(notes=tuple(outcome.notes)))
    _outputs(outcome, files)
    return _code(outcome, given)


def _wish(given: Mapping[str, Any], workspace: str, style: Style) -> Wish:
    try:
        patterns = tree.patterns([path.strip() for path in given["paths"].splitlines() if path.strip()], workspace)
    except ValueError as error:
        raise Refused(f"paths: {error}") from None
    return Wish(
        workspace,
        os.environ.get("GITHUB_SHA", ""),
        patterns,
        lambda settings: options.over(settings, given),
        given["config"],
        given["changed_only"],
        given["check_text"],
        given["trust_head"],
        style,
    )


def _api(event: github.Event) -> rest.Api | None:
    root = os.environ.get("GITHUB_API_URL", "")
    name = os.environ.get("GITHUB_REPOSITORY") or event.words("repository", "full_name")
    if not root or not name:
        return None
    try:
        return rest.Api(root, name, os.environ.get("GITHUB_TOKEN", ""), os.environ.get("GITHUB_GRAPHQL_URL", ""))
    except ValueError as error:
        raise Refused(str(error)) from None


def _command(given: Mapping[str, Any], outcome: Outcome, fetching: str) -> str:
    """What shows the same elsewhere: on a checkout of the head for cards, by the words as GitHub has them for texts."""
    words = [f"--{key} {shlex.quote(','.join(sum(given[key], ())))}" for key in ("select", "ignore") if given[key]]
    words += [f"--{key} {given[key]}" for key in ("profile",) if given[key]]
    if outcome.cards:
        return " ".join(["conduct-lint check", *words, *(shlex.quote(shown(path)) for path in outcome.cards[:20])])
    return " ".join([*([fetching, "&&"] if fetching else []), "conduct-lint text --event event.json", *words])


def _extras(outcome: Outcome, event: github.Event, api: rest.Api | None, fetching: str) -> summary.Extras:
    server, sha = os.environ.get("GITHUB_SERVER_URL", ""), event.commit("pull_request", "head", "sha") or ""
    sha = sha or os.environ.get("GITHUB_SHA", "")
    blobs = f"{server}/{api.repository}/blob/{sha}" if server.startswith("https://") and api and git.SHA.match(sha) else ""
    moderation = [*([fetching] if fetching else []), "conduct-lint text --event event.json --moderation"]
    if outcome.private_cards:
        moderation.append("conduct-lint check .")
    return summary.Extras(
        tuple(outcome.remarks), tuple(outcome.added), tuple(outcome.notes), outcome.private, tuple(moderation), blobs
    )


# ── showing ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _show(outcome: Outcome, style: Style, extras: summary.Extras) -> None:
    reporters.named("github")(outcome.reports, sys.stdout, style)
    if outcome.remarks:
        told = "\n".join(f"{one_line(path)}: {one_line(words)}" for path, words in outcome.remarks[:20])
        more = f"\nand {len(outcome.remarks) - 20} more" if len(outcome.remarks) > 20 else ""
        click.echo(f"::notice title=Not read by any rule::{_data(told + more)}")
    _say(f"set aside by this change: {each.path}, line {each.line}: {each.rules} ({each.reason})" for each in outcome.added[:50])
    _say(extras.notes)
    if outcome.private:
        who = "1 passage may need" if outcome.private == 1 else f"{outcome.private} passages may need"
        _say([f"{who} a moderator's look. On a machine of their own: {' && '.join(extras.moderation)}"])


def _say(lines: Any) -> None:
    for line in lines:
        click.echo(f"conduct-lint: {one_line(line)}")


def _data(text: str) -> str:
    lines = "\n".join(visible(line) for line in text.split("\n"))
    return lines.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _write(given: Mapping[str, Any], outcome: Outcome, style: Style, workspace: str) -> dict[str, str]:
    written = {}
    for key, name in (("sarif_file", "sarif"), ("report_file", "json")):
        if given[key]:
            content = io.StringIO()
            reporters.named(name)(outcome.reports, content, style)
            try:
                written[key] = outputs.write(given[key], content.getvalue(), workspace)
            except outputs.OutputError as error:
                raise Refused(f"{key.replace('_', '-')}: {error}") from None
    return written


def _summarise(outcome: Outcome, style: Style, extras: summary.Extras) -> None:
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        content = io.StringIO()
        summary.report(outcome.reports, content, style, extras)
        outputs.append(path, content.getvalue())


def _comment(event: github.Event, api: rest.Api | None, outcome: Outcome, style: Style, extras: summary.Extras) -> list[str]:
    """Keep the comment; returns what to say about it."""
    number = event.pull_request
    if not number or event.action == "closed":
        return ["no comment: the event is not about an open pull request"]
    if event.by_bot("pull_request", "user") or event.by_bot("sender"):
        return ["no comment: a bot is never answered"]
    if api is None:
        return ["no comment: GITHUB_API_URL and GITHUB_REPOSITORY are not set"]
    server, run = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_RUN_ID", "")
    more = f"{server}/{api.repository}/actions/runs/{run}" if server.startswith("https://") and run.isdecimal() else ""
    anything = any(standing(report) for report in outcome.reports) or bool(outcome.remarks or outcome.added)
    body = summary.comment(outcome.reports, style, extras, comments.MARKER, more)
    try:
        done = comments.put(api, number, body, anything)
        return [f"the comment on the pull request was {done}"] if done else []
    except rest.ApiError as error:
        if error.status in (401, 403, 404):
            return ["no comment: the token may not write one (a pull request from a fork, or no `pull-requests: write`)"]
        return [f"no comment: {error}"]


# ── outcome ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _outputs(outcome: Outcome, files: Mapping[str, str]) -> None:
    path = os.environ.get("GITHUB_OUTPUT")
    if not path:
        return
    found = tally(outcome.reports).found
    values = {
        "error-count": str(found[Severity.ERROR]),
        "warning-count": str(found[Severity.WARNING]),
        "notice-count": str(found[Severity.NOTICE] + len(outcome.remarks)),
        "new-suppressions": str(len(outcome.added)),
        "sarif-file": files.get("sarif_file", ""),
        "report": files.get("report_file", ""),
    }
    outputs.append(path, "".join(outputs.variable(name, value) for name, value in values.items()))


def _code(outcome: Outcome, given: Mapping[str, Any]) -> int:
    if outcome.remarks and given["fail_on"] == "notice":
        outcome.tally.failing = True
    return outcome.tally.code(exit_zero=False)
