"""The config of a project: `.conduct-lint.yaml`, or `[tool.conduct-lint]` in `pyproject.toml`.

The nearest one above a text holds, alone. It selects and tunes; it never names code. Whatever it gets wrong is said with file
and line. Globs are read from the folder of the file.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from importlib import import_module

from conduct_lint.named import NamedTuple
from conduct_lint.settings import ConfigError, Settings
from conduct_lint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conduct_lint.config_keys import Path, Where

FILES = (".conduct-lint.yaml", ".conduct-lint.yml")
PYPROJECT = "pyproject.toml"
TABLE = "tool.conduct-lint"
MAX_BYTES = 1_000_000


class Config(NamedTuple):
    """Settings with the file that they come from and the folder from which their globs are read."""

    settings: Settings
    folder: str
    file: str | None = None

    def place(self, path: str) -> str:
        """An absolute path as the globs see it: relative to the folder, with `/`."""
        if path.startswith(self.folder + os.sep):
            inside = path[len(self.folder) + 1 :]
        else:
            try:
                inside = os.path.relpath(path, self.folder)
            except ValueError:  # another drive
                inside = path
        return inside.replace(os.sep, "/")


class Configs:
    """The config of each folder, read once.

    Arguments: `fixed` holds for every folder (`--config`, `--isolated`); `adjust` puts the command line over what a file says.
    """

    def __init__(self, fixed: Config | None = None, adjust: Callable[[Settings], Settings] = lambda settings: settings) -> None:
        self._adjust = adjust
        self._here = Config(adjust(Settings()), os.getcwd())
        self._fixed = fixed and fixed._replace(settings=adjust(fixed.settings))
        self._found: dict[str, Config] = {}

    def of_folder(self, folder: str) -> Config:
        """The config for the texts of an absolute folder. Raises ConfigError."""
        if self._fixed:
            return self._fixed
        passed: list[str] = []
        at, config = folder, None
        while config is None:
            config = self._found.get(at)
            if config is None and (file := file_in(at)):
                if os.path.islink(file):
                    raise ConfigError(f"{file}: a config is not read through a symbolic link; name the file by --config")
                read = load(file)
                config = read._replace(settings=self._adjust(read.settings))
            passed.append(at)
            above = os.path.dirname(at)
            if config is None and above == at:
                config = self._here
            at = above
        self._found.update(dict.fromkeys(passed, config))
        return config


def file_in(folder: str) -> str | None:
    """The config file that lies in this very folder."""
    for name in FILES:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    path = os.path.join(folder, PYPROJECT)
    try:
        with open(path, "rb") as file:
            return path if f"[{TABLE}".encode() in file.read(MAX_BYTES) else None
    except OSError:
        return None


def load(file: str) -> Config:
    """Read a config file. Raises ConfigError with the place of what is wrong, and for a file that cannot be read."""
    name = os.path.relpath(file) if not os.path.isabs(file) or file.startswith(os.getcwd() + os.sep) else file
    try:
        with open(file, "rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{name}: it cannot be read: {error.strerror}") from None
    return parsed(content, name, file)


def parsed(content: bytes, name: str, file: str) -> Config:
    """The config that a file of this content holds.

    Arguments: `name` is what messages call the file, `file` its path, whose folder the globs are read from. Raises ConfigError.
    """
    try:
        source = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name}: byte {error.start} is not UTF-8") from None
    if len(content) > MAX_BYTES:
        raise ConfigError(f"{name}: it is too large for a config")
    from conduct_lint.config_keys import settings

    data, where = (_toml if file.endswith(".toml") else _yaml)(source, name)
    return Config(settings(data, where), os.path.dirname(os.path.abspath(file)), file)


def override(before: Settings, pair: str) -> Settings:
    """Settings with one `key=value` of the command line over them; `key` may be dotted, the value is YAML. Raises ConfigError."""
    from conduct_lint.config_keys import settings

    key, _, value = pair.partition("=")
    data, _ = _yaml(f"value: {value}\n", "--config")
    inner = (data or {}).get("value")
    for part in reversed(key.strip().split(".")):
        inner = {part: inner}
    return settings(inner, lambda path: f"--config {key.strip()}", before)


def _yaml(source: str, name: str) -> tuple[Any, Where]:
    from conduct_lint import frontmatter

    root, problem = frontmatter.compose(source)

    def line(span: Any) -> str:
        return f"{name}:{source.count(chr(10), 0, span.start) + 1}"

    if problem:
        raise ConfigError(f"{line(problem.span)}: this is not YAML: {problem.words}")

    def twice(node: frontmatter.Node | None) -> None:
        if isinstance(node, frontmatter.Mapping):
            for _, again in node.duplicates():
                raise ConfigError(f"{line(again.span)}: `{again.raw}` stands twice")
            for _, value in node.entries:
                twice(value)
        elif isinstance(node, frontmatter.Sequence):
            for item in node.items:
                twice(item)

    twice(root)

    def where(path: Path) -> str:
        node, at = root, root
        for step in path:
            if isinstance(node, frontmatter.Mapping) and isinstance(step, str):
                at, node = node.key(step), node.get(step)
            elif isinstance(node, frontmatter.Sequence) and isinstance(step, int):
                at = node = node.items[step]
        return line(at.span) if at else name

    return frontmatter.plain(root), where


def _toml(source: str, name: str) -> tuple[Any, Where]:
    tomllib = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        whole = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        raise ConfigError(f"{name}:{found.group(1) if found else 1}: this is not TOML: {error}") from None
    data = whole.get("tool", {}).get("conduct-lint") if isinstance(whole.get("tool"), dict) else None

    def where(path: Path) -> str:
        """tomllib keeps no places: the keys are looked for one after the other from the table's own header on."""
        value: Any = data
        at = source.find(f"[{TABLE}")
        for step in path:
            value = value[step]
            word = step if isinstance(step, str) else str(value)
            found = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])").search(source, max(at, 0))
            at = found.start() if found else at
        return f"{name}:{source.count(chr(10), 0, max(at, 0)) + 1}"

    return data, where
