"""Puts the compiled rule table and the code of the expressions into the wheel, so that no run has to make them."""

from __future__ import annotations

import ast
import contextlib
import glob
import importlib
import json
import os
import pkgutil
import re
import shutil
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TableHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles `rules/` with the linter's own loader. An editable install reads the YAML files themselves."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        self.folder = tempfile.mkdtemp()
        sys.path.insert(0, self.root)
        try:
            self._make(os.path.join(self.root, "rules"))
        finally:
            sys.path.remove(self.root)
        for name in sorted(os.listdir(self.folder)):
            path = os.path.join(self.folder, name)
            os.chmod(path, 0o644)
            build_data["force_include"][path] = f"conduct_lint/rules/{name}"

    def _make(self, rules: str) -> None:
        from conduct_lint import lexicon, patterns, table
        from conduct_lint.cli import check, fast

        compiled = table.compile_folder(rules)
        table.save(compiled, self.folder)
        with open(os.path.join(self.folder, fast.FILE), "w", encoding="utf-8") as file:
            json.dump(fast.rows(check.command), file)
        _use(compiled)
        _name_written(os.path.join(self.root, "conduct_lint"))
        lexicon.make_asked()
        by_language = sorted(compiled["lexicon"]["wordings"], key=lambda row: row[1])
        wordings = [(say, 0) for _, _, _, say, anchors, *_ in by_language if anchors]
        with open(os.path.join(self.folder, patterns.FILE), "wb") as code:
            code.write(patterns.packed([*patterns.named(), *patterns.all_known(), *wordings]))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


def _use(compiled: dict[str, Any]) -> None:
    """Import every module and read every rule's first examples, so that all expressions that a card needs are made once."""
    import conduct_lint
    from conduct_lint import facts
    from conduct_lint.engine import Linter
    from conduct_lint.model import Text

    for module in pkgutil.walk_packages(conduct_lint.__path__, "conduct_lint."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    linter = Linter()
    for rule in compiled["rules"]:
        for example in (*rule["examples"]["bad"][:2], *rule["examples"]["good"][:2]):
            text = Text("README.md", example["text"], example.get("kind") or rule["kinds"][0])
            linter.lint(text)
            facts.facts(linter.document(text))


def _name_written(package: str) -> None:
    """Name every expression that stands in the code with nothing but literals: inside a function, else only a lucky example meets
    it. Those put together of constants are named when their module is imported, the rest when `_use` reads examples."""
    from conduct_lint import lexicon, patterns

    makers = {"regex": patterns.regex, "pattern": lexicon.pattern, "framed": lexicon.framed}
    # In one order everywhere: what is built from the same files is the same.
    for path in sorted(glob.glob(os.path.join(package, "**", "*.py"), recursive=True)):
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers:
                with contextlib.suppress(NameError):  # it is put together of parts
                    eval(compile(ast.Expression(node), path, "eval"), {**makers, "re": re})
