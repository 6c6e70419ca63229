"""The generated documents: up to date, complete, and true of what the codec writes."""

import importlib
import json
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gate.bus.asyncapi import document
from gate.bus.channels import CHANNELS, FROM_AGENTS
from gate.bus.codec import encode
from gate.bus.docs import main, rendered, stale
from gate.bus.registry import BODIES
from gate.bus.topics import KINDS
from gate.bus.yaml import to_yaml
from gate.domain.events import Event
from tests.bus.values import envelopes

DOCS = Path(__file__).parent.parent.parent / "docs"
DOCUMENT = document()


def test_the_files_are_what_the_types_say() -> None:
    assert stale(DOCS) == (), "run: python -m gate.bus.docs"


def test_check_fails_on_a_changed_or_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", str(tmp_path)]) == 1
    assert main([str(tmp_path)]) == 0
    assert main(["--check", str(tmp_path)]) == 0
    (tmp_path / "bus.md").write_text("# The bus, by hand\n")
    assert main(["--check", str(tmp_path)]) == 1
    assert "bus.md: not what the types say" in capsys.readouterr().err


def test_every_kind_of_topic_and_every_message_has_its_place() -> None:
    assert {channel.kind for channel in CHANNELS} == set(KINDS)
    carried = {body for channel in CHANNELS for body in channel.bodies}
    assert carried == set(BODIES.values())
    assert set(FROM_AGENTS) <= set(get_args(Event))
    page = rendered()["bus.md"]
    assert all(f"### {name}\n" in page for name in BODIES)


def test_the_yaml_says_what_the_document_says() -> None:
    yaml = importlib.import_module("yaml")
    assert yaml.safe_load(to_yaml(DOCUMENT)) == DOCUMENT
    odd = {"a b": [], "null": {}, "t": "yes: # no", "l": [[1, [2]], {"x": None}], "é": "\n\t\"'"}
    assert yaml.safe_load(to_yaml(odd)) == odd


def resolved(reference: str) -> Any:
    node: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    return node


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if "$ref" in node else []
        return own + [found for item in node.values() for found in references(item)]
    return [found for item in node for found in references(item)] if isinstance(node, list) else []


def test_all_references_resolve() -> None:
    assert all(resolved(reference) for reference in references(DOCUMENT))


@pytest.mark.parametrize("name", sorted(BODIES))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_the_codec_writes_is_valid_by_the_schema(name: str, data: st.DataObject) -> None:
    schema = {**DOCUMENT["components"]["messages"][name]["payload"], "components": DOCUMENT["components"]}
    message = json.loads(encode(data.draw(envelopes(BODIES[name])), resent=data.draw(st.booleans())))
    jsonschema.Draft7Validator(schema).validate(message)
    message["body"]["unheard_of"] = 1
    assert not jsonschema.Draft7Validator(schema).is_valid(message)
