"""What is shipped: the code, the rule files and the table made of them, and nothing that git ignores."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from conduct_lint import patterns, rules, table
from conduct_lint.cli import fast

ROOT = Path(__file__).parents[1]
#: What the build makes of the rules.
MADE = (*table.FILES, patterns.FILE, fast.FILE)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="needs a git checkout"),
]


def run(*command: object, cwd: Path, **environment: str) -> str:
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an sdist, a wheel, what both were made of in `checkout`, and in `again` the wheel made from the sdist."""
    pytest.importorskip("hatchling")
    out = tmp_path_factory.mktemp("out")
    checkout = out / "checkout"
    checkout.mkdir()
    for name in run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT).splitlines():
        if (ROOT / name).is_file():
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, checkout / name)
    # What git ignores in a checkout: a table of yesterday, bytecode. Both must stay behind.
    (checkout / "rules" / table.FILE).write_text('{"stale": true}', encoding="utf-8")
    (checkout / "rules" / "__pycache__").mkdir()
    (checkout / "rules" / "__pycache__" / "left.pyc").write_bytes(b"left over")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", out, cwd=checkout)
    with tarfile.open(next(out.glob("*.tar.gz"))) as archive:
        archive.extractall(out / "sdist", **({"filter": "data"} if sys.version_info >= (3, 12) else {}))  # type: ignore[arg-type]
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out / "again", cwd=next((out / "sdist").iterdir()))
    return out


def contents(folder: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist()}


def test_the_wheel_holds_code_and_rules_and_nothing_else(built: Path) -> None:
    names = set(contents(built))
    tracked = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "conduct_lint", "rules", cwd=ROOT).splitlines()
    there = [name for name in tracked if (built / "checkout" / name).is_file()]
    wanted = {f"conduct_lint/{name}" if name.startswith("rules/") else name for name in there}
    shipped = {name for name in names if ".dist-info/" not in name}
    assert shipped == wanted | {f"conduct_lint/rules/{name}" for name in MADE}


def test_the_shipped_table_is_the_one_that_the_files_make(built: Path, tmp_path: Path) -> None:
    for name in table.FILES:
        (tmp_path / name).write_bytes(contents(built)[f"conduct_lint/rules/{name}"])
    made = json.loads(json.dumps(table.compile_folder(str(built / "checkout" / "rules"))))
    assert table.load(str(tmp_path)) == made


def test_a_wheel_made_from_the_sdist_is_the_same(built: Path) -> None:
    def code(folder: Path) -> dict[str, bytes]:
        return {name: content for name, content in contents(folder).items() if ".dist-info/" not in name}

    assert code(built) == code(built / "again")


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment in which the wheel is installed."""
    home = tmp_path_factory.mktemp("env")
    run(sys.executable, "-m", "venv", home, cwd=built)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", next(built.glob("*.whl")), cwd=built)
    # The dependencies are those of this environment, behind the installed wheel, so that no package index is needed.
    site = Path(run(programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=built).strip())
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    where = run(programs / "python", "-c", "import conduct_lint.data as d; print(d.folder())", cwd=home).strip()
    assert Path(where) == site / "conduct_lint" / "rules"
    return programs


CARD = """---
license: mit # as the code
tags:
- birds
widget:
- text: |
    A tern
---
# Tern

Counts *terns*, see [the page](https://example.org/tern).

> It fails in fog.

| set | accuracy |
|---|---|
| harbour | 0.91 |

```python
count("tern")
```
"""
#: Each of them costs more than a rule, and a plain card needs none.
HEAVY = frozenset(
    "click yaml markdown_it dataclasses inspect logging pathlib urllib tomllib phonenumbers typing contextlib".split()
)
LATE = {"config_keys", "globs", "rulefiles", "suppress", "facts.authored", "facts.harm", "facts.recommends"}


def at_the_end(shown: str, installed: Path, folder: Path, *options: str, before: str = "") -> str:
    """What an expression gives in the installed linter when it has checked the card. `before`: code that runs before."""
    (folder / "README.md").write_text(CARD, encoding="utf-8")
    code = (
        f"import sys\n{before}from conduct_lint import cli\n"
        f"cli._leave = lambda code: sys.exit(print({shown}) or code)\n"
        f"sys.argv = {['conduct-lint', 'check', '--isolated', '--exit-zero', *options, 'README.md']!r}\ncli.main()\n"
    )
    return run(installed / "python", "-c", code, cwd=folder).splitlines()[-1]


def test_a_plain_check_imports_little(installed: Path, tmp_path: Path) -> None:
    there = set(at_the_end("*sys.modules", installed, tmp_path).split())
    assert "conduct_lint.facts.topics" in there
    assert there & (HEAVY | {f"conduct_lint.{name}" for name in LATE}) == set()


def test_a_plain_check_compiles_no_expression(installed: Path, tmp_path: Path) -> None:
    # Those that are made by other modules than `patterns` are not the linter's.
    before = (
        "import re\nfrom conduct_lint import patterns\n"
        "make, missed = re.compile, []\n"
        "def compiled(*asked):\n"
        "    if sys._getframe(1).f_globals is vars(patterns): missed.append(asked)\n"
        "    return make(*asked)\n"
        "re.compile = compiled\n"
    )
    shown = "'shipped', patterns._shipped is not None, 'missed', missed"
    told = at_the_end(shown, installed, tmp_path, "--preview", "--profile", "thorough", before=before)
    assert told == "shipped True missed []"


def test_an_installed_wheel_says_what_the_checkout_says(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(CARD, encoding="utf-8")
    check = ("check", "--isolated", "--exit-zero", "--preview", "--profile", "thorough", "--output-format", "json", "README.md")
    told = run(installed / "conduct-lint", *check, cwd=tmp_path)
    assert json.loads(told)["documents"][0]["findings"]
    assert told == run(sys.executable, "-m", "conduct_lint", *check, cwd=tmp_path, PYTHONPATH=str(ROOT))


def test_an_installed_wheel_knows_every_rule(built: Path, installed: Path, tmp_path: Path) -> None:
    listed = run(installed / "conduct-lint", "rules", cwd=tmp_path)
    known = [rules.from_table(row).code for row in table.compile_folder(str(built / "checkout" / "rules"))["rules"]]
    assert known and [code for code in known if code not in listed] == []
