"""One line a finding."""

from __future__ import annotations

from .samples import broken, harbour, said, skipped, tide

HARBOUR = """\
cards/harbour.md:2:10: error LIC002 "MIT" is not how the Hub spells this license. [unknown-license]
cards/harbour.md:5:1: notice LIM003 No intended use is stated. [missing-intended-use]
cards/harbour.md:5:1: notice ATT001 Nothing tells how to cite. [missing-citation]
cards/harbour.md:5:1: warning MIS001 No reader is warned. [missing-misuse-warning]
cards/harbour.md:7:80: warning LIC004 The text names another license than the metadata. [license-mismatch]
cards/harbour.md:8:10: warning PRV001 An address that looks private: [e-mail address]. [private-email]
cards/harbour.md:16:14: error BEN005 An accuracy of 104 % is more than all. [impossible-value]
cards/harbour.md:18:6: notice INC006 The link is called “here”. [uninformative-link]
cards/harbour.md:18:40: notice INC006 The link is called “here”. [uninformative-link]
cards/broken.md: fault of conduct-lint in BEN001, not of your text: KeyError in results, line 30 of results.py
"""


def test_word_for_word() -> None:
    assert said("concise", [harbour(), tide(), broken(), skipped()]) == HARBOUR
