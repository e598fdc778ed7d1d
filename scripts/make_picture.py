#!/usr/bin/env python3
"""Draws docs/picture.svg from what conduct-lint really prints for a sample card.

usage: make_picture.py [--check]      --check: fail when the committed picture is not what the linter prints now
"""

from __future__ import annotations

import html
import pathlib
import re
import subprocess
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "picture.svg"
CARD = "examples/weather-tales/README.md"
COLUMNS = 100

_COLOURS = {
    "31": "#ff7b72",
    "32": "#7ee787",
    "33": "#e3b341",
    "34": "#79c0ff",
    "35": "#d2a8ff",
    "36": "#76e3ea",
    "90": "#8b949e",
    "91": "#ff7b72",
    "92": "#7ee787",
    "93": "#e3b341",
    "94": "#79c0ff",
    "95": "#d2a8ff",
    "96": "#76e3ea",
    "37": "#e6edf3",
    "97": "#ffffff",
}
_ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")
_CELL_WIDTH, _LINE_HEIGHT, _MARGIN = 8.4, 19, 18


def printed() -> str:
    """The coloured output for the sample card."""
    command = [sys.executable, "-m", "conduct_lint", "check", "--isolated", "--color", "always", "--exit-zero", CARD]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"COLUMNS": str(COLUMNS), "PATH": "", "PYTHONPATH": str(ROOT)},
    )
    return done.stdout


def drawn(output: str) -> str:
    """An SVG of a terminal that shows this output."""
    lines = ["\x1b[90m$\x1b[0m conduct-lint check " + CARD, *output.rstrip().split("\n")]
    widest = max(sum(_cells(c) for c in _ESCAPE.sub("", line)) for line in lines)
    width = round(widest * _CELL_WIDTH + 2 * _MARGIN)
    height = len(lines) * _LINE_HEIGHT + 2 * _MARGIN + 20
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        'aria-label="Terminal output of conduct-lint on a sample card">',
        f'<rect width="{width}" height="{height}" rx="10" fill="#0d1117"/>',
        *(
            f'<circle cx="{_MARGIN + 6 + n * 20}" cy="20" r="6" fill="{colour}"/>'
            for n, colour in enumerate(("#ff5f57", "#febc2e", "#28c840"))
        ),
        '<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14"'
        ' fill="#e6edf3" xml:space="preserve">',
    ]
    for number, line in enumerate(lines):
        out.append(f'<text y="{_MARGIN + 36 + number * _LINE_HEIGHT}">{_spans(line)}</text>')
    return "\n".join([*out, "</g>", "</svg>", ""])


def _spans(line: str) -> str:
    spans, at, cell, style = [], 0, 0, ""
    for mark in [*_ESCAPE.finditer(line), None]:
        piece = line[at : mark.start() if mark else len(line)]
        if piece:
            spans.append(f'<tspan x="{_MARGIN + cell * _CELL_WIDTH:.1f}"{style}>{html.escape(piece)}</tspan>')
            cell += sum(_cells(c) for c in piece)
        if mark is None:
            break
        at = mark.end()
        style = _style(mark.group(1), style)
    return "".join(spans)


def _style(codes: str, before: str) -> str:
    style = before
    for code in codes.split(";"):
        if code in ("", "0"):
            style = ""
        elif code == "1":
            style += ' font-weight="bold"' if "font-weight" not in style else ""
        elif code == "2":
            style += ' opacity="0.7"' if "opacity" not in style else ""
        elif code == "4":
            style += ' text-decoration="underline"' if "text-decoration" not in style else ""
        elif code in _COLOURS:
            style = re.sub(r' fill="[^"]*"', "", style) + f' fill="{_COLOURS[code]}"'
    return style


def _cells(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def main() -> int:
    """Write the picture, or with `--check` compare it. Returns the exit code."""
    picture = drawn(printed())
    if "--check" in sys.argv[1:]:
        if not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != picture:
            print("docs/picture.svg is not what conduct-lint prints now; run scripts/make_picture.py", file=sys.stderr)
            return 1
        return 0
    PICTURE.write_text(picture, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
