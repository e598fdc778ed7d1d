"""Places, excerpts and carets, also for texts drawn at random."""

from __future__ import annotations

import random

from conduct_lint.model import Report, Span
from conduct_lint.reporters.screen import columns, path_shown, visible, wrap
from conduct_lint.reporters.source import Place, Source, beside, line_starts, source_of

ALPHABET = "ab \t\r\n😀字é\u0301\u200d\u200c\u202e\x1b\x00[#:ﷺ\u3000\ufe0f"


def source(text: str, *masks: tuple[Span, str]) -> Source:
    return source_of(Report("a.md", "model-card", "en", text, (), masks))


def carets(text: str, span: Span, width: int = 80, *masks: tuple[Span, str]) -> tuple[str, str]:
    excerpt = source(text, *masks).excerpt(span, width)
    return excerpt.text, " " * excerpt.before + "^" * excerpt.carets


def test_lines_and_columns_with_every_line_end() -> None:
    assert [source("a\nbc\n").place(at) for at in (0, 1, 2, 3, 5)] == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)]
    assert [source("a\r\nbc").place(at) for at in (0, 3, 4)] == [(1, 1), (2, 1), (2, 2)]
    assert [source("a\rbc").place(at) for at in (0, 2, 3)] == [(1, 1), (2, 1), (2, 2)]
    assert source("a\rb\nc").place(2) == (1, 3), "a carriage return within a text with newlines ends no line"
    assert source("").place(0) == source("").place(99) == Place(1, 1)
    assert source("字😀x").place(2) == (1, 3), "code points, not bytes and not UTF-16 units"


def test_newlines_at_the_ends_of_a_span_do_not_count() -> None:
    text = "one\r\ntwo\r\n\r\nthree"
    assert source(text).region(Span(0, 5)) == ((1, 1), (1, 4))
    assert source(text).region(Span(3, 8)) == ((2, 1), (2, 4))
    assert source(text).region(Span(3, 5)) == ((1, 4), (1, 4))
    assert source(text).region(Span(0, 999)) == ((1, 1), (4, 6))
    assert source(text).region(Span(999, 1000)) == ((4, 6), (4, 6))


def test_carets_stand_under_the_span() -> None:
    assert carets("one two three", Span(4, 7)) == ("one two three", "    ^^^")
    assert carets("\ttwo", Span(1, 4)) == ("    two", "    ^^^")
    assert carets("a\tb", Span(2, 3)) == ("a   b", "    ^")
    assert carets("字字 card 😀", Span(3, 7)) == ("字字 card 😀", "     ^^^^")
    assert carets("字😀x", Span(0, 2)) == ("字😀x", "^^^^")
    assert carets("e\u0301 x", Span(3, 4)) == ("e\u0301 x", "  ^")
    assert carets("end", Span(3, 3)) == ("end", "   ^")
    assert carets("", Span(0, 0)) == ("", "^")
    assert carets("one\r\ntwo\r\n", Span(5, 8)) == ("two", "^^^")


def test_the_invisible_becomes_visible_and_carets_follow() -> None:
    assert carets("\x1b[31mred", Span(5, 8)) == ("␛[31mred", "     ^^^")
    assert carets("a\u202eb", Span(2, 3)) == ("a<U+202E>b", "         ^")
    assert visible("a\nb\x7f\x85\u2028\u200b\ufeff\U000e0041\ud800") == "a␊b␡<U+0085><U+2028><U+200B><U+FEFF><U+E0041><U+D800>"
    assert visible("می‌خواهم") == "می‌خواهم", "a joiner inside a Persian word stays"
    assert visible("字\u200d\u200c字") == "字<U+200D><U+200C>字", "a row of joiners hides something"
    assert visible(":\u200d:") == ":<U+200D>:"
    assert visible("⚠\ufe0f") == "⚠"
    assert visible("a\U000e0101") == "a<U+E0101>"
    assert visible("##[error]") == "## [error]"


def test_a_mask_shows_its_label_and_carets_are_mapped() -> None:
    text = "write to a.b@c.invalid or d@e.invalid today"
    first, second = Span(9, 22), Span(26, 37)
    masks = ((second, "[two]"), (first, "[one]"))
    assert carets(text, first, 80, *masks) == ("write to [one] or [two] today", "         ^^^^^")
    assert carets(text, Span(38, 43), 80, *masks) == ("write to [one] or [two] today", " " * 24 + "^^^^^")
    assert carets(text, Span(12, 14), 80, *masks)[1] == "         ^^^^^", "a part of a private place is the whole label"
    assert carets(text, Span(0, 43), 80, *masks)[1] == "^" * 29


def test_masks_that_overlap_or_cross_lines_let_nothing_through() -> None:
    overlapping = ((Span(0, 6), "[A]"), (Span(4, 10), "[B]"), (Span(5, 6), "[C]"), (Span(3, 3), "[D]"))
    assert carets("secretssss end", Span(11, 14), 80, *overlapping)[0] == "[A][B] end"
    text = "key\nSECRET\nSECRET end"
    for span in (Span(4, 6), Span(12, 13)):
        assert "SECRET" not in carets(text, span, 80, (Span(4, 17), "[key]"))[0]


def test_a_long_line_is_cut_around_the_span() -> None:
    text = "x" * 500_000 + "NEEDLE" + "y" * 500_000
    shown, marks = carets(text, Span(500_000, 500_006), 40)
    assert columns(shown) == 40 and shown[0] == shown[-1] == "…"
    assert shown[marks.index("^") : len(marks)] == "NEEDLE"
    assert carets(text, Span(0, 3), 20) == ("x" * 18 + "…", "^^^")
    shown, marks = carets(text, Span(len(text) - 3, len(text)), 20)
    assert (shown, marks) == ("…" + "y" * 18, " " * 16 + "^^^")


def test_a_private_place_longer_than_the_window_stays_masked() -> None:
    text = "a" * 3000 + "S" * 5000 + "b" * 3000
    for span in (Span(2999, 3001), Span(5000, 5001), Span(7999, 8001), Span(2900, 2901)):
        assert "S" not in carets(text, span, 60, (Span(3000, 8000), "[private]"))[0]


def test_drawn_texts_keep_the_promises() -> None:
    draw = random.Random(7)
    for _ in range(3000):
        text = "".join(draw.choices(ALPHABET, k=draw.randrange(60)))
        start = draw.randrange(len(text) + 1)
        span = Span(start, min(len(text), start + draw.randrange(12)))
        hidden = Span(*sorted((draw.randrange(len(text) + 1), draw.randrange(len(text) + 1))))
        width = draw.randrange(16, 70)
        at = source(text, (hidden, "[p]"))
        begin, end = at.region(span)
        assert begin <= end
        starts = line_starts(text)
        trimmed = at.trimmed(span)
        assert (starts[begin.line - 1] + begin.column - 1, starts[end.line - 1] + end.column - 1) == trimmed
        excerpt = at.excerpt(span, width)
        assert excerpt.line == begin.line
        assert columns(excerpt.text) <= width
        assert excerpt.before >= 0 and excerpt.carets >= 1
        assert excerpt.before + excerpt.carets <= columns(excerpt.text) + 1
        assert not set(excerpt.text) & set("\x1b\x00\r\n\t\u202e")


def test_drawn_texts_mark_exactly_the_span_where_each_character_is_one_column() -> None:
    draw = random.Random(8)
    for _ in range(2000):
        text = "".join(draw.choices("abcdefg hijk", k=draw.randrange(1, 120)))
        start = draw.randrange(len(text))
        span = Span(start, min(len(text), start + 1 + draw.randrange(8)))
        shown, marks = carets(text, span, draw.randrange(20, 130))
        assert shown[marks.index("^") : len(marks)] == text[span.start : span.end]


def test_wrapping_keeps_every_word_and_the_width() -> None:
    words = "字字字 the model 😀😀 names https://example.org/an/address/that/is/longer/than/a/line and boats"
    lines = list(wrap(words, 20))
    assert " ".join(lines) == words
    assert all(columns(line) <= 20 or " " not in line for line in lines)
    assert list(wrap("", 20)) == []


def test_no_wrapped_line_or_path_begins_like_a_command() -> None:
    assert list(wrap("aaaa ::error ::stop", 6)) == ["aaaa", ": :error", ": :stop"]
    assert path_shown("::error::x.md") == "./::error::x.md"
    assert path_shown(" ::error::x.md") == "./ ::error::x.md"


def test_the_path_of_a_sibling() -> None:
    assert beside("cards/a.md", "LICENSE") == "cards/LICENSE"
    assert beside("a.md", ".eval_results/x.yaml") == ".eval_results/x.yaml"
