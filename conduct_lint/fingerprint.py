"""What tells the same finding in two versions of a text, for baselines and for code scanning."""

from __future__ import annotations

from conduct_lint.model import Finding

#: Hexadecimal digits kept: 64 bits are plenty for the findings of one repository.
LENGTH = 16


def fingerprint(finding: Finding) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the finding's identity, which never holds a private value."""
    import hashlib

    return hashlib.sha256(finding.identity.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
