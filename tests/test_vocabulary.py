"""The vocabularies: dated, sourced, complete; and what the accessors make of them."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from conduct_lint import data, vocabulary

FOLDER = os.path.join(data.folder(), "vocabulary")
NAMES = sorted(name.removesuffix(".json") for name in os.listdir(FOLDER) if name.endswith(".json"))

# How many entries there are at least: a list that gets shorter is a broken source until somebody says otherwise.
AT_LEAST = {
    "base_model_relations": 4,
    "card_fields": 5,
    "card_sections": 8,
    "dataset_card_enums": 5,
    "eval_frameworks": 30,
    "eval_results_schema": 5,
    "language_hints": 7,
    "language_names": 7916,
    "languages": 2,
    "library_names": 257,
    "license_spellings": 100,
    "license_terms": 2,
    "licenses": 83,
    "metrics": 64,
    "pipeline_tags": 57,
    "risk_tags": 11,
    "size_categories": 13,
    "stop_words": 25,
    "task_ids": 74,
    "task_metrics": 30,
    "upstream_prefixes": 100,
}


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f"duplicate keys among {keys[:5]}"
    return dict(pairs)


def read(name: str) -> dict[str, Any]:
    with open(os.path.join(FOLDER, name + ".json"), encoding="utf-8") as file:
        content: dict[str, Any] = json.load(file, object_pairs_hook=unique)
    return content


def test_the_files_are_the_known_ones() -> None:
    assert sorted(AT_LEAST) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_provenance(name: str) -> None:
    content = read(name)
    assert set(content) == {"sources", "date", "values"}
    assert datetime.date(2026, 1, 1) <= datetime.date.fromisoformat(content["date"])
    assert content["sources"]
    for source in content["sources"]:
        assert source["license"]
        package, repository = {"package", "version"} <= set(source), {"repository", "commit"} <= set(source)
        assert package or repository or "hand-made" in source["note"]
        assert re.fullmatch(r"[0-9a-f]{40}", source.get("commit", "0" * 40))
    assert vocabulary.sources(name) == tuple(content["sources"])


@pytest.mark.parametrize("name", NAMES)
def test_entries_are_unique_sorted_and_as_many_as_known(name: str) -> None:
    values = read(name)["values"]
    assert len(values) >= AT_LEAST[name]
    if name not in ("size_categories", "eval_results_schema"):
        assert list(values) == sorted(values)


def test_languages_are_sorted_and_named() -> None:
    values = vocabulary.vocabulary("languages")
    three = " ".join(values["three_letter"]).split()
    assert three == sorted(set(three)) and {len(code) for code in three} == {3}
    assert three == list(vocabulary.vocabulary("language_names"))
    assert len(values["two_letter"]) >= 184
    assert len(vocabulary.languages()) >= 8230


@pytest.mark.parametrize("table", ["bibliographic", "retired", "countries", "lookalikes", "own_names"])
def test_language_hints_lead_to_languages(table: str) -> None:
    for written, meant in vocabulary.vocabulary("language_hints")[table].items():
        assert vocabulary.is_language(meant)
        assert vocabulary.is_language(written) is (table == "lookalikes")


def test_values_are_frozen_and_cached() -> None:
    values = vocabulary.vocabulary("pipeline_tags")
    with pytest.raises(TypeError):
        values["mine"] = {}
    with pytest.raises(TypeError):
        values["fill-mask"]["name"] = "Mine"
    assert isinstance(vocabulary.vocabulary("task_ids")["parsing"], tuple)
    assert vocabulary.vocabulary("pipeline_tags") is values
    with pytest.raises(FileNotFoundError):
        vocabulary.vocabulary("unheard-of")


def test_tables_refer_to_each_other() -> None:
    ids, terms = vocabulary.licenses(), vocabulary.vocabulary("license_terms")
    assert set(terms["ids"]) == set(ids)
    assert set(vocabulary.vocabulary("license_spellings").values()) <= set(ids)
    assert not set(vocabulary.vocabulary("license_spellings")) & set(ids)
    tags = set(vocabulary.vocabulary("pipeline_tags"))
    assert {tag for tags_of in vocabulary.vocabulary("task_ids").values() for tag in tags_of} <= tags
    assert set(vocabulary.vocabulary("task_metrics")) <= tags
    for kind in ("model", "dataset", "space"):
        for field in vocabulary.vocabulary("card_fields")[kind].values():
            assert field["types"]
            assert field.get("vocabulary", "licenses") in NAMES


def test_license_terms_are_complete_and_say_how_sure_they_are() -> None:
    terms = vocabulary.vocabulary("license_terms")
    for row in (*terms["ids"].values(), *terms["custom"].values()):
        assert {"name", "family", "commercial_use", "derivatives_allowed", "derivative_license_rule"} <= set(row)
        assert row["commercial_use"] in ("yes", "no", "conditional", "unspecified")
        assert row["derivatives_allowed"] in ("yes", "no-sharing-of-adaptations", "unspecified")
        assert row["confidence"] in ("verified-text", "verified-sibling-text", "standard-license-text", "secondary/unverified")
        assert not row["confidence"].startswith("verified") or row["sources"]


def test_license_terms_of_custom_licenses() -> None:
    named = vocabulary.license_terms("other", "MRL")
    assert named is not None and named["commercial_use"] == "no"
    plain = vocabulary.license_terms("other", "my-own-license")
    assert plain is not None and plain["family"] == "custom"
    llama = vocabulary.license_terms("llama3.1")
    assert llama is not None and llama["display_text"] == "Built with Llama"
    assert vocabulary.license_terms("not-a-license") is None


def test_upstream_prefixes_name_known_licenses() -> None:
    for prefix, row in vocabulary.vocabulary("upstream_prefixes").items():
        assert re.fullmatch(r"[\w-]+/[\w.-]+", prefix)
        assert row["license"] in vocabulary.licenses()
        assert row["confidence"] in ("hub-license-list", "vendor-card", "well-known")
        assert "license_name" not in row or row["license"] == "other"


@pytest.mark.parametrize(
    ("model", "license_id"),
    [
        ("meta-llama/Llama-2-7b-chat-hf", "llama2"),
        ("meta-llama/Meta-Llama-3-8B", "llama3"),
        ("meta-llama/Meta-Llama-3.1-8B", "llama3.1"),
        ("meta-llama/llama-3.1-8b-instruct", "llama3.1"),
        ("google/gemma-2-9b-it", "gemma"),
        ("google/gemma-2b", "gemma"),
        ("google/gemma-4-27b", "apache-2.0"),
        ("Qwen/Qwen2.5-32B-Instruct", "apache-2.0"),
        ("Qwen/Qwen2.5-3B-Instruct", "other"),
        ("stabilityai/stable-diffusion-2-1", "openrail++"),
        ("bigscience/bloomz-7b1", "bigscience-bloom-rail-1.0"),
        ("somebody/Llama-2-7b", None),
        ("meta-llama", None),
    ],
)
def test_upstream_license(model: str, license_id: str | None) -> None:
    row = vocabulary.upstream_license(model)
    assert (row and row["license"]) == license_id


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("apache-2.0", "apache-2.0"),
        ("Apache-2.0", "apache-2.0"),
        ("Apache  2.0", "apache-2.0"),
        ("MIT", "mit"),
        ("GPL-3.0-or-later", "gpl-3.0"),
        ("ODC-By-1.0", "odc-by"),
        ("Boost Software License 1.0", "bsl-1.0"),
        ("BUSL-1.1", None),
        ("Business Source License", None),
        ("proprietary", None),
    ],
)
def test_license_id(written: str, identifier: str | None) -> None:
    assert vocabulary.license_id(written) == identifier


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("english", "en"),
        ("zh-CN", "zh"),
        ("es_ES", "es"),
        ("EN", "en"),
        ("jp", "ja"),
        ("ger", "de"),
        ("iw", "he"),
        ("Klingon", "tlh"),
        ("en", None),
        ("kr", None),
        ("code", None),
        ("code-x", None),
        ("noinfo", None),
    ],
)
def test_language_code(written: str, code: str | None) -> None:
    assert vocabulary.language_code(written) == code


def test_language_membership_and_names() -> None:
    for code in ("en", "deu", "code", "multilingual", "gem"):
        assert vocabulary.is_language(code)
    for word in ("EN", "zh-CN", "english", "jp", "ger", "", "e"):
        assert not vocabulary.is_language(word)
    assert vocabulary.language_name("de") == vocabulary.language_name("deu") == "German"
    assert vocabulary.language_name("xx") is None


@pytest.mark.parametrize(
    ("word", "name", "suggestion"),
    [
        ("Apache-2.0", "licenses", "apache-2.0"),
        ("apache 2.0", "licenses", "apache-2.0"),
        ("apahce-2.0", "licenses", "apache-2.0"),
        ("cc-by-nc-as-4.0", "licenses", "cc-by-nc-sa-4.0"),
        ("unlicence", "licenses", "unlicense"),
        ("text-generatoin", "pipeline_tags", "text-generation"),
        ("Text Classification", "pipeline_tags", "text-classification"),
        ("paddleocr", "library_names", "PaddleOCR"),
        ("llama3.9", "licenses", None),
        ("cc-by-1.0", "licenses", None),
        ("gpl-4.0", "licenses", None),
        ("mti", "licenses", None),
        ("proprietary", "licenses", None),
        ("", "licenses", None),
        ("a" * 100_000, "licenses", None),
    ],
)
def test_near_in_vocabularies(word: str, name: str, suggestion: str | None) -> None:
    assert vocabulary.near(word, vocabulary.vocabulary(name)) == suggestion


def test_near_is_tight() -> None:
    assert vocabulary.near("licence", ["license", "library_name"]) == "license"
    assert vocabulary.near("pipeline-tag", ["pipeline_tag"]) == "pipeline_tag"
    assert vocabulary.near("langauge", ["language"]) == "language", "a swap is one slip"
    assert vocabulary.near("abcdefgh", ["abcdefXY"]) == "abcdefXY"
    assert vocabulary.near("abcdefgh", ["abcdeXYZ"]) is None, "three slips are another word"
    assert vocabulary.near("abcd", ["abXY"]) is None, "a short word forgives one slip only"
    assert vocabulary.near("tags", ["tabs", "bags"]) is None, "two equally near candidates are a guess"
    assert vocabulary.near("tagz", ["tabs", "tags"]) == "tags"


def test_dates() -> None:
    assert vocabulary.date() == min(read(name)["date"] for name in vocabulary.CLOSED)
    assert vocabulary.date("metrics") == read("metrics")["date"]
    day = datetime.date.fromisoformat(vocabulary.date("licenses"))
    assert vocabulary.age_in_days("licenses", day + datetime.timedelta(days=181)) == 181


def test_importing_costs_nothing_heavy() -> None:
    heavy = ["typing", "difflib", "pathlib", "importlib.resources", "dataclasses", "datetime", "yaml", "click", "markdown_it"]
    code = f"import sys; known = set(sys.modules); import conduct_lint.vocabulary; print({{*{heavy}}} & {{*sys.modules}} - known)"
    root = os.path.dirname(os.path.dirname(data.__file__))
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=root)
    assert done.stdout.strip() == "set()"


def test_the_data_folder_is_found_in_a_wheel_and_in_a_checkout(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "conduct_lint"
    package.mkdir(parents=True)
    monkeypatch.setattr(data, "__file__", str(package / "data.py"))
    assert data.folder() == str(tmp_path / "site" / "rules")
    (package / "rules").mkdir()
    assert data.folder() == str(package / "rules")
