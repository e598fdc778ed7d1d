"""Regenerate `rules/vocabulary/*.json` from the Hub's own sources.

    python scripts/update_vocabulary.py                                  npm packages, newest versions (needs npm and node)
    python scripts/update_vocabulary.py --tasks DIR --languages DIR      npm packages already unpacked (needs node)
    python scripts/update_vocabulary.py --hub-docs DIR                   the license list, from a checkout of the Hub's docs
    python scripts/update_vocabulary.py --fetch --hub-docs DIR           everything

Nothing is written unless everything is in order: a list that shrinks is more often a broken source than a decision of the Hub.
Where it is a decision, say `--allow-shrink NAME`. Exit 0 written or unchanged, 1 refused.

What no package and no page of these holds is kept by hand and left alone: see HAND_MADE.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "rules" / "vocabulary"
HAND_MADE = [
    "base_model_relations",
    "card_fields",
    "card_sections",
    "dataset_card_enums",
    "eval_results_schema",
    "language_hints",
    "license_spellings",
    "license_terms",
    "metrics",
    "risk_tags",
    "size_categories",
    "stop_words",
    "upstream_prefixes",
]
REPOSITORY = "https://github.com/huggingface/huggingface.js"
LICENSE_PAGE = "docs/hub/repositories-licenses.md"

# The packages are JavaScript: node evaluates them, we take plain data. The path and the names are arguments, never code.
EXTRACT = """
const [path, ...names] = process.argv.slice(1), all = require(path);
for (const name of names) if (!(name in all)) { console.error(`${name} is gone`); process.exit(1); }
process.stdout.write(JSON.stringify(Object.fromEntries(names.map((name) => [name, all[name]]))));
"""


class Refused(Exception):
    """The source is not what it was, or a list looks wrong; the message says which and why."""


def run(*command: str, cwd: Path | None = None) -> str:
    """Run a program and return its output; Refused with its last words when it fails or is not there."""
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        raise Refused(f"{command[0]} is not installed") from None
    if done.returncode:
        raise Refused(f"{' '.join(command[:2])} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def packed(package: str, into: Path) -> Path:
    """Fetch an npm package (`name` or `name@version`) and return the folder it was unpacked to."""
    into.mkdir()
    archive = run("npm", "pack", "--silent", package, cwd=into).split()[-1]
    with tarfile.open(into / archive) as tar:
        tar.extractall(into, filter="data")
    return into / "package"


def exported(package: Path, script: str, *names: str) -> tuple[str, dict[str, Any]]:
    """Return version and the named constants of an unpacked npm package."""
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    values = run("node", "-e", EXTRACT, str((package / script).resolve()), *names)
    return about["version"], json.loads(values)


def document(name: str, origin: dict[str, str], date: str, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return one vocabulary as (name, content of its file)."""
    return name, {"sources": [origin], "date": date, "values": dict(sorted(values.items()))}


def from_tasks(package: Path, date: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield pipeline tags, task ids, library names, evaluation frameworks and the metrics of the task pages."""
    version, found = exported(
        package,
        "dist/commonjs/index.js",
        "PIPELINE_DATA",
        "MODEL_LIBRARIES_UI_ELEMENTS",
        "EVALUATION_FRAMEWORKS",
        "TASKS_DATA",
    )

    def origin(file: str) -> dict[str, str]:
        return {
            "package": "@huggingface/tasks",
            "version": version,
            "license": "MIT",
            "repository": REPOSITORY,
            "file": file,
        }

    pipelines = found["PIPELINE_DATA"]
    tags = {tag: {"name": data["name"], "modality": data["modality"]} for tag, data in pipelines.items()}
    yield document("pipeline_tags", origin("src/pipelines.ts (PIPELINE_DATA)"), date, tags)

    refined: dict[str, list[str]] = {}
    for tag, data in sorted(pipelines.items()):
        for task in data.get("subtasks", []):
            refined.setdefault(task["type"], []).append(tag)
    yield document("task_ids", origin("src/pipelines.ts (subtasks)"), date, refined)

    labels = {key: data["prettyLabel"] for key, data in found["MODEL_LIBRARIES_UI_ELEMENTS"].items()}
    yield document("library_names", origin("src/model-libraries.ts (MODEL_LIBRARIES_UI_ELEMENTS)"), date, labels)

    frameworks = {key: data["url"] for key, data in found["EVALUATION_FRAMEWORKS"].items()}
    yield document("eval_frameworks", origin("src/eval.ts (EVALUATION_FRAMEWORKS)"), date, frameworks)

    metrics = {task: [metric["id"] for metric in (data or {}).get("metrics", [])] for task, data in found["TASKS_DATA"].items()}
    metrics = {task: ids for task, ids in metrics.items() if ids}
    yield document("task_metrics", origin("src/tasks (TASKS_DATA[*].metrics)"), date, metrics)


def from_languages(package: Path, date: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the language codes, and apart from them the names of the three-letter ones: those are rarely needed and long."""
    version, found = exported(package, "dist/index.js", "LANGUAGES_ISO_639_1", "LANGUAGES_ISO_639_3")
    origin = {
        "package": "@huggingface/languages",
        "version": version,
        "license": "MIT",
        "repository": REPOSITORY,
        "file": "packages/languages (LANGUAGES_ISO_639_1, LANGUAGES_ISO_639_3)",
    }
    two = {code: data["name"] for code, data in sorted(found["LANGUAGES_ISO_639_1"].items())}
    three = {code: data["name"] for code, data in found["LANGUAGES_ISO_639_3"].items()}
    letters = sorted({code[0] for code in three})
    lines = [" ".join(sorted(code for code in three if code[0] == letter)) for letter in letters]
    yield document("languages", origin, date, {"two_letter": two, "three_letter": lines})
    yield document("language_names", origin, date, three)


def from_hub_docs(checkout: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the license list of a git checkout of the Hub's documentation, dated by its last commit."""
    text = (checkout / LICENSE_PAGE).read_text(encoding="utf-8")
    region = re.search(r"<!-- region licenses -->(.*?)<!-- endregion -->", text, re.DOTALL)
    if not region:
        raise Refused(f"{LICENSE_PAGE}: the region comments are gone")
    values: dict[str, str] = {}
    for name, identifier in re.findall(r"^\|([^|]+)\|\s*`([^`|]+)`[^|]*\|", region[1], re.MULTILINE):
        if identifier in values:
            raise Refused(f"licenses: {identifier} stands twice in {LICENSE_PAGE}")
        # Names may hold Markdown escapes and comments with links.
        values[identifier] = re.sub(r"\\(\W)", r"\1", re.sub(r"<!--.*?-->", "", name)).strip()
    commit, date = run("git", "log", "-1", "--format=%H %cs", cwd=checkout).split()
    origin = {
        "repository": "https://github.com/huggingface/hub-docs",
        "commit": commit,
        "license": "Apache-2.0",
        "file": LICENSE_PAGE,
    }
    yield document("licenses", origin, date, values)


def members(name: str, content: dict[str, Any]) -> list[str]:
    """Return the entries of a vocabulary in the order of its file."""
    values = content["values"]
    if name == "languages":
        return [*values["two_letter"], *" ".join(values["three_letter"]).split()]
    return list(values)


def faults(name: str, content: dict[str, Any], old: dict[str, Any] | None, may_shrink: bool) -> Iterator[str]:
    """Yield what is wrong with a new vocabulary: empty, unsorted, duplicate or ill-formed entries, fewer than before."""
    new = members(name, content)
    if not new:
        yield f"{name}: empty"
    parts = [content["values"]["two_letter"], new[len(content["values"]["two_letter"]) :]] if name == "languages" else [new]
    if any(list(part) != sorted(part) for part in parts):
        yield f"{name}: not sorted"
    doubled = sorted({entry for entry in new if new.count(entry) > 1}) if len(set(new)) < len(new) else []
    nested = content["values"].items() if name == "task_ids" else ()
    doubled += [entry for entry, tags in nested if len(set(tags)) < len(tags)]
    if doubled:
        yield f"{name}: duplicate {', '.join(doubled)}"
    if any(not entry or entry != entry.strip() or not entry.isprintable() for entry in new):
        yield f"{name}: empty or ill-formed entries"
    before = members(name, old) if old else []
    if len(new) < len(before) and not may_shrink:
        gone = ", ".join(sorted(set(before) - set(new))[:10])
        yield f"{name}: {len(before)} entries became {len(new)}; gone: {gone} (--allow-shrink {name} if that is right)"


def rendered(content: dict[str, Any]) -> str:
    """Return the text of a vocabulary file: one entry a line, so that a change reads well."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def write(files: dict[str, str]) -> None:
    """Write every file beside its place first and move them all at the end, so that a full disk changes nothing."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (FOLDER / f"{name}.json.new").write_text(text, encoding="utf-8", newline="\n")
    for name in files:
        os.replace(FOLDER / f"{name}.json.new", FOLDER / f"{name}.json")


def gathered(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Return the new content of every vocabulary that the given sources can make; without any, fetch the npm packages."""
    contents: dict[str, dict[str, Any]] = {}
    tasks, languages = options.tasks, options.languages
    with tempfile.TemporaryDirectory() as scratch:
        if not (tasks or languages or options.hub_docs) or options.fetch:
            tasks = packed(f"@huggingface/tasks@{options.tasks_version}", Path(scratch, "tasks"))
            languages = packed(f"@huggingface/languages@{options.languages_version}", Path(scratch, "languages"))
        if tasks:
            contents.update(from_tasks(tasks, options.date))
        if languages:
            contents.update(from_languages(languages, options.date))
    if options.hub_docs:
        contents.update(from_hub_docs(options.hub_docs))
    return contents


def main(arguments: list[str] | None = None) -> int:
    """Regenerate, check, write; return the exit code."""
    parser = argparse.ArgumentParser(description="Regenerate rules/vocabulary from the Hub's own sources.")
    parser.add_argument("--tasks", type=Path, metavar="DIR", help="unpacked @huggingface/tasks")
    parser.add_argument("--languages", type=Path, metavar="DIR", help="unpacked @huggingface/languages")
    parser.add_argument("--fetch", action="store_true", help="fetch both packages; the default without any source")
    parser.add_argument("--tasks-version", default="latest", metavar="VERSION", help="which version to fetch")
    parser.add_argument("--languages-version", default="latest", metavar="VERSION", help="which version to fetch")
    parser.add_argument("--hub-docs", type=Path, metavar="DIR", help="git checkout of the Hub's documentation")
    parser.add_argument(
        "--date",
        type=lambda text: datetime.date.fromisoformat(text).isoformat(),
        default=datetime.date.today().isoformat(),
        help="day on which the packages were current (today); the documentation is dated by its last commit",
    )
    parser.add_argument("--allow-shrink", action="append", default=[], metavar="NAME", help="this list may get shorter")
    options = parser.parse_args(arguments)

    problems: list[str] = []
    files: dict[str, str] = {}
    try:
        contents = gathered(options)
        for name, content in contents.items():
            path = FOLDER / f"{name}.json"
            old = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
            problems += faults(name, content, old, name in options.allow_shrink)
            before, after = set(members(name, old) if old else ()), set(members(name, content))
            print(f"{name}: {len(after)} entries, +{len(after - before)} -{len(before - after)}")
            files[name] = rendered(content)
    except (Refused, OSError, KeyError, TypeError, ValueError) as error:
        problems.append(f"{type(error).__name__}: {error}")
    if problems:
        print(*problems, "Nothing was written.", sep="\n", file=sys.stderr)
        return 1
    write(files)
    print("left alone:", ", ".join(sorted({*HAND_MADE, *(path.stem for path in FOLDER.glob("*.json"))} - {*files})))
    return 0


if __name__ == "__main__":
    sys.exit(main())
