"""Whose words stand in a contribution."""

from __future__ import annotations

import time

import pytest

from conduct_lint.document import Document
from conduct_lint.engine import Linter
from conduct_lint.facts.authored import authored, foreign, templates
from conduct_lint.model import Beside, Nowhere, Siblings, Text
from conduct_lint.settings import Settings

TEMPLATE = (
    "## What it does\n\nDescribe what the change does for users.\n\n## Checks\n\n"
    "- [ ] I ran the tests on my machine\n- [ ] The docs say so\n"
)


def document(body: str, kind: str = "pull-request", siblings: Siblings = Nowhere(), title: str = "") -> Document:  # noqa: B008
    return Document(Text("text", body, kind, title=title, siblings=siblings))


def others(body: str, kind: str = "pull-request", siblings: Siblings = Nowhere()) -> list[str]:  # noqa: B008
    return [body[start:end].strip() for start, end in foreign(document(body, kind, siblings))]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("> A heron is best.", "comment"),
        ("- [ ] tests added", "pull-request"),
        ("* [x] I have read the guide", "pull-request"),
        ("- [x] This PR follows the style", "pull-request"),
        ("Signed-off-by: Ada Heron <ada@heron.invalid>", "commit-message"),
        ("Co-authored-by: Ada Heron <ada@heron.invalid>", "pull-request"),
        ("(cherry picked from commit 0123456789abcdef)", "commit-message"),
        ("* Add the tide table by @ada in https://github.com/heron/tide/pull/12", "pull-request"),
        ("**Full Changelog**: https://github.com/heron/tide/compare/v1...v2", "pull-request"),
        ("* Update tide/table.py", "pull-request"),
        ("Merge branch 'main' into tides", "commit-message"),
        ("On Fri, 3 May 2024 at 10:01, Ada Heron <ada@heron.invalid> wrote:", "comment"),
        ("Reply to this email directly, view it on GitHub", "comment"),
        ("Sent from my phone", "comment"),
    ],
)
def test_lines_that_are_not_the_authors(line: str, kind: str) -> None:
    assert others(f"The tide comes in.\n\n{line}\n\nIt goes out.\n", kind) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "- [x] Plover-7B: 84.1 on BirdCLEF",
        "Update: the tide table was wrong.",
        "Merge sort is fast.",
        "I wrote the docs.",
        "> [!NOTE]\n> The model does not know gulls.",
        "`- [ ] tests added`",
        "Fixes #12",
        "Reviewed the code again: it holds.",
    ],
)
def test_lines_that_are_the_authors(line: str) -> None:
    assert others(f"The tide comes in.\n\n{line}\n\nIt goes out.\n") == []


def test_code_is_left_alone() -> None:
    assert others("```\n- [ ] a list in code\nSigned-off-by: Ada\n```\n") == []


def test_the_signature_and_all_below_it() -> None:
    assert others("See you.\n\n--\nAda Heron\nHeron Lab\n", "comment") == ["--\nAda Heron\nHeron Lab"]
    assert others("See you.\n\n-----Original Message-----\nFrom: Ada\nThe model is best.\n", "comment")[0].endswith("best.")


def test_templates_of_the_repository_are_read_wherever_they_may_lie() -> None:
    body = (
        "## What it does\n\nDescribe what the change does for users.\n\nIt adds Plover.\n\n## Checks\n\n"
        "- [x] I ran the tests on my machine\n- [x] The docs say so\n"
    )
    for name in (
        ".github/PULL_REQUEST_TEMPLATE.md",
        "pull_request_template.md",
        "docs/PULL_REQUEST_TEMPLATE.md",
        ".github/PULL_REQUEST_TEMPLATE/default.md",
    ):
        found = others(body, siblings=Beside({name: TEMPLATE}))
        assert found == [
            "Describe what the change does for users.",
            "- [x] I ran the tests on my machine",
            "- [x] The docs say so",
        ], name
    assert "describe what the change does for users." in templates(Beside({".github/PULL_REQUEST_TEMPLATE.md": TEMPLATE}))
    assert templates(Nowhere()) == frozenset()


def test_the_words_of_an_issue_form_are_the_projects() -> None:
    form = (
        "body:\n  - type: textarea\n    attributes:\n      label: What went wrong?\n"
        "      description: Tell what you saw and what you hoped to see.\n"
    )
    found = others(
        "### What went wrong?\n\nTell what you saw and what you hoped to see.\n\nThe tide.\n",
        "issue",
        Beside({".github/ISSUE_TEMPLATE/bug_report.yml": form}),
    )
    assert found == ["Tell what you saw and what you hoped to see."]


def test_what_git_puts_below_a_message() -> None:
    body = (
        "Add the tide table\n\n# A heading of ours\n\nIt is new.\n\n"
        "# Please enter the commit message for your changes.\n# On branch main\n"
    )
    assert others(body, "commit-message") == ["# Please enter the commit message for your changes.\n# On branch main"]
    body = (
        "Add the tide table\n\n# ------------------------ >8 ------------------------\ndiff --git a/tide b/tide\n"
        "+Plover is the best model.\n"
    )
    assert others(body, "commit-message")[0].startswith("# ---")


def test_a_summary_that_a_tool_wrote() -> None:
    body = (
        "Mine.\n\n<!-- This is an auto-generated comment: release notes by a tool -->\nPlover is the best model.\n"
        "<!-- end of auto-generated comment: release notes by a tool -->\n\nMine too.\n"
    )
    assert len(others(body)) == 1 and "best model" in others(body)[0]


def test_authored_is_the_rest_without_comments() -> None:
    body = "The tide comes in.\n\n> Said before.\n\n<!-- Tell us what it does. -->\n\nIt goes <!-- not --> out.\n"
    words = "".join(body[start:end] for start, end in authored(document(body)))
    assert words.split() == "The tide comes in. It goes out.".split()


def test_views_hold_the_authors_words_alone_and_offsets_stay() -> None:
    body = "> Plover is the best model.\n\nNo, Heron is.\n"
    linted = Linter(Settings(), ()).document(Text("comment", body, "comment"))
    assert linted.text == body and len(linted.prose) == len(body)
    assert linted.prose.split() == ["No,", "Heron", "is."] and body[linted.prose.index("Heron") :].startswith("Heron")


def test_a_title_is_a_heading_of_its_own_and_no_markdown() -> None:
    linted = document("# Tides\n\nThey come.\n", title="* [add] a `tide` table\n\n## twice")
    assert linted.text == "* [add] a `tide` table ## twice\n\n# Tides\n\nThey come.\n"
    first = linted.blocks[0]
    assert (first.kind, first.level, linted.text[first.start : first.end]) == ("heading", 1, "* [add] a `tide` table ## twice")
    assert linted.title is not None and linted.title.heading == first
    assert [linted.text[b.start : b.end] for b in linted.blocks[1:]] == ["Tides", "They come."]


def test_prose_indented_like_code_is_read_and_code_is_not() -> None:
    prose = "Qualities:\n\n    It writes long stories with many turns.\n    It listens to what you ask of it.\n"
    assert "stories" in document(prose).prose and "stories" in document(prose, "model-card").prose
    code = "Run:\n\n    for tide in tides:\n        print(tide.height, file=out)\n"
    assert "print" not in document(code).prose and "print" not in document(code, "model-card").prose


@pytest.mark.parametrize(
    "piece",
    [
        "> a\n",
        "- [ ] a\n",
        "On a wrote:\n",
        "<!-- This is an auto-generated comment -->\n",
        "    word word word word word\n\n",
        "Signed-off-by: a\n",
        "--\na\n",
    ],
)
def test_hostile_length(piece: str) -> None:
    body = piece * (100_000 // len(piece))
    start = time.process_time()
    linted = Linter(Settings(), ()).document(Text("comment", body, "comment"))
    assert len(linted.prose) == len(body)
    assert time.process_time() - start < 4
