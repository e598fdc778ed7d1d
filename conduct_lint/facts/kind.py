"""What kind of document a text is, and where it lives."""

from __future__ import annotations

import re

from conduct_lint import lexicon
from conduct_lint.document import Document, once
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

#: Keys that only one kind of card has (rules/vocabulary/card_fields.json; huggingface_hub repocard_data.py).
DATASET_KEYS = frozenset(
    "annotations_creators config_names configs dataset_info language_creators language_details multilinguality"
    " paperswithcode_id size_categories source_datasets task_categories task_ids train-eval-index".split()
)
MODEL_KEYS = frozenset(
    "base_model base_model_relation co2_eq_emissions instance_prompt library_name model-index model_name new_version"
    " pipeline_tag widget datasets metrics inference quantized_by model_creator".split()
)
#: Keys of model cards that cards of data sets carry as well, for what the data were used or measured with.
_OF_EITHER = frozenset(("datasets", "metrics"))
#: Keys of both kinds of card. Site generators use `tags` and `language` too, and anybody `license`.
SHARED_KEYS = frozenset("license license_name license_link language tags extra_gated_prompt extra_gated_fields".split())
SITE_KEYS = frozenset(
    "layout permalink slug date categories sidebar sidebar_label sidebar_position sidebar_title nav_order parent"
    " toctree hide_title weight draft".split()
)

_KEY = regex(r"^([A-Za-z_][\w-]*):(?=\s|$)", re.M)
_LATE_BLOCK = regex(r"^---[ \t]*\n((?:(?!---).*\n){1,80})", re.M)
_TITLE = regex(
    r"\b(?:model|modell|modelo)[ -]?(?:card|karte)\b|\bcarte (?:du|de) modèle|模型卡|モデルカード|모델 ?카드|карточка модели"
    r"|\b(?P<data>data(?:set)? ?(?:card|sheet)s?\b|数据集卡|データセットカード|데이터셋 ?카드|карточка датасета)",
    re.I,
)
#: A title that ends in the word for a data set, in scripts that write it last.
_NAMED_DATA = regex(r"\w{2,} ?(?:数据集|資料集|語料庫|语料库|データセット|コーパス|데이터 ?셋|말뭉치)\W*\Z")
#: A short title that ends so names a data set; "Plover on the Reed Dataset" does not.
_TITLED_DATA = regex(r"\W*(?:[\w.'’&-]+ ){1,3}(?:data ?sets?|corpus)\W*\Z", re.I)
_OF_DATA = regex(r"\b(?:on|with|for|from|using|trained|of)\b|model", re.I)
#: Heading of a page of TensorFlow Hub: format and handle.
_HANDLE = regex(r"(?:module|lite|tfjs|coral|placeholder|saved ?model) [\w.-]+/[\w./-]+\Z", re.I)
_RECOMMENDING = regex(
    r"\bawesome\b|\brecommend(?:ed|ations?)?\b|\b(?:curated|reading) list\b"
    r"|\b(?:overview|list|collection) of\b.{0,40}\b(?:models|llms)\b"
    r"|\b(?:best|top|favou?rite|featured|which|choos\w+)\b.{0,30}\b(?:models?|llms?)\b"
    r"|まとめ|一覧|推荐|汇总|추천|모음|empfehl|\brecomend|\brecommand|\baperçu des\b|рекоменд|подборка",
    re.I,
)
_HUB_MODEL = regex(
    r"https?://(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/|docs|blog|papers|collections/|organizations)([\w.-]+)/[\w.-]+"
)
#: How much of the beginning says what a text is about.
OPENING = 2_500
#: A text of no more words than this has little beside its subject.
_SHORT = 170


@once
def kind_of(document: Document) -> str:
    """The kind of a document: one of those in `rulefiles.KINDS`, or `other`.

    In this order: what source or settings say; the path; the Hub's keys in the front matter; the file name; headings and opening
    words; a list of recommended models; else `other`.
    """
    if document.source.kind:
        return document.source.kind
    return _by_path(document.name) or _by_keys(document) or _by_name(document.name) or _by_words(document)


@once
def platform_of(document: Document) -> str:
    """`hub` for a text that lives on the Hub: the source says so, or the front matter has the Hub's keys; else `elsewhere`."""
    if document.source.platform:
        return document.source.platform
    if document.name.endswith((".yaml", ".yml")):
        return "hub"
    return "hub" if _keys(document) & (DATASET_KEYS | MODEL_KEYS | SHARED_KEYS | {"sdk"}) else "elsewhere"


def _by_path(name: str) -> str | None:
    if not name.endswith((".yaml", ".yml")):
        return None
    parts = name.replace("\\", "/").split("/")
    if len(parts) > 1 and parts[-2] == ".eval_results":
        return "eval-results"
    return "benchmark-spec" if parts[-1] == "eval.yaml" else "other"


@once
def _keys(document: Document) -> frozenset[str]:
    """The top-level keys of the front matter, also of one that cannot be read or does not stand first; none of a site page."""
    front = document.front_matter
    keys = {key.raw for key, _ in front.data.entries}
    if not keys:
        block = front.body
        if block:
            source = document.text[block.start : block.end]
        elif front.problems:
            source = document.text[front.problems[0].span.start :][:3000].split("\n\n#", 1)[0]
        else:
            late = _LATE_BLOCK.search(document.plain, 0, 3000)
            source = late.group(1) if late else ""
        keys = set(_KEY.findall(source))
        if not block and not keys & (DATASET_KEYS | MODEL_KEYS) and len(keys & SHARED_KEYS) < 2:
            return frozenset()
    return frozenset(keys - SHARED_KEYS) if keys & SITE_KEYS else frozenset(keys)


def _by_keys(document: Document) -> str | None:
    keys = _keys(document)
    model, dataset = keys & MODEL_KEYS, keys & DATASET_KEYS
    if not dataset and model <= _OF_EITHER and _titled(document) == "dataset-card" and not _much_of_a_model(document):
        return "dataset-card"
    if model or dataset:
        # Keys of a data set on a text that speaks of a model alone are a slip.
        of_model = len(model) >= len(dataset) or (not _evidence(document).data and _much_of_a_model(document))
        return "model-card" if of_model else "dataset-card"
    if "sdk" in keys:
        return "space-card"
    if not keys & SHARED_KEYS:
        return None
    spoken, seen = _by_words(document), _evidence(document)
    titled = spoken == "dataset-card" and not _much_of_a_model(document)
    if titled or seen.data > seen.model or (seen.data == seen.model > 0 and _speaks_of_data_first(document)):
        return "dataset-card"
    # A lone license tells little: software has one too.
    about_software = spoken == "other" and len(keys & SHARED_KEYS) < 2 and seen.software > max(1, seen.model)
    return "other" if about_software else "model-card"


def _by_name(name: str) -> str | None:
    file = name.replace("\\", "/").rsplit("/", 1)[-1].lower()
    if not file.endswith((".md", ".mdx", ".markdown", ".txt")):
        return None
    if regex(r"model[ _-]?card").search(file):
        return "model-card"
    return "dataset-card" if regex(r"data(?:set)?[ _-]?(?:card|sheet)").search(file) else None


class Evidence(NamedTuple):
    """How much speaks of a model, of a data set, of software: opening sentences or different wordings in them, whichever are
    more, code that loads one, and different headings; those of the card templates also alone. "This repository", said again
    and again, is said once."""

    model: int
    model_headings: int
    data: int
    data_headings: int
    software: int


@once
def _evidence(document: Document) -> Evidence:
    known = lexicon.lexicon().headings
    found: dict[str, set[str]] = {"kind-model": set(), "kind-dataset": set(), "kind-software": set()}
    for section in document.sections:
        for title in _readings(section.title or ""):
            for topic in known.get(title, ()):
                if topic in found:
                    found[topic].add(title)
    headings = {topic: len(titles) for topic, titles in found.items()}
    words = {topic: _opening_words(document, topic) for topic in ("kind-model", "kind-dataset")}
    loads_model, loads_data = "from_pretrained(" in document.text, "load_dataset(" in document.text
    return Evidence(
        words["kind-model"] + headings["kind-model"] + loads_model,
        headings["kind-model"],
        words["kind-dataset"] + headings["kind-dataset"] + (loads_data and not loads_model),
        headings["kind-dataset"],
        _different_words(document, "kind-software") + headings["kind-software"],
    )


def _speaks_of_data_first(document: Document) -> bool:
    """True where the first word on the subject is that it is a data set: what follows may tell of models for it."""
    uses = lexicon.said(document)
    data, model = uses.get("kind-dataset", ()), uses.get("kind-model", ())
    return bool(data) and (not model or data[0].match.start() < model[0].match.start())


def _opening_uses(document: Document, topic: str) -> list[lexicon.Said]:
    limit = _opening(document)
    return [use for use in lexicon.said(document).get(topic, ()) if use.sentence.start < limit]


def _opening_words(document: Document, topic: str) -> int:
    uses = _opening_uses(document, topic)
    return max(len({use.sentence for use in uses}), len({use.wording for use in uses}))


def _different_words(document: Document, topic: str) -> int:
    return len({" ".join(use.match.group().split()) for use in _opening_uses(document, topic)})


def _readings(title: str) -> list[str]:
    """A heading as the lexicon writes it: lower case, no numbering, sign or "[optional]"; also each half of a bilingual one."""
    plain = regex(r"\[[^\]]*\]|^[\W\d_]+|[\W_]+\Z").sub("", title.lower())
    plain = " ".join(plain.split())
    halves = [half.strip() for half in regex(r"[/|()（）]").split(plain)] if regex(r"[/|()（）]").search(plain) else []
    return [plain, *halves]


def _opening(document: Document) -> int:
    """The offset where the opening ends: some two thousand characters of prose after the first word."""
    words = 0
    for block in document.blocks:
        if block.kind != "code":
            words += block.end - block.start
            if words > OPENING:
                return block.end
    return len(document.text)


def _opens_with_title(document: Document) -> bool:
    """False where words stand before the first title: it is one of a part then, like "Training corpus" in the card of a model."""
    heading = document.title.heading if document.title else None
    return not heading or not document.blocks or heading.start <= document.blocks[0].start


def _much_of_a_model(document: Document) -> bool:
    seen = _evidence(document)
    return seen.model > seen.data + 2


@once
def _titled(document: Document) -> str | None:
    """The kind of card that a text says in its title it is."""
    titles = [section.title for section in document.sections[:4] if section.title]
    title = (document.title.title or "") if document.title else ""
    if _NAMED_DATA.search(title) or (_TITLED_DATA.match(title) and not _OF_DATA.search(title) and _opens_with_title(document)):
        return "dataset-card"
    first = document.blocks[0] if document.blocks and not titles else None
    for title in [document.words_of(first)] if first and first.kind == "cell" else titles[:2]:
        named = _TITLE.search(title)
        if named:
            return "dataset-card" if named.group("data") else "model-card"
        if _HANDLE.match(title):
            return "model-card"
    return None


@once
def _by_words(document: Document) -> str:
    titled = _titled(document)
    if titled:
        return titled
    seen = _evidence(document)
    if seen.model_headings >= 2 or seen.data_headings >= 2:
        return "model-card" if seen.model_headings >= seen.data_headings else "dataset-card"
    if _recommends(document, [section.title for section in document.sections[:4] if section.title]):
        return "recommendation"
    told = max(seen.model, seen.data)
    # In a few lines one sentence is the whole subject; software is outweighed where much more is said of a model.
    few = seen.software == 0 and sum(document.words.values()) <= _SHORT
    if told < (1 if few else 2) or (seen.software > 1 and told * 2 < seen.software * 3):
        return "other"
    if seen.model == seen.data:
        return "dataset-card" if _speaks_of_data_first(document) else "model-card"
    return "model-card" if seen.model > seen.data else "dataset-card"


def _recommends(document: Document, titles: list[str]) -> bool:
    """True where a text whose title or opening recommends links three or more models of two or more owners."""
    linked = {m.group() for m in _HUB_MODEL.finditer(document.text)} if "huggingface.co/" in document.text else set()
    owners = {address.split("/")[3] for address in linked}
    if len(linked) < 3 or len(owners) < 2:
        return False
    opening = document.prose[: _opening(document)][:3000]
    return any(_RECOMMENDING.search(words) for words in (*titles, " ".join(opening.split())[:600]))
