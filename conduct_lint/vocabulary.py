"""What the Hub accepts, and what licenses ask: closed and open lists, each with its date.

Every file `rules/vocabulary/<name>.json` has the same three keys: `sources` (where the values come from: package or
repository, version or commit, license of the data), `date` (the day on which they were known to be current) and `values`.
A file is read when a rule first asks for it, and only then. What comes back is frozen: mappings are read-only, lists are tuples.

Module level imports nothing heavy: this is on the path of every run.
"""

from __future__ import annotations

import json
import os
from functools import cache, lru_cache
from types import MappingProxyType

from conduct_lint.data import folder

TYPE_CHECKING = False  # spelt out: importing typing for it would cost more than this module
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date as Day
    from typing import Any

# The lists that the Hub enforces; for every other list an unknown value is only "not known on that day".
CLOSED = ("languages", "licenses")
_HOLDERS = (dict, list)


def frozen(value: Any) -> Any:
    """Return a read-only copy of parsed JSON: mappings as mapping proxies, lists as tuples."""
    # Most items are plain: to call for each would cost more than to read the file.
    if isinstance(value, dict):
        return MappingProxyType({key: frozen(item) if type(item) in _HOLDERS else item for key, item in value.items()})
    return tuple(frozen(item) if type(item) in _HOLDERS else item for item in value) if isinstance(value, list) else value


@cache
def _file(name: str) -> Any:
    with open(os.path.join(folder(), "vocabulary", name + ".json"), "rb") as file:
        return frozen(json.loads(file.read().decode()))


def vocabulary(name: str) -> Any:
    """Return the values of one vocabulary, frozen and cached.

    `name` is the file name without `.json`; FileNotFoundError when there is none. Shapes (→: mapping):

    - `licenses`: id → full name. `license_spellings`: other spelling in lower case → id.
    - `license_terms`: `ids`: id → terms, `custom`: `license_name` beside `license: other` → terms; see `license_terms`.
    - `upstream_prefixes`: start of a model id → `license`, `license_name`, `confidence`; see `upstream_license`.
    - `languages`: `two_letter`: code → name, `three_letter`: strings of codes; see `is_language` and `language_name`.
    - `language_names`: three-letter code → name.
    - `language_hints`: `special`: value → meaning, `collective`: code → name, `bibliographic`: ISO 639-2/B code → code,
      `retired`: code → code, `countries`: country code that is no language → language, `lookalikes`: valid code that is also
      a country's → the language probably meant, `own_names`: what a language calls itself, in lower case → code.
    - `pipeline_tags`: id → `name`, `modality`. `task_ids`: id → the pipeline tags it refines.
    - `library_names`: id → label. `eval_frameworks`: id → URL. `metrics`: id → name.
    - `task_metrics`: pipeline tag → metrics that the Hub's task page names, as written there.
    - `stop_words`: language → short words that only its running texts are full of.
    - `size_categories`: category → (from, to), in order of size; `to` is None for the last; (None, None) for `unknown`, `other`.
    - `dataset_card_enums`: key of a dataset card → its values. `base_model_relations`: relation → what it means.
    - `card_fields`: `model`, `dataset`, `space`: key → `types`, and where they apply `vocabulary`, `enum`, `open`, `legacy`,
      `rule`, `keys`, `field_types`, `max`; `model_index`: its structure; `special_tags`.
    - `card_sections`: headings, bullets, comments and placeholders of the Hub's card templates.
    - `eval_results_schema`: structure of `.eval_results/*.yaml` and `eval.yaml`, in words.
    """
    return _file(name)["values"]


def sources(name: str) -> tuple[Mapping[str, str], ...]:
    """Return where a vocabulary comes from: `package` + `version` or `repository` + `commit`, `license`, `file`, `used_for`."""
    found: tuple[Mapping[str, str], ...] = _file(name)["sources"]
    return found


def date(*names: str) -> str:
    """Return the oldest date (YYYY-MM-DD) of the named vocabularies, by default of the closed lists."""
    dates: list[str] = [_file(name)["date"] for name in names or CLOSED]
    return min(dates)


def age_in_days(name: str, today: Day) -> int:
    """Return how many days before `today` the vocabulary was current; rules grow milder when it is old."""
    return (today - type(today).fromisoformat(date(name))).days


def licenses() -> Mapping[str, str]:
    """Return the Hub's license ids → full names. Source: the Hub's documentation, "Licenses"."""
    values: Mapping[str, str] = vocabulary("licenses")
    return values


def license_id(written: str) -> str | None:
    """Return the Hub's id for a license as people write it, or None.

    `written` is an id in any case, an SPDX id, a full name or a common spelling ("Apache 2.0", "GPLv3"). No guessing: every
    spelling stands in the table. `bsl-1.0` is Boost; Business Source has no id.
    """
    folded = " ".join(written.casefold().split())
    if folded in licenses():
        return folded
    found: str | None = vocabulary("license_spellings").get(folded)
    return found or next((key for key, name in licenses().items() if name.casefold() == folded), None)


def license_terms(identifier: str, license_name: str = "") -> Mapping[str, Any] | None:
    """Return what a license allows and asks, or None where the table does not know it. Not legal advice.

    `identifier` is the Hub's id; with `other`, `license_name` chooses the row. Always there: `name`, `confidence`,
    `family` (`permissive`, `copyleft`, `cc-by-nc`, `rail`, `llama`, …), `commercial_use` (`yes`, `no`, `conditional`,
    `unspecified`), `derivatives_allowed` (`yes`, `no-sharing-of-adaptations`, `unspecified`), `derivative_license_rule` (words).
    There only where it holds – ask with `.get`: `share_alike`, `attribution_required`, `state_changes`,
    `license_copy_required`, `name_prefix`, `display_text`, `notice_text`, `use_restrictions`, `use_policy_url`,
    `user_threshold`, `output_training`, `eu_exclusion`, `results_free`, `documentation_duty`, `license_url`, `sources`, `notes`.

    `confidence`: `verified-text` (read from the license itself), `verified-sibling-text` (from one that differs in name only),
    `standard-license-text` (common knowledge), `secondary/unverified` (never more than a notice).
    """
    terms = vocabulary("license_terms")
    row: Mapping[str, Any] | None = None
    if identifier == "other" and license_name:
        row = terms["custom"].get(license_name.casefold())
    return row or terms["ids"].get(identifier)


def upstream_license(model: str) -> Mapping[str, str] | None:
    """Return the license of a well-known model by the start of its id, or None.

    `model` is a Hub id such as `meta-llama/Llama-3.1-8B-Instruct`; case does not matter; the longest prefix wins. The row has
    `license`, `license_name` where that is `other`, and `confidence`: `hub-license-list` (the Hub's own list links to the
    repository), `vendor-card` (read in a card of that series) or `well-known`.
    """
    folded, prefixes = model.casefold(), _upstream_prefixes()
    fitting = [prefix for prefix in prefixes if folded.startswith(prefix)]
    return prefixes[max(fitting, key=len)] if fitting else None


@cache
def _upstream_prefixes() -> dict[str, Mapping[str, str]]:
    return {prefix.casefold(): row for prefix, row in vocabulary("upstream_prefixes").items()}


@cache
def _three_letter_codes() -> str:
    """All of them between blanks: few are asked for, and to take them apart costs more than to look through them."""
    return f" {' '.join(vocabulary('languages')['three_letter'])} "


def is_language(code: str) -> bool:
    """Tell whether the Hub takes `code` as a `language`: ISO 639-1, 639-2/T, 639-3, 639-5, `code` or `multilingual`.

    Lower case only; no region, no word. Quick: names of three-letter codes are not read.
    """
    if code in vocabulary("languages")["two_letter"] or (code.isalpha() and f" {code} " in _three_letter_codes()):
        return True
    hints = vocabulary("language_hints")
    return code in hints["special"] or code in hints["collective"]


def languages() -> Mapping[str, str]:
    """Return every accepted language value → English name, read-only. Reads all 8,000 names: for suggestions and lists."""
    return _languages()


@cache
def _languages() -> Mapping[str, str]:
    hints = vocabulary("language_hints")
    parts = (vocabulary("language_names"), hints["collective"], hints["special"], vocabulary("languages")["two_letter"])
    return MappingProxyType({code: name for part in parts for code, name in part.items()})


def language_name(code: str) -> str | None:
    """Return the English name of a language code, or None."""
    name: str | None = vocabulary("languages")["two_letter"].get(code)
    return name or languages().get(code)


def language_code(written: str) -> str | None:
    """Return the code for a language as people write it where it is no code: a word, a tag with region, a country.

    `english` → `en`, `zh-CN` → `zh`, `jp` → `ja`, `ger` → `de`. None when nothing fits or the code is fine as it is.
    """
    folded = written.strip().casefold().replace("_", "-")
    if is_language(folded):
        return folded if folded != written else None
    hints = vocabulary("language_hints")
    for table in ("bibliographic", "retired", "countries", "own_names"):
        if folded in hints[table]:
            found: str = hints[table][folded]
            return found
    primary = folded.partition("-")[0]
    if primary != folded and is_language(primary) and primary not in hints["special"]:
        return primary
    return _codes_by_name().get(folded)


@cache
def _codes_by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    # Two-letter codes first: the Hub's filters use them.
    for names in (vocabulary("languages")["two_letter"], vocabulary("language_names")):
        for code, name in names.items():
            found.setdefault(name.casefold(), code)
    return found


def near(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word` was probably meant to be, or None.

    Case, spaces, hyphens and underscores do not count. Beyond that at most one slip (a letter missing, added, wrong, or two
    swapped) in a word of four to seven characters, two in a longer one. Digits must agree – `llama3.1` is no misspelt
    `llama3.2` – and of two candidates equally near none is returned: a wrong suggestion is worse than none.
    """
    folded = _fold(word)
    limit = min(2, len(folded) // 4)
    best: list[str] = []
    for candidate in candidates:
        other = _fold(candidate)
        if folded == other:
            return candidate
        if abs(len(folded) - len(other)) <= limit and _digits(folded) == _digits(other):
            distance = _slips(folded, other, limit)
            if distance < limit:
                limit, best = distance, [candidate]
            elif distance == limit:
                best.append(candidate)
    return best[0] if len(best) == 1 else None


@lru_cache(maxsize=4096)
def _fold(word: str) -> str:
    return "-".join(word.casefold().replace("_", " ").replace("-", " ").split())


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def _slips(one: str, other: str, limit: int) -> int:
    """Return the Damerau-Levenshtein distance (adjacent swaps, each place edited once), or limit + 1 when it is larger."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        line = [row]
        for column, top in enumerate(other, 1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (left != top))
            if row > 1 and column > 1 and left == other[column - 2] and one[row - 2] == top:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > limit:
            return limit + 1
        before, above = above, line
    return min(above[-1], limit + 1)
