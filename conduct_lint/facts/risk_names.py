"""What metadata, titles and ids tell of the kinds of risk of a model or data set.

Tags and families stand in `rules/vocabulary/risk_tags.json`, words in names in `rules/lexicon/risk-name.*.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conduct_lint.document import Document, once
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.lineage import upstream
from conduct_lint.facts.measures import mentions
from conduct_lint.facts.model_index import entries
from conduct_lint.facts.subject import subject
from conduct_lint.frontmatter import strings
from conduct_lint.lexicon import pattern, said
from conduct_lint.model import Span
from conduct_lint.patterns import regex
from conduct_lint.vocabulary import vocabulary

_SIGNS, _CAPITALS = regex(r"[\W\d_]+"), regex(r"(?<=[a-z])(?=[A-Z])")


def context(kind: str) -> re.Pattern[str]:
    """What stands around a wording of a risk or in a name."""
    return pattern("risk_context", kind, lower=True)


def of_somebody(document: Document) -> Span | None:
    """The prompt that a model was trained with where it calls up a person: `sks woman`."""
    prompts = strings(document.front_matter.data.get("instance_prompt"))
    found = (
        prompt.span
        for prompt in prompts
        if context("somebody").search(prompt.raw.lower()) and not context("drawn").search(prompt.raw.lower())
    )
    return next(found, None)


@once
def tags(document: Document) -> tuple[tuple[str, Span], ...]:
    """Pipeline tag and tags of the metadata, lower case, with their places; the pipeline tag is written `pipeline:<id>`."""
    data = document.front_matter.data
    found = [(f"pipeline:{s.raw.strip().lower()}", s.span) for s in strings(data.get("pipeline_tag"))]
    for key in ("tags", "tag", "task", "tasks", "library_name"):
        found += [(s.raw.strip().lower(), s.span) for s in strings(data.get(key))]
    found += [(s.raw.strip().lower(), s.span) for s in strings(data.get("task_categories"))]
    return tuple(found)


def tagged(document: Document) -> list[tuple[str, Span]]:
    """The kinds that metadata tell: tags, a library, names of what it was made from, a license that goes with one kind."""
    table = vocabulary("risk_tags")
    listed = tags(document)
    found = []
    of_data = kind_of(document) == "dataset-card"
    for tag, span in listed:
        for category, values in table.items():
            # Data sets name each task that somebody might try with them.
            if of_data and category == "generative-text" and tag.removeprefix("pipeline:") in values["tasks"]:
                continue
            if tag in values["tags"] or (tag.startswith("pipeline:") and tag[9:] in values["pipelines"]):
                found.append((category, span))
    if for_adults := next((span for tag, span in listed if tag == "not-for-all-audiences"), None):
        title = document.title.title if document.title and document.title.title else ""
        data = [scalar.raw for key in ("datasets", "base_model") for scalar in strings(document.front_matter.data.get(key))]
        # The tag alone is set for violence, for toxic data and for nothing.
        if any(context("role-play-name").search(_spread(name)) for name in (title, *data, *(tag for tag, _ in listed))):
            found.append(("sexual-content", for_adults))
    if not found and (library := next((span for tag, span in listed if tag == "diffusers"), None)) and _draws(listed):
        found.append(("generative-image-video", library))
    if (
        not found
        and not any(tag.startswith("pipeline:") for tag, _ in listed)
        and not strings(document.front_matter.data.get("library_name"))
    ):
        found += _licensed(document)
    return found


def _spread(name: str) -> str:
    """The words of a name in lower case: `TideRP-2` is `tide rp`."""
    return _SIGNS.sub(" ", _CAPITALS.sub(" ", name).lower())


def _licensed(document: Document) -> Iterator[tuple[str, Span]]:
    """The license of Stable Diffusion and its like on a model that talks of pictures and does not tell what it does."""
    for scalar in strings(document.front_matter.data.get("license")):
        for kind, values in vocabulary("risk_tags").items():
            if (
                scalar.raw.strip().lower() in values.get("licenses", ())
                and kind_of(document) == "model-card"
                and context("pictures").search(document.text.lower())
            ):
                yield kind, scalar.span


def _draws(listed: tuple[tuple[str, Span], ...]) -> bool:
    """Whether a model for the library `diffusers` makes pictures: no tag says that it makes sound or acts."""
    pipelines = [tag[9:] for tag, _ in listed if tag.startswith("pipeline:")]
    return all("image" in pipeline or "video" in pipeline for pipeline in pipelines) and not any(
        context("no-picture-name").search(tag) for tag, _ in listed
    )


def clones(document: Document) -> bool:
    """Whether the model speaks with voices of people that its users bring."""
    if any(context("clones").search(tag) for tag, _ in tags(document)):
        return True
    uses = [*said(document).get("risk", ()), *said(document).get("risk-name", ())]
    return any(use.wording.kind == "voice-cloning-tts" and context("clones").search(use.match.group()) for use in uses)


_ID = regex(r"(?<![\w/.-])[\w.-]{2,40}/[\w.-]{4,80}")


def by_name(document: Document) -> Iterator[tuple[str, Span]]:
    """What the title of a contribution tells of a model's kind, where the title names or adds a model; a fix of one tells
    nothing."""
    about = subject(document)
    if about.about == "model" and about.span:
        for use in said(document).get("risk-name", ()):
            if about.span.start <= use.match.start() < about.span.end:
                yield use.wording.kind, about.span
    if about.about == "model":
        for m in _ID.finditer(document.text):
            # The model that another was made from passes on what it lacks; one of many that were merged may not.
            if context("base-before").search(document.text[max(0, m.start() - _LEAD) : m.start()].lower()):
                for mention in mentions(m.group().replace("_", "-").rsplit("/", 1)[-1], "risk-name"):
                    yield mention.kind, Span(*m.span())


#: What stands further before an id does not tell what it is.
_LEAD = 40


def by_own_names(document: Document) -> Iterator[tuple[str, Span]]:
    """What the names of a model or data set tell of its kind: its title, and the one checkpoint that it was made from."""
    title = document.title
    if title and title.heading and title.title:
        place = Span(title.heading.start, title.heading.end)
        for mention in mentions(_spread(title.title[:120]), "risk-topic"):
            yield mention.kind, place
        if kind_of(document) == "model-card" and not context("negated-name").search(title.title.lower()):
            for mention in mentions(title.title[:120].replace("_", "-"), "risk-name"):
                yield mention.kind, place
    if kind_of(document) != "model-card":
        return
    parents = upstream(document)
    if len(parents) == 1 and (told := parents[0].metadata_span or parents[0].prose_span):
        for mention in mentions(_spread(parents[0].model)[:120], "risk-topic"):
            if mention.kind == "medical":
                yield mention.kind, told
    bases = strings(document.front_matter.data.get("base_model"))
    if len({scalar.raw for scalar in bases}) == 1:
        name = bases[0].raw.rsplit("/", 1)[-1].replace("_", "-")[:120]
        for kind in [*(mention.kind for mention in mentions(name, "risk-name")), *_families(name.lower())]:
            if kind != "generative-text":  # `writes` decides with all names and tags
                yield kind, bases[0].span


def writes(document: Document) -> tuple[str, Span] | None:
    """Where names, words or code tell that a model writes text: its title or one of what it was made from is of a family of such
    models, or counts billions of weights; and no tag or name tells that it does something else."""
    listed = [tag for tag, _ in tags(document)]
    pipelines = [tag[9:] for tag in listed if tag.startswith("pipeline:")]
    if kind_of(document) != "model-card" or pipelines or any(context("no-text-name").search(tag) for tag in listed):
        return None
    measured = [entry for entry in entries(document) if entry.task]
    if measured:
        pipelines = vocabulary("risk_tags")["generative-text"]["pipelines"]
        writing = next((entry.span for entry in measured if entry.task in pipelines), None)
        if writing or all(context("no-text-name").search(entry.task) for entry in measured):
            return ("generative-text", writing) if writing else None
    title = document.title
    named: list[tuple[str, Span | None]] = []
    if title and title.heading and title.title:
        named.append((title.title[:120], Span(title.heading.start, title.heading.end)))
    named += [(parent.model, parent.metadata_span or parent.prose_span) for parent in upstream(document)]
    if any(context("no-text-name").search(_spread(name)) for name, _ in named):
        return None
    for name, place in named:
        name = name.rsplit("/", 1)[-1].lower()
        if place and (_BILLIONS.search(name) or "generative-text" in _families(name)):
            return "generative-text", place
    opening = early(document)
    for use in said(document).get("risk", ()):
        if use.wording.kind == "writes" and use.match.start() < opening:
            before = document.lower[max(use.sentence.start, use.match.start() - 60) : use.match.start()]
            if not context("negated-before").search(before):
                return "generative-text", use.sentence
    loaded = _LOADED.search(document.text) if "LM" in document.text or "eneration" in document.text else None
    return ("generative-text", Span(*loaded.span())) if loaded else None


#: The classes and the tasks by which a model that writes text is loaded.
_LOADED = regex(
    r"For(?:Causal|Seq2Seq)LM\b|\bGPT2LMHeadModel\b|\b(?:MT5|T5|M?Bart)ForConditionalGeneration\b"
    r"|[\"']text(?:2text)?-generation[\"']"
)
#: A number of weights that only models of language reach, as far as names tell.
_BILLIONS = regex(r"(?<![a-z\d.])\d+(?:\.\d+)?b(?![a-z\d])")


def _families(name: str) -> Iterator[str]:
    """The kinds of the families of checkpoints that a name begins a part with: what is made from one makes the same."""
    name = "-" + regex(r"[^a-z0-9]+").sub("-", name)
    for kind, values in vocabulary("risk_tags").items():
        for family in values.get("families", ()):
            at = name.find("-" + family)
            if at >= 0 and not name[at + len(family) + 1 :][:1].isalpha():
                yield kind
                break


def is_detector(document: Document) -> str:
    """`classifier` where the metadata says that it sorts or finds things, `text` where the title says so, else empty."""
    found = [tag for tag, _ in tags(document)]
    pipeline = next((tag[9:] for tag in found if tag.startswith("pipeline:")), "")
    generates = any(word in found for word in ("text-generation", "text-to-image", "conversational"))
    for word in [pipeline] if pipeline or generates else found:
        if word.endswith(("-classification", "-detection", "-segmentation")):
            return "classifier"
    title = document.title
    words = (title.title or "").lower() if title else ""
    if context("sorting-name").search(words):
        return "text"
    opening = document.lower[: early(document)]
    return "text" if context("guarding").search(opening) and context("guards").search(opening) else ""


def finds_fakes(document: Document) -> bool:
    """Whether title or tags say that it finds what was faked or sent to attack."""
    title = document.title
    names = [(title.title or "").lower() if title else "", *(tag for tag, _ in tags(document))]
    return any(context("fakes-name").search(name.replace("_", "-")) for name in names)


def early(document: Document) -> int:
    """Where the opening ends: title and what follows it, up to the block that passes 1,200 characters."""
    title = document.title
    start = title.heading.start if title and title.heading else (document.front_matter.span or Span(0, 0)).end
    blocks = (b for b in document.blocks if b.start >= start and b.kind in ("paragraph", "heading", "cell"))
    seen = 0
    for block in blocks:
        seen += block.end - block.start
        if seen > 1200:
            return block.end
    return len(document.text)
