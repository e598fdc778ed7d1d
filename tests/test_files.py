"""Which files are found, what is read, what is said of those that cannot be."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path

import pytest

from conduct_lint.config import Config, Configs
from conduct_lint.model import Text
from conduct_lint.settings import Settings
from conduct_lint.sources import files, ignore

CONFIGS = Configs(Config(Settings(), "/"))


def tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x\n")


def found(target: Path | str, configs: Configs = CONFIGS) -> list[str]:
    prefix = f"{target}/"
    return [place.path.removeprefix(prefix) for place in files.discover(str(target), configs)]


def read(path: Path, kind: str | None = None) -> Text:
    (place,) = files.discover(str(path), CONFIGS)
    return files.load(place, kind)


@pytest.fixture(autouse=True)
def forget() -> None:
    """Roots and platforms are remembered per folder; each test has folders of its own, and some change theirs."""
    files.root_of.cache_clear()
    files.platform_of.cache_clear()


# ── discovery ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_cards_are_found_by_name(tmp_path: Path) -> None:
    cards = [
        "README.md",
        "a/ReadMe.MD",
        "b/my-model-card-v2.md",
        "b/MODEL_CARD.md",
        "c/DatasetCard.md",
        ".eval_results/mmlu.yaml",
        "eval.yaml",
    ]
    others = [
        "a/notes.md",
        "README.txt",
        "configs/eval.yaml",
        "results/mmlu.yaml",
        "card.md",
        "a/README.md.bak",
        ".eval_results/x.json",
    ]
    tree(tmp_path, *cards, *others)
    assert sorted(found(tmp_path)) == sorted(cards)


def test_folders_of_others_are_passed_by(tmp_path: Path) -> None:
    tree(
        tmp_path,
        ".git/README.md",
        "node_modules/x/README.md",
        "env/pyvenv.cfg",
        "env/README.md",
        "env/lib/README.md",
        "ok/README.md",
    )
    assert found(tmp_path) == ["ok/README.md"]


def test_gitignore_files_are_honoured(tmp_path: Path) -> None:
    tree(tmp_path, ".git/HEAD", *(f"{name}/README.md" for name in ("a", "out/deep", "b/out", "b/kept", "c/x/y", "c/y")))
    (tmp_path / ".gitignore").write_text("# build\n/out/\nkept\nc/**/y/\n")
    (tmp_path / "b" / ".gitignore").write_text("!kept\n")
    assert found(tmp_path) == ["a/README.md", "b/kept/README.md", "b/out/README.md"]


def test_gitignore_files_above_the_target_hold(tmp_path: Path) -> None:
    tree(tmp_path, ".git/HEAD", "sub/in/README.md", "sub/out/README.md", "sub/x/README.md")
    (tmp_path / ".gitignore").write_text("sub/out\n")
    (tmp_path / ".git" / "info").mkdir()
    (tmp_path / ".git" / "info" / "exclude").write_text("x/\n")
    assert found(tmp_path / "sub") == ["in/README.md"]
    assert found(tmp_path / "sub" / "in") == ["README.md"]


def test_a_link_into_gits_own_folder_is_not_followed(tmp_path: Path) -> None:
    tree(tmp_path, ".git/config", "a/README.md")
    os.symlink(tmp_path / ".git" / "config", tmp_path / "README.md")
    assert found(tmp_path) == ["a/README.md"]
    assert "symbolic link" in read(tmp_path / "README.md").problem


def test_a_gitignore_is_not_read_through_a_link(tmp_path: Path) -> None:
    tree(tmp_path, "a/README.md")
    (tmp_path / "patterns").write_text("*\n")
    os.symlink(tmp_path / "patterns", tmp_path / "a" / ".gitignore")
    assert found(tmp_path) == ["a/README.md"]


@pytest.mark.parametrize(
    ("source", "patterns"),
    [
        ("\ufeffa\r\n\n# no\n\\#b\n", ["a", "\\#b"]),
        ("a  \nb\\ \n", ["a", "b\\ "]),
        ("!\n/\n!/\n", []),
    ],
)
def test_lines_of_a_gitignore(source: str, patterns: list[str]) -> None:
    assert [line.pattern for line in ignore.parse(source)] == patterns


def test_links_are_followed_only_within_the_root(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    tree(outside, "README.md", "folder/README.md")
    tree(root, "real/README.md")
    os.symlink(outside / "README.md", root / "README.md")
    os.symlink(outside / "folder", root / "folder")
    os.symlink(root / "real" / "README.md", root / "model-card.md")
    os.symlink(root, root / "loop")
    assert found(root) == ["model-card.md", "real/README.md"]


def test_a_named_link_out_of_the_repository_is_refused(tmp_path: Path) -> None:
    tree(tmp_path, "secret.md", "repo/.git/HEAD")
    os.symlink(tmp_path / "secret.md", tmp_path / "repo" / "README.md")
    text = read(tmp_path / "repo" / "README.md")
    assert (text.body, "symbolic link" in text.problem) == ("", True)


def test_a_named_link_outside_of_any_repository_is_read(tmp_path: Path) -> None:
    tree(tmp_path, "blob")
    (tmp_path / "a").mkdir()
    os.symlink(tmp_path / "blob", tmp_path / "a" / "README.md")
    assert read(tmp_path / "a" / "README.md").body == "x\n"


def test_the_hubs_cache_is_a_root_of_links(tmp_path: Path) -> None:
    repo = tmp_path / "models--me--tide"
    tree(repo, "blobs/abc", "blobs/def", "snapshots/1234/.gitattributes")
    snapshot = repo / "snapshots" / "1234"
    os.symlink("../../blobs/abc", snapshot / "README.md")
    os.symlink("../../blobs/def", snapshot / "LICENSE")
    assert found(snapshot) == ["README.md"]
    text = read(snapshot / "README.md")
    assert (text.body, text.platform, text.siblings.read("LICENSE")) == ("x\n", "hub", "x\n")


def test_exclude_and_kinds_are_read_from_the_configs_folder(tmp_path: Path) -> None:
    tree(tmp_path, "vendor/README.md", "sub/vendor/README.md", "cards/tide.md", "cards/old/tide.md", "x/cards/tide.md")
    configs = Configs(Config(Settings(exclude=("/vendor/",), kinds={"cards/*.md": "model-card"}), str(tmp_path)))
    assert found(tmp_path, configs) == ["cards/tide.md", "sub/vendor/README.md"]


def test_exclude_passes_by_a_named_file_only_by_force(tmp_path: Path) -> None:
    tree(tmp_path, "vendor/README.md")
    configs = Configs(Config(Settings(exclude=("vendor",)), str(tmp_path)))
    target = str(tmp_path / "vendor" / "README.md")
    assert len(list(files.discover(target, configs))) == 1
    assert not list(files.discover(target, configs, force_exclude=True))


def test_names_are_as_the_user_gave_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "a/README.md", "README.md")
    monkeypatch.chdir(tmp_path)
    assert found(".") == ["README.md", "a/README.md"]
    assert [place.path for place in files.discover("a/", CONFIGS)] == ["a/README.md"]
    assert [place.path for place in files.discover("./a/README.md", CONFIGS)] == ["./a/README.md"]
    monkeypatch.chdir(tmp_path / "a")
    assert [place.path for place in files.discover("..", CONFIGS)] == ["../README.md", "../a/README.md"]


def test_a_name_with_odd_characters_is_shown_safely_and_read(tmp_path: Path) -> None:
    name = "x\n::error::\x1b[31m\udcff"
    os.makedirs(os.fsencode(tmp_path / name))
    (tmp_path / name / "README.md").write_text("odd")
    (place,) = files.discover(str(tmp_path), CONFIGS)
    assert place.path.isprintable()
    assert files.load(place).body == "odd"


def test_a_deep_tree_is_walked(tmp_path: Path) -> None:
    depth = 200
    tree(tmp_path, "d/" * depth + "README.md")
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + depth // 2)
    try:
        assert found(tmp_path) == ["d/" * depth + "README.md"]
    finally:
        sys.setrecursionlimit(usual)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "body", "problem"),
    [
        (b"", "", ""),
        (b"\xef\xbb\xbfa\r\nb", "a\r\nb", ""),
        ("Gr\u00fc\u00dfe".encode(), "Gr\u00fc\u00dfe", ""),
        ("x".encode("utf-16"), "", "it is UTF-16, which the Hub and most tools cannot read; save it as UTF-8"),
        (b"\xfe\xff\0x", "", "it is UTF-16, which the Hub and most tools cannot read; save it as UTF-8"),
        (b"PK\3\4\0\0", "", "it is not text: there are NUL bytes in it"),
        (b"a\nGr\xfc", "", "byte 0xfc at offset 4 (line 2) is not UTF-8; save the file as UTF-8"),
        (b"\xef\xbb\xbfa\nGr\xfc", "", "byte 0xfc at offset 7 (line 2) is not UTF-8; save the file as UTF-8"),
        (b"a" * 5_000_001, "", "it is too large to read fully: more than 5 MB"),
    ],
)
def test_what_bytes_say(content: bytes, body: str, problem: str) -> None:
    assert files.decode(content) == (body, problem)


def test_a_nul_far_down_is_no_binary_file() -> None:
    assert files.decode(b"a" * 9000 + b"\0")[1] == ""


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    tree(tmp_path, "README.md")
    assert read(tmp_path / "REDME.md").problem == "there is no such file or folder; did you mean README.md?"
    assert read(tmp_path / "nothing-like-it").problem == "there is no such file or folder"
    assert read(tmp_path / "README.md" / "x").problem == "there is no such file or folder"
    assert read(tmp_path / "no" / "x").problem == "there is no such file or folder"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    tree(tmp_path, "README.md", "sub/README.md")
    (tmp_path / "README.md").chmod(0)
    (tmp_path / "sub").chmod(0)
    try:
        assert read(tmp_path / "README.md").problem == "it cannot be read: permission denied"
        (_, folder) = files.discover(str(tmp_path), CONFIGS)
        assert files.load(folder).problem == "the folder cannot be listed: permission denied"
    finally:
        (tmp_path / "sub").chmod(0o700)


def test_permission_denied_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same as above for a test run by the superuser."""
    tree(tmp_path, "README.md")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", denied)
    assert read(tmp_path / "README.md").problem == "it cannot be read: permission denied"
    monkeypatch.setattr(os, "scandir", denied)
    (folder,) = files.discover(str(tmp_path), CONFIGS)
    assert files.load(folder).problem == "the folder cannot be listed: permission denied"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_found_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "README.md")
    assert found(tmp_path) == []


# ── what lies around ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_siblings_on_disk(tmp_path: Path) -> None:
    tree(
        tmp_path, "secret", "repo/.git/HEAD", "repo/LICENSE", "repo/a/README.md", "repo/a/x/y.txt", "repo/a/.eval_results/m.yaml"
    )
    repo = tmp_path / "repo"
    os.symlink(tmp_path / "secret", repo / "a" / "link")
    os.symlink(repo / "a" / "x", repo / "a" / "folder-link")
    (repo / "a" / "large").write_bytes(b"a" * 1_000_001)
    (repo / "a" / "latin").write_bytes(b"\xfc")
    siblings = read(repo / "a" / "README.md").siblings
    assert siblings.names() == (
        ".eval_results",
        ".eval_results/m.yaml",
        "README.md",
        "folder-link",
        "large",
        "latin",
        "link",
        "x",
    )
    assert siblings.read("x/y.txt") == "x\n"
    assert siblings.read("../LICENSE") == "x\n"
    for name in (
        "link",
        "folder-link/y.txt",
        "../../secret",
        "/etc/passwd",
        "x/../../../secret",
        "large",
        "latin",
        "none",
        "x",
        "a\0b",
        "",
    ):
        assert siblings.read(name) is None, name
    for name, there in (
        ("x/y.txt", True),
        ("x", True),
        ("none", False),
        ("large", True),
        ("link", None),
        ("../../secret", None),
        ("", None),
    ):
        assert siblings.exists(name) is there, name


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://huggingface.co/me/tide", "hub"),
        ("https://user:token@huggingface.co/datasets/me/tide", "hub"),
        ("git@hf.co:me/tide", "hub"),
        ("ssh://git@hf.co/me/tide", "hub"),
        ("https://github.com/me/huggingface.co", None),
        ("https://nothuggingface.co/me/tide", None),
    ],
)
def test_a_remote_on_the_hub_tells_the_platform(tmp_path: Path, url: str, platform: str | None) -> None:
    tree(tmp_path, "README.md", "a/README.md")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text(f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {url}\n')
    assert read(tmp_path / "README.md").platform == platform
    assert read(tmp_path / "a" / "README.md").platform == platform


def test_the_config_says_the_platform_first(tmp_path: Path) -> None:
    tree(tmp_path, "README.md", ".git/HEAD")
    (tmp_path / ".git" / "config").write_text('[remote "origin"]\nurl = https://hf.co/a/b\n')
    configs = Configs(Config(Settings(platform="elsewhere"), str(tmp_path)))
    (place,) = files.discover(str(tmp_path), configs)
    assert files.load(place).platform == "elsewhere"


def test_standard_input_stands_for_a_path(tmp_path: Path) -> None:
    tree(tmp_path, "LICENSE")
    config = Config(Settings(), str(tmp_path))
    text = files.load_stdin(b"# A\n", str(tmp_path / "README.md"), config, "model-card")
    assert (text.body, text.kind, text.place, text.siblings.read("LICENSE")) == ("# A\n", "model-card", "README.md", "x\n")
    alone = files.load_stdin(b"# A\n", "", config)
    assert (alone.name, alone.siblings.names()) == ("-", None)
    elsewhere = files.load_stdin(b"# A\n", "not/there/README.md", config)
    assert elsewhere.siblings.names() is None


def test_a_folder_is_listed_once_for_all_its_files_and_again_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".eval_results").mkdir()
    (tmp_path / "README.md").write_text("# Tern\n")
    listed: list[str] = []
    listdir = os.listdir
    monkeypatch.setattr(os, "listdir", lambda path: listed.append(str(path)) or listdir(path))
    assert [files.Disk(str(tmp_path), None).names() for _ in range(3)] == [(".eval_results", "README.md")] * 3
    assert listed == [str(tmp_path), str(tmp_path / ".eval_results")]
    for place, time in ((tmp_path / "LICENSE", 1), (tmp_path / ".eval_results" / "tide.yaml", 2)):
        place.write_text("")
        os.utime(place.parent, (time, time))
    assert files.Disk(str(tmp_path), None).names() == (".eval_results", ".eval_results/tide.yaml", "LICENSE", "README.md")
