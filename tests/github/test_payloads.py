"""The payloads of the tests against those of GitHub: the cut ones are the real ones, the derived ones could be."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from . import payloads, tools


@pytest.fixture(scope="module")
def examples(request: pytest.FixtureRequest) -> dict[str, list[dict[str, Any]]]:
    found = tools.npm_json(tools.EXAMPLES, "api.github.com/index.json", request.config)
    return {entry["name"]: entry["examples"] for entry in found}


@pytest.mark.parametrize("name", payloads.PICKS)
def test_a_payload_is_the_real_one_cut(name: str, examples: dict[str, list[dict[str, Any]]]) -> None:
    event, index = payloads.PICKS[name]
    assert payloads.payload(name) == payloads.cut(examples[event][index])


@pytest.mark.parametrize("name", payloads.DERIVED)
def test_a_derived_payload_is_valid(name: str, examples: dict[str, list[dict[str, Any]]], request: pytest.FixtureRequest) -> None:
    definition, source, make = payloads.DERIVED[name]
    event, index = payloads.PICKS[source]
    schema = tools.npm_json(tools.SCHEMAS, "schema.json", request.config)
    schema["oneOf"] = [{"$ref": f"#/definitions/{definition}"}]
    validator = jsonschema.Draft7Validator(schema)
    derived = make(examples[event][index])
    assert validator.is_valid(derived)
    assert not validator.is_valid({**derived, "action": "vanished"})


@pytest.mark.parametrize("name", payloads.DERIVED)
def test_a_derived_payload_is_made_from_the_cut_one_too(name: str) -> None:
    _, source, make = payloads.DERIVED[name]
    assert make(payloads.payload(source)) != payloads.payload(source)
