"""Puts the compiled rule table into the wheel, so that no run has to read a hundred YAML files."""

from __future__ import annotations

import json
import os
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
        handle, self.path = tempfile.mkstemp(suffix=".json")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(compiled, file, ensure_ascii=False, separators=(",", ":"))
        os.chmod(self.path, 0o644)
        build_data["force_include"][self.path] = f"conduct_lint/rules/{table.FILE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "path"):
            os.remove(self.path)
