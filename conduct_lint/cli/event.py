"""What an event brings, held to the rules: the cards that a change touches, all cards, the words that people wrote."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator

from conduct_lint import changed, config
from conduct_lint.cli.check import Tally
from conduct_lint.config import Config
from conduct_lint.engine import Linter
from conduct_lint.facts.kind import kind_of
from conduct_lint.model import Nowhere, Report, Text
from conduct_lint.named import NamedTuple
from conduct_lint.reporters import Style
from conduct_lint.reporters.summary import Added
from conduct_lint.reporters.tally import noun, public
from conduct_lint.settings import Settings
from conduct_lint.sources import change, github, tree
from conduct_lint.sources.files import shown
from conduct_lint.sources.tree import Scope, Tree, TreeConfigs

#: Cards of one change that are read; each may cost two questions to the API.
CARDS = 500


class Wish(NamedTuple):
    """What the user asked for. `sha` is the commit that the run is about; `config` a path, empty for none."""

    workspace: str
    sha: str
    patterns: tuple[str, ...]
    adjust: Callable[[Settings], Settings]
    config: str
    changed_only: bool
    check_text: bool
    trust_head: bool
    style: Style


class Outcome:
    """What a run found. `reports` are for everybody; of what is for a moderator only `private`, the number, is kept."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.cards: list[str] = []
        self.remarks: list[tuple[str, str]] = []
        self.added: list[Added] = []
        self.notes: list[str] = []
        self.private = 0
        self.private_cards = False
        self.tally = Tally()


class Run:
    """One event on its way through the linter."""

    def __init__(self, event: github.Event, commits: change.Commits, wish: Wish) -> None:
        self.event = event
        self.commits = commits
        self.wish = wish
        self.outcome = Outcome()
        self._linters: dict[int, Linter] = {}

    def look(self) -> Outcome:
        """Lint what the event brings. Raises ConfigError, change.Untold, ApiError."""
        event, outcome = self.event, self.outcome
        if event.name not in github.KNOWN:
            outcome.notes.append(f"nothing is known about events called {event.name or 'nothing'}: nothing was checked")
            return outcome
        found = change.of_event(event, self.commits, self.wish.trust_head)
        everything = self.commits.tree(self._commit()) if event.name in github.ALL else None
        rules = found.rules if found else everything or self.commits.tree_or_none(self._commit())
        configs = self._configs(rules)
        scope = Scope(self.wish.patterns, configs)
        if found:
            self._changed(found, scope)
        elif everything:
            for path in tree.cards(everything, scope):
                self._card(path, path, everything, None, configs)
        if self.wish.check_text:
            self._texts(configs.of_folder(""), rules)
        return outcome

    def _commit(self) -> str:
        repository = self.commits.repository
        return self.wish.sha or (repository.head() if repository else None) or ""

    def _configs(self, rules: Tree | None) -> TreeConfigs:
        wish = self.wish
        if not wish.config:
            if rules is None:
                self.outcome.notes.append("the config of the base could not be read: the defaults hold")
            return TreeConfigs(rules, wish.adjust)
        path = os.path.abspath(os.path.join(wish.workspace, wish.config))
        inside = os.path.relpath(path, wish.workspace).replace(os.sep, "/")
        if inside.startswith("../"):  # the workflow names a file of its own, which no commit brought
            return TreeConfigs(rules, wish.adjust, config.load(path)._replace(folder=os.sep))
        if self.event.name in github.PULL_REQUESTS and not (rules and inside in rules.entries):
            self.outcome.notes.append(f"the base has no config {shown(inside)} yet, or it could not be read: the defaults hold")
            return TreeConfigs(None, wish.adjust)
        return TreeConfigs(rules, wish.adjust, TreeConfigs(rules, wish.adjust).load(inside))

    # ── cards ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _changed(self, found: change.Change, scope: Scope) -> None:
        notes = self.outcome.notes
        if found.unlisted:
            number = f"{found.unlisted} changed files" if found.unlisted > 0 else "further changed files"
            notes.append(
                f"{number} were not checked: the API does not list them. A checkout with `fetch-depth: 0` shows them all"
            )
        if found.base is None and self.wish.changed_only:
            notes.append("nothing is known of the version before the change: whatever the changed cards hold is shown")
        touched = list(_touched(found, scope, self.wish.changed_only))
        if len(touched) > CARDS:
            notes.append(f"{len(touched) - CARDS} changed cards were not checked: a run reads {CARDS}")
        for path, before in touched[:CARDS]:
            self._card(path, before, found.head, found.base, scope.configs)
        for path in _gone(found, scope):
            kind = self._kind_before(path, found.base, scope.configs)
            if kind:
                self.outcome.remarks.append((shown(path), f"This change takes the {kind.replace('-', ' ')} away."))

    def _card(self, path: str, before: str, head: Tree, base: Tree | None, configs: TreeConfigs) -> None:
        held = configs.of_folder(posixpath.dirname(path))
        text = tree.text(head, path, held)
        if text is None:
            return
        if text.problem:
            self.outcome.remarks.append((text.name, f"It was not read: {text.problem}."))
            self.outcome.tally.unread += head.entries[path].mode in tree.REGULAR
            return
        linter = self._linter(held)
        report = linter.lint(text)
        if report.skipped:
            kind = self._kind_before(before, base, configs)
            if kind:
                excess = linter.document(text).excess
                words = f"It was a {kind.replace('-', ' ')} before this change; now no rule reads it"
                words += (
                    f": {excess}." if excess else ", for it is not known as one. Where it is one, `kinds` in the config says so."
                )
                self.outcome.remarks.append((text.name, words))
            return
        former = self._before(before, base, configs)
        if self.wish.changed_only:
            report = changed.caused(
                report, self._linter(configs.of_folder(posixpath.dirname(before))).lint(former) if former else None
            )
        if base is not None or former:
            self._count_added(linter, text, former)
        self.outcome.cards.append(path)
        self._keep(report, held.settings, card=True)

    def _count_added(self, linter: Linter, text: Text, former: Text | None) -> None:
        added = changed.added(linter.document(text), linter.document(former) if former else None)
        self.outcome.added += [Added(text.name, each.line, each.rules, each.reason) for each in added]

    def _before(self, path: str, base: Tree | None, configs: TreeConfigs) -> Text | None:
        former = tree.text(base, path, configs.of_folder(posixpath.dirname(path))) if base else None
        return None if former is None or former.problem else former

    def _kind_before(self, path: str, base: Tree | None, configs: TreeConfigs) -> str:
        """The kind of card that a text was in the base; empty where it was none."""
        former = self._before(path, base, configs)
        if former is None:
            return ""
        document = self._linter(configs.of_folder(posixpath.dirname(path))).document(former)
        kind = "other" if document.excess else kind_of(document)
        return "" if kind == "other" else kind

    # ── texts ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _texts(self, held: Config, base: Tree | None) -> None:
        siblings = tree.Beside(base, "") if base else Nowhere()
        for text in github.texts(self.event, siblings):
            report = self._linter(held).lint(text)
            if report.skipped:
                self.outcome.remarks.append((text.name, f"It was not read: {report.skipped}."))
            else:
                self._keep(report, held.settings, card=False)

    # ── both ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _linter(self, held: Config) -> Linter:
        # Strangers' words decide what an online rule would ask for, and with whose token: none is asked here.
        settings = held.settings._replace(online=False)
        return self._linters.get(id(held)) or self._linters.setdefault(id(held), Linter(settings))

    def _keep(self, report: Report, settings: Settings, card: bool) -> None:
        (seen,), private = public([report], self.wish.style)
        self.outcome.private += private
        self.outcome.private_cards |= bool(private) and card
        self.outcome.tally.add(seen, settings)
        self.outcome.reports.append(seen)


def _touched(found: change.Change, scope: Scope, beside: bool) -> Iterator[tuple[str, str]]:
    """The cards to look at, each with its former path.

    Arguments: with `beside` also the cards in a folder at or above a changed file: a license file, a linked image or a file of
    results can cause a finding in them, and nothing else of them is shown.
    """
    before = {each.path: each.before for each in found.files}
    folders = {""}
    for each in found.files:
        for path in each:
            while path := posixpath.dirname(path):
                folders.add(path)
    nearby = beside and found.base is not None and bool(found.files)
    for path in tree.cards(found.head, scope) if nearby else sorted(before):
        if path in before:
            if path in found.head.entries and scope.holds(path, found.head.entries):
                yield path, before[path]
        elif posixpath.dirname(path) in folders:
            yield path, path


def _gone(found: change.Change, scope: Scope) -> Iterator[str]:
    """The files that might have been cards and are no longer there, nor anywhere else as one."""
    if found.base is None:
        return
    for each in found.files:
        moved = each.path in found.head.entries and scope.holds(each.path, found.head.entries)
        if not moved and each.before not in found.head.entries and scope.holds(each.before, found.base.entries):
            yield each.before


def sentence(reports: list[Report]) -> str:
    """What was looked at, in a few words."""
    cards = sum(noun(report.kind) != "text" for report in reports)
    texts = len(reports) - cards
    parts = [f"{count} {word}{'s' * (count != 1)}" for count, word in ((cards, "card"), (texts, "text")) if count]
    return " and ".join(parts) or "nothing"
