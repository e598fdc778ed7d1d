"""The linter from Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import conduct_lint
from conduct_lint import ConfigError, Settings, lint

CARD = "---\nlicense: mit\npipeline_tag: text-generation\n---\n# Tide\n\nTide never errs.\n"

pytestmark = pytest.mark.usefixtures("small_rules")


def codes(**changes: object) -> list[str]:
    return sorted(finding.code for finding in lint(CARD, **changes).findings)  # type: ignore[arg-type]


def test_a_text_is_linted() -> None:
    report = lint("never errs", kind="model-card")
    found = {finding.code: finding for finding in report.findings}
    assert sorted(found) == ["CLM002", "LIM001", "LIM005"]
    assert report.text[slice(*found["CLM002"].span)] == "never errs"
    assert (report.kind, report.path, found["CLM002"].severity.word) == ("model-card", "README.md", "warning")


def test_settings_and_changes() -> None:
    assert codes() == ["CLM002", "LIM001"]
    assert codes(select="CLM") == codes(select=["CLM"]) == codes(select=("CLM",)) == ["CLM002"]
    assert codes(settings=Settings(ignore=("CLM",))) == ["LIM001"]
    assert codes(settings=Settings(ignore=("CLM",)), min_severity="error", severity={"LIM001": "error"}) == ["LIM001"]


def test_a_text_that_is_no_card_is_skipped() -> None:
    assert lint("# A tool\n").skipped
    assert not lint("# A tool\n", kind="model-card").skipped


def test_the_platform_is_told() -> None:
    from conduct_lint import api

    assert lint(CARD, platform="elsewhere").findings
    with pytest.raises(ConfigError, match="`platform` is one of hub, elsewhere"):
        lint(CARD, platform="moon")
    assert api._last[0].settings.platform == "elsewhere"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "modelcard"}, "did you mean `model-card`?"),
        ({"slect": "LIM"}, "did you mean `select`?"),
        ({"select": "LMI"}, "no rule, family or clause"),
        ({"profile": "thoroug"}, "did you mean `thorough`?"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError) as error:
        lint(CARD, **changes)  # type: ignore[arg-type]
    assert said in str(error.value)


def test_every_public_name_is_there() -> None:
    for name in conduct_lint.__all__:
        assert getattr(conduct_lint, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'lnit'"):
        conduct_lint.lnit  # noqa: B018


def test_the_import_is_cheap() -> None:
    code = "import sys; before = set(sys.modules); import conduct_lint; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    assert [name for name in done.stdout.split() if name != "__future__"] == ["conduct_lint"]
