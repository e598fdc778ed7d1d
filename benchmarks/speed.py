#!/usr/bin/env python3
"""How fast conduct-lint is, beside its peers: CPU seconds, ratios and memory, measured in turn on the same cards.

usage: speed.py [--quick] [--environments DIR] [--cards N] [--output FILE] [--update-baseline]

Builds the wheel and installs it, and each peer, into environments of their own. Figures are medians of CPU time (user and system,
as the operating system accounts for a finished process) over interleaved runs, so that a noisy machine disturbs all sides alike.
`--quick` (under a minute) takes only the interpreter and the parser as peers and fails where a ratio is worse than 1.5 times the
committed one (`baseline.json`).

Cards come from a folder of real ones where there is one beside the checkout, else from a generator; the JSON tells which it was.
Standard library only.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parent.parent
BASELINE = ROOT / "benchmarks" / "baseline.json"
CORPUS = ROOT.parent / "shared" / "corpus" / "cards.jsonl.gz"
GROSS = 1.5
#: What each figure is held against: the goal, and whether it is the most or the least.
GOALS = {
    "one: of `python -c pass`": (8.0, "at most"),
    "many: cards a CPU second, of the parser's": (0.8, "at least"),
    "two: processes are faster than one": (1.7, "at least"),
    "memory: MB of one process over all cards": (80, "at most"),
    "growth: ten times the files": (11, "at most"),
    "hostile: when the size doubles": (2.3, "at most"),
    "hostile: of the parser": (2.0, "at most"),
    "hostile: seconds for 100 KB": (2.0, "at most"),
}
PIP_PEERS = {"rumdl": ["rumdl", "check"], "proselint": ["proselint", "check"], "codespell": ["codespell"]}
NPM_PEERS = ("markdownlint-cli2", "alex")

PARSE = """
import sys
from markdown_it import MarkdownIt
parser = MarkdownIt("commonmark").enable("table")
for line in open(sys.argv[1], encoding="utf-8"):
    parser.parse(open(line.rstrip("\\n"), encoding="utf-8").read())
"""

GROWTH = """
import json, time
from conduct_lint import lint
from markdown_it import MarkdownIt
from speed_texts import HOSTILE
parser = MarkdownIt("commonmark").enable("table")
lint("# a\\n", kind="model-card")

def seconds(call, text):
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        call(text)
        best = min(best, time.process_time() - start)
    return best

def card(text):
    return lint(text, kind="model-card")

def parsed(text):
    try:
        parser.parse(text)
    except RecursionError:
        pass

rows = {}
for name, make in HOSTILE.items():
    half, whole = seconds(card, make(50_000)), seconds(card, make(100_000))
    rows[name] = {"seconds": whole, "doubling": whole / half, "against parser": whole / seconds(parsed, make(100_000))}
print(json.dumps(rows))
"""


def run(command: list[str], folder: pathlib.Path) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak memory in MB of one process; its output is thrown away.

    Raises RuntimeError where one of ours fails: what ends early would be fast.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode and command[0].endswith(("python", "conduct-lint")):
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(map(str, command[:8]))}")
    memory = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    return usage.ru_utime + usage.ru_stime, wall, memory


def in_turn(commands: dict[str, list[str]], times: int, folder: pathlib.Path) -> dict[str, dict[str, float]]:
    """Each command so many times, in turn: medians of CPU and wall seconds, the largest memory. A first round is not counted."""
    rows: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    for turn in range(times + 1):
        for name, command in commands.items():
            figures = run(command, folder)
            if turn:
                rows[name].append(figures)
    return {
        name: {
            "cpu": statistics.median(row[0] for row in found),
            "wall": statistics.median(row[1] for row in found),
            "memory": max(row[2] for row in found),
        }
        for name, found in rows.items()
    }


# ── environments ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def environment(folder: pathlib.Path, *packages: str) -> pathlib.Path:
    """The python of a virtual environment with these packages; pip compiles their bytecode."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", *PIP_QUIET, *packages], check=True, env=BUILD)
    return python


PIP_QUIET = ("--quiet", "--disable-pip-version-check")
BUILD = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}


def ours(folder: pathlib.Path) -> pathlib.Path:
    """The python of an environment with conduct-lint, installed from a wheel of this checkout."""
    wheels = folder / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "pip", "wheel", *PIP_QUIET, "--no-deps", "-w", wheels, ROOT], check=True, env=BUILD)
    wheel = str(next(wheels.glob("*.whl")))
    python = environment(folder / "conduct-lint", wheel)
    # The same version may be there already, of yesterday's code.
    again = [python, "-m", "pip", "install", *PIP_QUIET, "--no-deps", "--force-reinstall", wheel]
    subprocess.run(again, check=True, env=BUILD)
    return python


def peers(folder: pathlib.Path) -> dict[str, list[str]]:
    """The command of each peer that can be installed."""
    commands = {}
    for package, (name, *words) in PIP_PEERS.items():
        try:
            python = environment(folder / package, package)
        except subprocess.CalledProcessError:
            print(f"{package}: it cannot be installed and is left out", file=sys.stderr)
        else:
            commands[package] = [str(python.parent / name), *words]
    for name in NPM_PEERS:
        home = folder / name
        home.mkdir(exist_ok=True)
        binary = home / "node_modules" / ".bin" / name
        if not binary.exists() and shutil.which("npm"):
            npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(home), name]
            subprocess.run(npm, check=False, stdout=subprocess.DEVNULL)
        if binary.exists():
            commands[name] = [str(binary)]
        else:
            print(f"{name}: it cannot be installed and is left out", file=sys.stderr)
    return commands


# ── measuring ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def measure(asked: argparse.Namespace, work: pathlib.Path) -> dict[str, Any]:
    """All figures of one call, by name."""
    environments = asked.environments or work / "environments"
    environments.mkdir(parents=True, exist_ok=True)
    python = ours(environments)
    plain = [str(python.parent / "conduct-lint"), "check", "--isolated", "--exit-zero"]
    tool = [*plain, "--output-format", "json"]
    folder, single, parse = work / "cards", work / "one" / "README.md", work / "parse.py"
    laying = [sys.executable, str(ROOT / "benchmarks" / "speed_texts.py"), str(asked.cards), str(CORPUS), str(folder)]
    said = subprocess.run(laying, check=True, capture_output=True, text=True).stdout.strip()
    paths = sorted(folder.glob("*/README.md"))
    listed = some(paths, folder)
    single.parent.mkdir()
    shutil.copy(min(paths, key=lambda path: abs(path.stat().st_size - 10_000)), single)
    parse.write_text(PARSE, encoding="utf-8")
    parser = [str(python), str(parse), str(listed)]
    others = {} if asked.quick else peers(environments)

    one = {"interpreter": [str(python), "-c", "pass"], "parser imported": [str(python), "-c", "import markdown_it"]}
    one |= {"conduct-lint": [*plain, str(single)], **{name: [*command, str(single)] for name, command in others.items()}}
    alone = in_turn(one, 7 if asked.quick else 15, work)
    loops = in_turn({"parser": parser, "conduct-lint": [*tool, str(folder)]}, 2 if asked.quick else 5, work)
    for row in alone.values():
        row["ratio"] = row["cpu"] / alone["interpreter"]["cpu"]
    for row in loops.values():
        row["cards a CPU second"] = len(paths) / row["cpu"]
        row["against parser"] = loops["parser"]["cpu"] / row["cpu"]
    figures: dict[str, Any] = {
        "machine": f"{platform.platform()}, Python {platform.python_version()}",
        "cards": said,
        "one": alone,
        "many": loops,
    }
    if not asked.quick:
        figures |= long_figures(paths, tool, others, parser[:2], python, work)
    figures["goals"] = against_goals(figures)
    figures["ratios"] = {
        "one": alone["conduct-lint"]["cpu"] / alone["interpreter"]["cpu"],
        "many": loops["conduct-lint"]["cpu"] / loops["parser"]["cpu"],
    }
    return figures


def against_goals(figures: dict[str, Any]) -> dict[str, dict[str, float]]:
    """The figures that there are goals for, beside them."""
    found = {
        "one: of `python -c pass`": figures["one"]["conduct-lint"]["ratio"],
        "many: cards a CPU second, of the parser's": figures["many"]["conduct-lint"]["against parser"],
        "memory: MB of one process over all cards": figures["many"]["conduct-lint"]["memory"],
    }
    if "two" in figures:
        worst = figures["hostile, 100 KB"].values()
        found["two: processes are faster than one"] = figures["two"]["wall, 1 against 2"]
        found["growth: ten times the files"] = figures["ten times the files"]
        found["hostile: when the size doubles"] = max(row["doubling"] for row in worst)
        found["hostile: of the parser"] = max(row["against parser"] for row in worst)
        found["hostile: seconds for 100 KB"] = max(row["seconds"] for row in worst)
    return {name: {"figure": found[name], "goal": goal} for name, (goal, _) in GOALS.items() if name in found}


def some(cards: list[pathlib.Path], folder: pathlib.Path) -> pathlib.Path:
    """These cards below a folder, copied where they lie elsewhere; returns the file `list.txt` of their paths."""
    paths = [folder / card.parent.name / card.name for card in cards]
    for card, path in zip(cards, paths):
        if card != path:
            path.parent.mkdir(parents=True)
            shutil.copy(card, path)
    listed = folder / "list.txt"
    listed.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
    return listed


def long_figures(
    cards: list[pathlib.Path],
    tool: list[str],
    others: dict[str, list[str]],
    parser: list[str],
    python: pathlib.Path,
    work: pathlib.Path,
) -> dict[str, Any]:
    """What only the long form measures: peers on a hundred cards, two processes, growth by files and by size."""
    hundred, tenth, folder = work / "hundred", work / "tenth", work / "cards"
    listed = some(cards[:100], hundred)
    some(cards[: len(cards) // 10], tenth)
    paths = listed.read_text(encoding="utf-8").split()
    together = {"parser": [*parser, str(listed)], "conduct-lint": [*tool, str(hundred)]}
    together |= {name: [*command, *paths] for name, command in others.items()}
    shared = in_turn({f"--jobs {n}": [*tool, "--jobs", n, str(folder)] for n in ("1", "2")}, 5, work)
    one = str(work / "one" / "README.md")
    steps = in_turn({"one": [*tool, one], "a tenth": [*tool, str(tenth)], "all": [*tool, str(folder)]}, 5, work)
    start = steps["one"]["cpu"]
    script = work / "growth.py"
    script.write_text(GROWTH, encoding="utf-8")
    way = {**BUILD, "PYTHONPATH": str(ROOT / "benchmarks"), "PYTHONDONTWRITEBYTECODE": "1"}
    grown = subprocess.run([python, script], cwd=work, check=True, capture_output=True, text=True, env=way)
    return {
        "a hundred cards": in_turn(together, 3, work),
        "two": {**shared, "wall, 1 against 2": shared["--jobs 1"]["wall"] / shared["--jobs 2"]["wall"]},
        "ten times the files": (steps["all"]["cpu"] - start) / (steps["a tenth"]["cpu"] - start),
        "hostile, 100 KB": json.loads(grown.stdout.splitlines()[-1]),
    }


def show(figures: dict[str, Any]) -> None:
    """The figures for people."""
    for name, value in figures.items():
        if not isinstance(value, dict):
            print(f"{name}: {round(value, 3) if isinstance(value, float) else value}")
            continue
        print(f"\n{name}")
        for row, figure in value.items():
            if name == "goals":
                print(f"  {row:45s} {figure['figure']:8.2f}   {GOALS[row][1]} {figure['goal']}")
                continue
            words = "  ".join(f"{k} {v:.3f}" for k, v in figure.items()) if isinstance(figure, dict) else f"{figure:.3f}"
            print(f"  {row:22s} {words}")


def compare(ratios: dict[str, float]) -> int:
    """The exit code: 1 where a ratio is grossly worse than the committed one."""
    worse = 0
    for name, committed in json.loads(BASELINE.read_text(encoding="utf-8")).items():
        limit = committed * GROSS
        worse |= ratios[name] > limit
        print(f"{name}: {ratios[name]:.2f}, committed {committed}, limit {limit:.2f}{'  TOO SLOW' * (ratios[name] > limit)}")
    return worse


def main() -> int:
    """Measure, show, write JSON. Returns the exit code: 1 for a gross regression in the short form."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--quick", action="store_true", help="only the interpreter and the parser as peers, few runs")
    arguments.add_argument(
        "--environments", type=pathlib.Path, help="folder that keeps the environments (default: a temporary one)"
    )
    arguments.add_argument("--cards", type=int, help="how many cards (default 2000; 200 with --quick)")
    arguments.add_argument("--output", type=pathlib.Path, help="write the figures as JSON")
    arguments.add_argument("--update-baseline", action="store_true", help="keep these ratios as those to compare with")
    asked = arguments.parse_args()
    asked.cards = asked.cards or (200 if asked.quick else 2000)
    work = pathlib.Path(tempfile.mkdtemp(prefix="conduct-lint-speed-"))
    try:
        figures = measure(asked, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    show(figures)
    if asked.output:
        asked.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if asked.update_baseline:
        rounded = {name: round(ratio, 2) for name, ratio in figures["ratios"].items()}
        BASELINE.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
    return compare(figures["ratios"]) if asked.quick else 0


if __name__ == "__main__":
    sys.exit(main())
