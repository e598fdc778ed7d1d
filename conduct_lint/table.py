"""The rule set and the lexicon as one plain table: read ready-made from the wheel, or made from the YAML files of a checkout.

There is one loader, `compile_folder`; the wheel ships what it made (a test asserts that both are equal).
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from typing import Any

from conduct_lint import data

FILE = "table.json"


@lru_cache(maxsize=1)
def read() -> dict[str, Any]:
    """The built-in table: `rules` (list), `lexicon`, `clauses`."""
    try:
        with open(os.path.join(data.folder(), FILE), encoding="utf-8") as file:
            table: dict[str, Any] = json.load(file)
            return table
    except FileNotFoundError:
        return compile_folder(data.folder())


def compile_folder(folder: str) -> dict[str, Any]:
    """Make the table from a folder of rules. Raises RuleError or LexiconError naming the file that is wrong."""
    from conduct_lint import lexicon, rulefiles

    return {
        "rules": rulefiles.compile_rules(folder),
        "lexicon": lexicon.compile_files(rulefiles.yaml_files(os.path.join(folder, "lexicon"))),
        "clauses": rulefiles.clauses(folder),
    }
