"""What a heading names: titles as people write them, brought to the form in which the lexicon lists them."""

from __future__ import annotations

from functools import lru_cache

from conduct_lint.lexicon import lexicon
from conduct_lint.patterns import regex

#: The lexicon topics whose headings divide a card. `aside`: something else; `rationale`: why it was made;
#: `data_origin`: see `topics.words_for`.
NAMED = frozenset("limitations intended_use out_of_scope bias_risks training_data data_origin citation rationale aside".split())
#: Longer titles are sentences.
LONGEST = 90

#: Letters of scripts in which one says as much as three of ours.
_WIDE = regex(r"[\u3040-\u30ff\u3400-\u9fff]")
_BRACKETED = regex(r"\[[^\]]*\]|[(（][^()（）]*[)）]|[{}<>]")
_EDGE = regex(r"^(?:(?:\d+|[ivx]+|[a-z])[.)]+ ?(?:\d+\.?)*|[\W\d_])+|[\W_]+\Z")
_JOINT = regex(
    r"(?: *(?:[,&/|:：、・＆+;；·]|(?<!\w)(?:and|und|et|y|e|и|or|o|ou|oder|или)(?!\w)"
    r"|以及|及び|および|及|和|与|と|や|및|(?<=\w)[와과](?= )|(?<= )[-–—](?= )) *)+"
)
#: Where a title goes on in another language: "引用 Citation", "Acknowledgments 謝辞", "사용한 dataset".
_SEAM = regex(r"(?<=[\u3040-\u9fff\uac00-\ud7af]) ?(?=[a-z])|(?<=[a-z]) ?(?=[\u3040-\u9fff\uac00-\ud7af])")
_SIDE = regex(r"[(（\[]([^()（）\[\]]+)[)）\]]")
_HEAD = regex(r"(.+?) (?:of|for|in|on|with|from|about|when|to) .+")


def normal(title: str) -> str:
    """`title` in lower case without markup, signs, numbering, brackets, "[optional]" and final punctuation."""
    plain = _BRACKETED.sub(" ", title.lower().replace("’", "'").replace("\\", ""))
    plain = " ".join(regex(r"[*`_#~]+").sub(" ", plain).split())
    return _EDGE.sub("", plain).strip()


@lru_cache(maxsize=4096)
def named(title: str) -> tuple[str, ...]:
    """The lexicon topics that a title names, in the order of its words; empty for a title that is not listed.

    The whole title is looked up first, then what stands in brackets ("局限性 (Limitations)") and the pieces between commas,
    "and", slashes and colons ("Bias, Risks, and Limitations"), then its head ("Limitations of the tokenizer").
    """
    if len(title) + 2 * len(_WIDE.findall(title)) > LONGEST:
        return ()
    known = lexicon().headings
    plain = normal(title)
    whole = tuple(topic for topic in known.get(plain, ()) if topic in NAMED)
    if whole:
        return whole
    if plain.count("|") > 1:
        return ()
    pieces = [*_JOINT.split(plain), *(normal(side) for side in _SIDE.findall(title))]
    if not plain.isascii():
        pieces += [part for piece in pieces for part in _SEAM.split(piece)]
    topics: dict[str, None] = {}
    for piece in pieces:
        for topic in known.get(piece.strip(), ()):
            if topic in NAMED:
                topics.setdefault(topic)
    if not topics and (head := _HEAD.fullmatch(plain)):
        topics = dict.fromkeys(topic for topic in known.get(head.group(1), ()) if topic in NAMED)
    return tuple(topics)


@lru_cache(maxsize=4096)
def mixed(title: str) -> bool:
    """True where some pieces of a title name a topic and others something else: "Purpose and features"."""
    pieces = [named(piece) for piece in _JOINT.split(normal(title)) if piece.strip()]
    return any(pieces) and not all(pieces)
