"""Work in several processes: the same as in one, whatever happens to a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conduct_lint import jobs

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def pid(_: object) -> int:
    return os.getpid()


def slow_at_first(number: int) -> int:
    time.sleep(0.05 if number % 32 == 0 else 0)
    return number * 2


def dies_at(number: int) -> int:
    if number in (3, 40, 41):
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def raises(number: int) -> int:
    if number == 30:
        raise ValueError("the thirtieth")
    return number


@pytest.mark.parametrize("count", [0, 1, 2, 15, 16, 17, 300])
@pytest.mark.parametrize("processes", [1, 2, 3, 20])
def test_the_results_come_in_the_order_of_the_items(count: int, processes: int) -> None:
    assert list(jobs.run(slow_at_first, range(count), processes, lambda item: -1)) == [number * 2 for number in range(count)]


def test_several_processes_do_the_work_and_none_is_left() -> None:
    found = set(jobs.run(pid, range(200), 2, lambda item: -1))
    assert os.getpid() not in found and len(found) == 2
    for process in found:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@pytest.mark.parametrize(("count", "processes", "least"), [(200, 1, 2), (1, 4, 2), (59, 4, jobs.WORTHWHILE)])
def test_small_work_starts_no_process(count: int, processes: int, least: int) -> None:
    assert set(jobs.run(pid, range(count), processes, lambda item: -1, least)) == {os.getpid()}


def test_a_worker_that_dies_costs_only_the_item_it_was_at() -> None:
    assert list(jobs.run(dies_at, range(100), 2, lambda item: -item)) == [-n if n in (3, 40, 41) else n for n in range(100)]


def test_an_error_of_the_work_ends_the_run_in_the_parent() -> None:
    with pytest.raises(ValueError, match="the thirtieth"):
        list(jobs.run(raises, range(100), 2, lambda item: -1))


def test_items_are_asked_for_as_they_are_needed() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(10_000):
            taken.append(number)
            yield number

    results = jobs.run(slow_at_first, items(), 2, lambda item: -1)
    next(results)
    assert len(taken) <= 2 * (jobs.AHEAD + 1) * jobs.CHUNK
    results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "environment", "count"), [("3", {}, 3), ("3", {"PRE_COMMIT": "1"}, 3), ("auto", {"PRE_COMMIT": "1"}, 1)]
)
def test_the_number_of_processes(asked: str, environment: dict[str, str], count: int) -> None:
    assert jobs.count(asked, environment) == count


def test_auto_is_what_the_machine_allows() -> None:
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert jobs.count("auto", {}) == allowed


@pytest.mark.parametrize("asked", ["0", "-1", "many"])
def test_no_number_of_processes(asked: str) -> None:
    with pytest.raises(ValueError):
        jobs.count(asked, {})


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────────

CARD = "---\nlicense: mit\npipeline_tag: text-classification\n---\n# Plover {0}\n\nPlover {0} is the best model and never errs.\n"


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    for number in range(70):
        folder = tmp_path / f"{number:02}"
        folder.mkdir()
        (folder / "README.md").write_text(CARD.format(number))
    (tmp_path / "05" / "README.md").write_bytes(b"\xff\xfe")
    (tmp_path / "69" / "README.md").write_text("# A tool\n\nInstall it with make.\n")
    return tmp_path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "conduct_lint", "check", "--isolated", *arguments, "."]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root}
    return subprocess.run(command(*arguments), cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_output_notes_and_exit_code_do_not_depend_on_the_number_of_processes(cards: Path) -> None:
    one = run(cards, "--output-format", "json", "--verbose")
    for number in ("3", "auto"):
        several = run(cards, "--output-format", "json", "--verbose", "--jobs", number)
        assert (several.stdout, several.stderr, several.returncode) == (one.stdout, one.stderr, one.returncode)
    assert one.returncode == 2 and one.stdout.count('"path"') == 70


def test_a_dead_worker_is_told_with_its_file(cards: Path) -> None:
    killing = (
        "import os\nfrom conduct_lint import engine\nlint = engine.Linter.lint\n"
        "def deadly(self, text):\n    text.name == '33/README.md' and os.kill(os.getpid(), 9)\n    return lint(self, text)\n"
        "engine.Linter.lint = deadly\nfrom conduct_lint.cli import main\nmain()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    arguments = ["check", "--isolated", "--jobs", "2", "--output-format", "concise", "."]
    done = subprocess.run(
        [sys.executable, "-c", killing, *arguments], cwd=cards, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "33/README.md: fault of conduct-lint, not of your text: the process that read it died" in done.stdout
    assert "32/README.md:" in done.stdout and "68/README.md:" in done.stdout


def test_ctrl_c_ends_all_processes_and_says_so_once(cards: Path) -> None:
    slow = (
        "import time\nfrom conduct_lint import engine\nlint = engine.Linter.lint\n"
        "def slowly(self, text):\n    time.sleep(0.5)\n    return lint(self, text)\n"
        "engine.Linter.lint = slowly\nfrom conduct_lint.cli import main\nmain()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    arguments = ["check", "--isolated", "--jobs", "2", "--output-format", "concise", "."]
    process = subprocess.Popen(
        [sys.executable, "-c", slow, *arguments],
        cwd=cards,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=20)
    notes = [line for line in told.splitlines() if line and "UTF-16" not in line]
    assert (process.returncode, notes) == (130, ["note: interrupted"])
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("a worker outlived the run")


def test_jobs_must_be_a_number_or_auto(cards: Path) -> None:
    done = run(cards, "--jobs", "0")
    assert (done.returncode, "'0' is neither a number of processes nor auto" in done.stderr) == (2, True)
