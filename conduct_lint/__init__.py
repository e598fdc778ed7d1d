"""conduct-lint: holds model cards, dataset cards and contributions to an AI community's code of conduct."""

from __future__ import annotations

__version__ = "0.1.0"
