"""Puts the compiled rule table and the code of the expressions into the wheel, so that no run has to make them."""

from __future__ import annotations

import os
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
        sys.path.insert(0, self.root)
        try:
            from conduct_lint import patterns, table

            folder = os.path.join(self.root, "rules")
            compiled = table.compile_folder(folder)
            code = patterns.packed(patterns.needed(folder))
        finally:
            sys.path.remove(self.root)
        self.folder = tempfile.mkdtemp()
        expressions = os.path.join(self.folder, patterns.FILE)
        with open(expressions, "wb") as file:
            file.write(code)
        for path in (*table.save(compiled, self.folder), expressions):
            os.chmod(path, 0o644)
            build_data["force_include"][path] = f"conduct_lint/rules/{os.path.basename(path)}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)
