"""Puts the compiled rule table into the wheel, so that no run has to read a hundred YAML files."""

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
            from conduct_lint import table

            compiled = table.compile_folder(os.path.join(self.root, "rules"))
        finally:
            sys.path.remove(self.root)
        self.folder = tempfile.mkdtemp()
        for path in table.save(compiled, self.folder):
            os.chmod(path, 0o644)
            build_data["force_include"][path] = f"conduct_lint/rules/{os.path.basename(path)}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)
