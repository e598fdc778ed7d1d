"""The format for people, word for word on invented cards."""

from __future__ import annotations

import re

from conduct_lint.model import Fix, Related, Report, Severity, Span
from conduct_lint.reporters import Style
from conduct_lint.reporters.screen import columns

from .samples import DOCS, RULES, STYLE, broken, finding, harbour, said, skipped, span, tide

DEFAULT_80 = """\
cards/harbour.md

  error LIC002 unknown-license
    cards/harbour.md:2:10
    2 │ license: MIT
      │          ^^^
    "MIT" is not how the Hub spells this license.
    → Write "mit".
    clause standards/accurate-information
    why    https://docs.example/LIC002
    fix    write "mit" (--fix)

  warning LIC004 license-mismatch
    cards/harbour.md:7:80
    7 │ …ats in a harbour. Harbour Small is released under the Apache License.
      │                                                        ^^^^^^^^^^^^^^
    The text names another license than the metadata.
    see    cards/harbour.md:2:10: the metadata says MIT
    2 │ license: MIT
      │          ^^^
    see    cards/LICENSE: the file itself
    → Let both say the same.
    clause standards/no-false-information,
           responsible-sharing/intended-use-and-license
    why    https://docs.example/LIC004

  warning PRV001 private-email
    cards/harbour.md:8:10
    8 │ Write to [e-mail address] for the weights.
      │          ^^^^^^^^^^^^^^^^
    An address that looks private: [e-mail address].
    → Say what helps.
    clause standards/accurate-information
    why    https://docs.example/PRV001

  error BEN005 impossible-value
    cards/harbour.md:16:14
    16 │ | accuracy | 104 % |
       │              ^^^^^
    An accuracy of 104 % is more than all.
    → Check the number.
    clause standards/accurate-information
    why    https://docs.example/BEN005

  This card does not yet say (advice: --verbose)
    warning how it may be misused (MIS001)
    notice  intended use (LIM003) · how to cite (ATT001)

  2 notices (one by one: --profile thorough)
    INC006 uninformative-link ×2: line 18

cards/broken.md

    BEN001 failed: KeyError in results, line 30 of results.py
    This is a fault of conduct-lint, not of your text. Please tell us:
    https://github.com/conduct-lint/conduct-lint/issues

3 documents: 2 errors, 3 warnings, 4 notices · 1 set aside · 1 skipped ·
1 fault of conduct-lint · 2 notices not shown (--min-severity notice) ·
1 can be mended with --fix
"""

THOROUGH_60 = """\
  notice INC006 uninformative-link
    cards/harbour.md:18:6
    18 │ See [here](https://example.org/a) and [here](htt…
       │      ^^^^
    The link is called “here”.
    → Say where the link leads.
    clause standards/accurate-information
    why    https://docs.example/INC006

  notice INC006 uninformative-link
    cards/harbour.md:18:40
    18 │ …//example.org/a) and [here](https://example.org/…
       │                        ^^^^
    The link is called “here”.

  This card does not yet say
    warning how it may be misused (MIS001)
    notice  intended use (LIM003) · how to cite (ATT001)
    MIS001 → Warn of surveillance.
    LIM003 → Name the intended use.
    ATT001 → Add a citation.

  Set aside
    LIM002 placeholder-limitations, line 12: measured in May

notes.md

    Not checked: it is no card

1 document: 2 errors, 3 warnings, 4 notices · 1 set aside ·
1 skipped · 2 notices not shown (--min-severity notice) ·
1 can be mended with --fix
"""


def test_default_profile_word_for_word() -> None:
    assert said("full", [harbour(), tide(), broken(), skipped()]) == DEFAULT_80


def test_thorough_and_verbose_on_a_narrow_terminal() -> None:
    text = said("full", [harbour(), skipped()], STYLE._replace(width=60, profile="thorough", verbose=True))
    assert text[text.index("  notice INC006") :] == THOROUGH_60


def test_colours_add_nothing_but_colour() -> None:
    reports = [harbour(), tide(), broken()]
    coloured = said("full", reports, STYLE._replace(color=True))
    assert coloured.count("\x1b[1;31merror\x1b[0m") == 2
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == said("full", reports)
    assert "\x1b" not in said("full", reports)


def test_no_line_is_wider_than_the_terminal() -> None:
    for width in (60, 72, 100):
        lines = said("full", [harbour(), broken()], STYLE._replace(width=width)).splitlines()
        assert max(map(columns, lines)) <= width


def test_a_clean_run_is_short_and_kind() -> None:
    assert said("full", [tide()]) == "1 document read, nothing to mend. Thank you for the care you put into it.\n"
    assert said("full", [tide(), tide()]).endswith(
        "2 documents read, nothing to mend. Thank you for the care you put into them.\n"
    )


def test_no_thanks_where_nothing_was_read_or_a_rule_failed() -> None:
    assert said("full", []) == "0 documents read\n"
    assert said("full", [skipped()]) == "0 documents read · 1 skipped\n"
    assert "nothing to mend" not in said("full", [broken()])


def test_no_thanks_where_what_is_missing_could_not_be_told() -> None:
    told = said("full", [tide()._replace(language="fi", unread=True)])
    assert told == "1 document read · 1 in a language not known well enough to say what is missing\n"


def test_what_a_profile_hides_is_counted_with_the_way_to_see_it() -> None:
    essential = STYLE._replace(profile="essential")
    assert "1 warning, 3 notices not shown (--profile default)" in said(
        "full", [tide()._replace(hidden={"warning": 1, "notice": 3})], essential
    )
    assert "3 notices not shown (--profile thorough)" in said("full", [tide()._replace(hidden={"notice": 3})], essential)
    assert "1 warning not shown (--min-severity notice)" in said("full", [tide()._replace(hidden={"warning": 1})])


def test_the_advice_of_a_rule_is_read_once_a_document() -> None:
    text = "one\ntwo\n"
    twice = [finding("LIM002", span(text, word), f"Look at {word}.") for word in ("one", "two")]
    shown = said("full", [Report("a.md", "model-card", "en", text, tuple(twice))])
    assert (shown.count("Look at"), shown.count("Say what helps."), shown.count("https://docs.example/LIM002")) == (2, 1, 1)
    other = twice[1]._replace(advice="Another way.")
    assert "→ Another way." in said("full", [Report("a.md", "model-card", "en", text, (twice[0], other))])


def test_an_absence_that_knows_more_says_it_in_the_block() -> None:
    text = "# T\n\nReleased under Apache 2.0.\n"
    place = span(text, "Apache 2.0")
    missing = finding(
        "LIC001", Span(0, 3), "No license in the metadata, but the text names one.", scope="document", subject="license",
        related=(Related(place, "named here"),), fix=Fix("add it", ()),
    )  # fmt: skip
    shown = said("full", [Report("a.md", "dataset-card", "en", text, (missing,))])
    assert "  This card does not yet say (advice: --verbose)\n    warning license (LIC001)\n" in shown
    assert "LIC001 No license in the metadata, but the text names one.\n    see    a.md:3:16: named here\n" in shown
    assert "3 │ Released under Apache 2.0." in shown


def test_a_text_that_is_no_card_is_not_called_one() -> None:
    report = Report("PR 7", "pull-request", "en", "words", (finding("LIM003", Span(0, 1), scope="document"),))
    assert "This text does not yet say" in said("full", [report])


def test_several_lines_show_the_first_and_that_more_follow() -> None:
    text = "a\nfirst line\nsecond\n"
    shown = said("full", [Report("a.md", "model-card", "en", text, (finding("LIM002", Span(2, len(text))),))])
    assert "    2 │ first line\n      │ ^^^^^^^^^^…\n" in shown


def test_folded_notices_count_by_rule_with_their_lines() -> None:
    text = "x\n" * 30
    notices = [finding("INC006", Span(2 * line - 2, 2 * line - 1)) for line in (3, 9, 9, 12)]
    shown = said("full", [Report("a.md", "model-card", "en", text, tuple(notices))])
    assert "4 notices (one by one: --profile thorough)\n    INC006 uninformative-link ×4: lines 3, 9, 12\n" in shown
    raised = [notice._replace(severity=Severity.WARNING) for notice in notices]
    assert "one by one" not in said("full", [Report("a.md", "model-card", "en", text, tuple(raised))])


def test_an_unsafe_fix_is_not_promised() -> None:
    report = harbour()
    with_unsafe = report._replace(findings=(report.findings[0]._replace(fix=report.findings[0].fix._replace(safe=False)),))  # type: ignore[union-attr]
    shown = said("full", [with_unsafe])
    assert "(for you to confirm)" in shown and "--fix" not in shown


def test_a_rule_that_the_catalogue_lacks_is_shown_with_what_the_finding_says() -> None:
    absent = finding("XYZ001", Span(0, 1), scope="document", name="missing-tide-table")
    shown = said("full", [Report("a.md", "model-card", "en", "# T\n", (absent,))], Style(docs=DOCS, rules={}))
    assert "tide table (XYZ001)" in shown


def test_the_small_catalogue_is_used() -> None:
    assert RULES["LIM003"].absent_line in said("full", [harbour()])


def test_several_faults_share_one_word_about_whose_they_are() -> None:
    report = tide()._replace(failures=(("BEN001", "KeyError"), ("", "ValueError")))
    text = said("full", [report])
    assert "    BEN001 failed: KeyError\n    conduct-lint failed: ValueError\n    This is a fault of conduct-lint" in text
    assert text.count("not of your text") == 1 and text.endswith("1 document read · 2 faults of conduct-lint\n")
