"""The config: what its keys mean, which one holds, and what is said of one that is wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from conduct_lint import config, config_keys, data
from conduct_lint.config_keys import ConfigError
from conduct_lint.settings import PerFileIgnore, Settings

pytestmark = pytest.mark.usefixtures("small_rules")

WHOLE = """\
select: [LIM, absolute-claim, standards/no-false-information]
extend-select: [metadata]
ignore: [LIM005]
profile: thorough
preview: true
min-severity: warning
fail-on: warning
output-format: concise
severity: {missing-limitations: error}
arguments: {too-short: {least: 9}}
kinds: {"cards/*.md": model-card}
platform: hub
accept: [Master Key]
exclude: [vendor/]
per-file-ignores:
  "archive/**": {rules: [LIM], reason: "kept as published"}
text-directives: true
"""


def written(tmp_path: Path, source: str, name: str = ".conduct-lint.yaml") -> str:
    path = tmp_path / name
    path.write_text(source, encoding="utf-8")
    return str(path)


def refused(tmp_path: Path, source: str, name: str = ".conduct-lint.yaml") -> str:
    """What is said of a wrong config, from the file's name on."""
    path = written(tmp_path, source, name)
    with pytest.raises(ConfigError) as error:
        config.load(path)
    message = str(error.value)
    assert message.startswith(path), message
    return name + message.removeprefix(path)


def test_every_key_reaches_the_settings(tmp_path: Path) -> None:
    assert config.load(written(tmp_path, WHOLE)).settings == Settings(
        select=("LIM", "absolute-claim", "standards/no-false-information"),
        extend_select=("metadata",),
        ignore=("LIM005",),
        profile="thorough",
        preview=True,
        min_severity="warning",
        fail_on="warning",
        output_format="concise",
        severities={"LIM001": "error"},
        arguments={"LIM005": {"least": 9}},
        kinds={"cards/*.md": "model-card"},
        platform="hub",
        accept=frozenset(("master key",)),
        exclude=("vendor/",),
        per_file_ignores=(PerFileIgnore("archive/**", ("LIM",), "kept as published"),),
        text_directives=True,
    )


def test_pyproject_says_the_same(tmp_path: Path) -> None:
    source = """\
[project]
name = "x"

[tool.conduct-lint]
select = ["LIM"]
profile = "essential"

[tool.conduct-lint.severity]
LIM001 = "error"

[tool.conduct-lint.per-file-ignores]
"archive/**" = {rules = ["LIM"], reason = "kept"}
"""
    found = config.load(written(tmp_path, source, "pyproject.toml")).settings
    assert (found.select, found.profile, found.severities) == (("LIM",), "essential", {"LIM001": "error"})
    assert found.per_file_ignores == (PerFileIgnore("archive/**", ("LIM",), "kept"),)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("profile: default\nprofle: x\n", ".conduct-lint.yaml:2: there is no setting `profle`; did you mean `profile`?"),
        (
            "per_file_ignores: {}\n",
            ".conduct-lint.yaml:1: there is no setting `per_file_ignores`; did you mean `per-file-ignores`?",
        ),
        (
            "profile: essental\n",
            ":1: `profile` is one of essential, default, thorough, not 'essental'; did you mean `essential`?",
        ),
        ("preview: yes\n", ":1: `preview` is true or false, not 'yes'"),
        ("ignore:\n  - LIM001\n  - LMI\n", ":3: no rule, family or clause is called `LMI`"),
        ("ignore: missing-limitation\n", "; did you mean `missing-limitations`?"),
        ("select: [3]\n", ":1: `select` is a list of words; 3 is none"),
        ("severity: {LIM001: warn}\n", ":1: `severity.LIM001` is one of notice, warning, error, not 'warn'"),
        ("severity:\n  LIM001: error\n  LIM909: error\n", ":3: no rule is called `LIM909`"),
        ("severity: [LIM001]\n", ":1: `severity` is a list of `key: value` pairs, not ['LIM001']"),
        ("arguments:\n  LIM005:\n    leas: 3\n", ":3: LIM005: test-short takes no argument 'leas'; did you mean `least`?"),
        (
            "arguments:\n  LIM005:\n    least: many\n",
            ":3: `arguments.LIM005.least` is 'many', where the rule wants something like 3",
        ),
        ("arguments: {LIM005: {least: true}}\n", "is True, where the rule wants something like 3"),
        ('kinds:\n  "*.md": modelcard\n', ":2: `kinds.*.md` is one of model-card"),
        ("fail-on: errors\n", "; did you mean `error`?"),
        ('per-file-ignores:\n  "a":\n    rules: [LIM]\n', ":2: `per-file-ignores.a` gives no `reason`"),
        ('per-file-ignores:\n  "a":\n    reason: x\n', ":2: `per-file-ignores.a` names no `rules`"),
        (
            'per-file-ignores:\n  "a":\n    rules: [LIM]\n    reasons: x\n',
            ":4: there is no `reasons` here; did you mean `reason`?",
        ),
        ('per-file-ignores: {"a": [LIM]}\n', ":1: `per-file-ignores.a` needs `rules` (a list) and a `reason`"),
        ("profile: default\nprofile: thorough\n", ":2: `profile` stands twice"),
        ("profile: [\n", "this is not YAML"),
        ("- LIM\n", ":1: a config is a list of `key: value` pairs"),
        ("online: true\n", ":1: there is no setting `online`"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, source: str, said: str) -> None:
    assert said in refused(tmp_path, source)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            '[tool.conduct-lint]\nprofile = "default"\nprofle = 1\n',
            "pyproject.toml:3: there is no setting `profle`; did you mean `profile`?",
        ),
        ('[x]\nignore = 1\n[tool.conduct-lint]\nignore = [\n  "LIM",\n  "LMI",\n]\n', "pyproject.toml:6: no rule"),
        ('[tool.conduct-lint]\n\n[tool.conduct-lint.severity]\n"LIM001" = "warn"\n', "pyproject.toml:4: `severity.LIM001`"),
        ("[tool.conduct-lint]\nprofile = \n", "pyproject.toml:2: this is not TOML"),
    ],
)
def test_what_is_wrong_in_pyproject_is_said_with_its_line(tmp_path: Path, source: str, said: str) -> None:
    assert said in refused(tmp_path, source, "pyproject.toml")


def test_a_config_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / ".conduct-lint.yaml"
    path.write_bytes(b"profile: \xff")
    with pytest.raises(ConfigError, match="byte 9 is not UTF-8"):
        config.load(str(path))
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(str(tmp_path / "none.yaml"))


def test_an_empty_config_changes_nothing(tmp_path: Path) -> None:
    assert config.load(written(tmp_path, "")).settings == Settings()
    assert config.load(written(tmp_path, "[tool.conduct-lint]\n", "pyproject.toml")).settings == Settings()


def test_the_nearest_config_holds_alone(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    written(tmp_path, "profile: thorough\nmin-severity: warning\n")
    written(tmp_path / "a", "profile: essential\n")
    configs = config.Configs()
    assert configs.of_folder(str(tmp_path)).settings.profile == "thorough"
    found = configs.of_folder(str(inner))
    assert (found.settings.profile, found.settings.min_severity) == ("essential", "notice")
    assert found.place(str(inner / "x.md")) == "b/x.md"


def test_yaml_before_pyproject_and_a_foreign_pyproject_is_passed_by(tmp_path: Path) -> None:
    written(tmp_path, '[tool.conduct-lint]\nprofile = "essential"\n', "pyproject.toml")
    assert config.Configs().of_folder(str(tmp_path)).settings.profile == "essential"
    written(tmp_path, "profile: thorough\n")
    assert config.Configs().of_folder(str(tmp_path)).settings.profile == "thorough"
    inner = tmp_path / "inner"
    inner.mkdir()
    written(inner, "[project]\nname = 'x'\n", "pyproject.toml")
    assert config.Configs().of_folder(str(inner)).settings.profile == "thorough"


def test_toml_is_read_only_where_it_is_ours(tmp_path: Path) -> None:
    written(tmp_path, "this is no TOML [", "pyproject.toml")
    assert config.file_in(str(tmp_path)) is None


def test_a_config_is_not_read_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "else.yaml").write_text("profile: thorough\n")
    inner = tmp_path / "inner"
    inner.mkdir()
    os.symlink(tmp_path / "else.yaml", inner / ".conduct-lint.yaml")
    with pytest.raises(ConfigError, match="symbolic link"):
        config.Configs().of_folder(str(inner))


def test_one_setting_on_the_command_line_goes_over_the_others() -> None:
    before = Settings(severities={"CLM002": "error"}, profile="thorough")
    after = config.override(before, "severity.LIM001=notice")
    assert after == Settings(severities={"CLM002": "error", "LIM001": "notice"}, profile="thorough")
    assert config.override(before, "ignore=[LIM, CLM]").ignore == ("LIM", "CLM")
    assert config.override(before, "preview=true").preview is True
    with pytest.raises(ConfigError, match=r"^--config profle: there is no setting `profle`; did you mean `profile`\?"):
        config.override(before, "profle=x")


def test_the_schema_for_editors_knows_the_same_keys_and_words() -> None:
    schema = json.loads((Path(data.folder()) / "config.schema.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]) == set(config_keys.KEYS)
    for key, (_, read) in config_keys.KEYS.items():
        for word in schema["properties"][key].get("enum", ()):
            assert read(word, (key,), lambda path: "") == word
        if "enum" in schema["properties"][key]:
            with pytest.raises(ConfigError):
                read("none of them", (key,), lambda path: "")
