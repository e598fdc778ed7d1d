"""Write docs/rules.md and docs/rules/<code>.md from the rules. `--check` writes nothing and exits 1 where a page is not fresh."""

from __future__ import annotations

import argparse
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, ROOT)

from conduct_lint import catalogue, rules, table  # noqa: E402


def pages() -> dict[str, str]:
    """Path below the docs folder → what stands there. Taken from the rule files, never from a compiled table."""
    from conduct_lint import data

    compiled = table.compile_folder(data.folder())
    known = [rules.from_table(row) for row in compiled["rules"]]
    made = {f"rules/{rule.code}.md": catalogue.page(rule, compiled["clauses"]) for rule in known}
    made["rules.md"] = catalogue.table(known)
    return {path: text.rstrip("\n") + "\n" for path, text in made.items()}


def stale(folder: str, made: dict[str, str]) -> list[str]:
    """The pages that are missing, differ, or belong to no rule."""
    found = []
    for path, text in made.items():
        try:
            with open(os.path.join(folder, path), encoding="utf-8", newline="") as file:
                fresh = file.read() == text
        except FileNotFoundError:
            fresh = False
        if not fresh:
            found.append(path)
    there = os.path.join(folder, "rules")
    names = sorted(os.listdir(there)) if os.path.isdir(there) else []
    return found + [f"rules/{name}" for name in names if f"rules/{name}" not in made]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page is not fresh")
    parser.add_argument("--folder", default=os.path.join(ROOT, "docs"))
    options = parser.parse_args(arguments)
    made = pages()
    old = stale(options.folder, made)
    if options.check:
        for path in old:
            print(f"not fresh: {path}; run scripts/make_docs.py", file=sys.stderr)
        return 1 if old else 0
    os.makedirs(os.path.join(options.folder, "rules"), exist_ok=True)
    for path in old:
        full = os.path.join(options.folder, path)
        if path not in made:
            os.remove(full)
            continue
        with open(full, "w", encoding="utf-8", newline="\n") as file:
            file.write(made[path])
    return 0


if __name__ == "__main__":
    sys.exit(main())
