"""Annotations as the runner reads them."""

from __future__ import annotations

from collections.abc import Sequence

from conduct_lint.model import Finding, Related, Report, Severity, Span

from .runner import Command, obeyed
from .samples import STYLE, broken, finding, harbour, said, skipped, span, tide


def read(reports: Sequence[Report]) -> tuple[list[Command], list[str]]:
    """The commands and the plain lines of the output."""
    lines = said("github", reports).split("\n")
    assert lines.pop() == ""
    commands = [(line, obeyed(line)) for line in lines]
    return [command for _, command in commands if command], [line for line, command in commands if not command]


def only(*findings: Finding, text: str = "word\nword\n", path: str = "a.md", kind: str = "model-card") -> Report:
    return Report(path, kind, "en", text, findings)


def test_an_annotation_with_everything() -> None:
    commands, _ = read([harbour()])
    assert commands[1] == Command(
        "error",
        {
            "file": "cards/harbour.md",
            "line": "16",
            "endLine": "16",
            "col": "14",
            "endColumn": "19",
            "title": "BEN005 impossible-value",
        },
        "An accuracy of 104 % is more than all.\nCheck the number.\n"
        "Asked for by standards/accurate-information. https://docs.example/BEN005",
    )


def test_the_gravest_come_first_over_all_documents() -> None:
    commands, _ = read([harbour(), broken()])
    words = [command.name for command in commands]
    assert words == ["error"] * 3 + ["warning"] * 2 + ["notice"] * 2
    assert commands[2].properties == {"title": "A fault of conduct-lint in BEN001, not of your text"}


def test_absences_are_one_annotation_a_card_at_the_highest_severity() -> None:
    commands, _ = read([harbour()])
    (folded,) = [command for command in commands if "does not yet say" in command.properties["title"]]
    assert folded.name == "warning" and folded.properties["line"] == "5"
    assert folded.data.split("\n") == [
        "This card does not yet say:",
        "warning: how it may be misused (MIS001)",
        "notice: intended use (LIM003) · how to cite (ATT001)",
        "MIS001: Warn of surveillance.",
        "LIM003: Name the intended use.",
        "ATT001: Add a citation.",
    ]


def test_a_single_absence_speaks_for_itself() -> None:
    (command,), _ = read([only(finding("LIM003", Span(0, 4), "No intended use is stated.", scope="document"))])
    assert (command.name, command.properties["title"]) == ("notice", "LIM003 missing-intended-use")


def test_columns_only_within_one_line() -> None:
    text = "one\ntwo\nthree\n"
    (command,), _ = read([only(finding("LIM002", Span(1, 10)), text=text)])
    assert command.properties == {"file": "a.md", "line": "1", "endLine": "3", "title": "LIM002 placeholder-limitations"}
    (command,), _ = read([only(finding("LIM002", Span(4, 8)), text=text)])
    assert (command.properties["endLine"], command.properties["endColumn"]) == ("2", "4"), (
        "a newline at the end is no further line"
    )


def test_ten_of_each_level_and_a_word_about_the_others() -> None:
    many = [finding("LIM002", Span(0, 4), f"Number {n}.") for n in range(13)]
    notes = [finding("INC006", Span(0, 4), f"Notice {n}.") for n in range(11)]
    commands, plain = read([only(*notes), only(*many), only(finding("BEN005", Span(0, 4)))])
    assert [command.name for command in commands] == ["error"] + ["warning"] * 10 + ["notice"] * 10
    assert plain == [
        "conduct-lint: 3 documents · 1 error, 13 warnings, 11 notices",
        "conduct-lint: 3 more warnings, 1 more notice not annotated (a step shows 10 of each). "
        "The job summary has all of them, and so has: conduct-lint check cards",
    ]


def test_findings_about_persons_are_only_counted() -> None:
    commands, plain = read([harbour()])
    assert not [command for command in commands if "PRV001" in command.properties["title"]]
    assert "8" not in [command.properties.get("line") for command in commands]
    assert plain == [
        "conduct-lint: 1 document · 2 errors, 2 warnings, 4 notices · 1 set aside · 2 notices not shown (--min-severity notice)",
        "conduct-lint: 1 passage may need a moderator's look. To see where, run it on your own machine: conduct-lint check cards",
    ]
    twice = only(finding("PRV001", Span(0, 4)), finding("PRV001", Span(5, 9)), finding("PRV001", Span(5, 9), suppressed="asked"))
    commands, plain = read([twice])
    assert commands == [] and plain[1].startswith("conduct-lint: 2 passages may need a moderator's look.")


def test_what_is_set_aside_is_not_annotated() -> None:
    assert not read([only(finding("LIM002", Span(0, 4), suppressed="known"))])[0]


def test_a_clean_run_still_says_so() -> None:
    assert read([tide(), skipped()]) == ([], ["conduct-lint: 1 document · nothing to mention"])


def test_a_pull_request_is_no_file() -> None:
    report = only(finding("LIM002", Span(5, 9), "Look."), path="pull request 7", kind="pull-request")
    (command,), _ = read([report])
    assert command.properties == {"title": "LIM002 placeholder-limitations"}
    assert command.data.startswith("pull request 7, line 2, column 1: Look.\n")


def test_other_places_are_told() -> None:
    related = (Related(Span(5, 6), "said here"), Related(None, "said there", "LICENSE"))
    (command,), _ = read([only(finding("LIM002", Span(0, 4), related=related))])
    assert "See also line 2, column 1: said here\nSee also LICENSE: said there" in command.data


def test_what_is_escaped_comes_back_whole() -> None:
    path, message = "50%, a:b=c/%0A.md", "100 %25 :: of, all: %0A ::error::x"
    (command,), _ = read([only(finding("LIM002", Span(0, 4), message), path=path)])
    assert command.properties["file"] == path
    assert command.data.split("\n")[0] == message


def test_severity_of_the_findings_decides_not_that_of_the_rule() -> None:
    (command,), _ = read([only(finding("LIM002", Span(0, 4), severity=Severity.ERROR))])
    assert command.name == "error"


def test_the_command_that_reproduces_the_run_is_shown_on_one_line() -> None:
    hostile = STYLE._replace(command="conduct-lint check\n::error::x ##[error]y")
    lines = said("github", [only(finding("PRV001", span("word\n", "word")))], hostile).splitlines()
    assert len(lines) == 2 and not any(map(obeyed, lines))
