"""The AsyncAPI 3.0 document of the bus (https://www.asyncapi.com/docs/reference/specification/v3.0.0)."""

from __future__ import annotations

import re
from typing import Any

from gate.bus.channels import CHANNELS, Channel
from gate.bus.codec import VERSION
from gate.bus.proofs import proof_of
from gate.bus.registry import BODIES
from gate.bus.schema import INSTANT, Schema, definition_of, first_paragraph, types_in

REFS = "#/components/schemas/"
PARAMETERS = {
    "site": "The site's id.",
    "src": "The agent, camera process or engine that it comes from.",
    "agent": "The agent's id.",
    "client": "The client's id.",
    "portal": "The portal's id.",
    "identity": "The agent, camera process, engine or console that it is about.",
}


def document() -> dict[str, Any]:
    """All channels, messages and schemas."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Gate: the bus",
            "version": str(VERSION),
            "description": "Generated from the types of gate.domain and gate.bus by python -m gate.bus.docs.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {channel.kind: _channel(channel) for channel in CHANNELS},
        "operations": {channel.kind: _operation(channel) for channel in CHANNELS},
        "components": {"messages": {name: _message(name) for name in BODIES}, "schemas": _schemas()},
    }


def envelope_schema(name: str) -> Schema:
    """The envelope around one type of body."""
    count: Schema = {"type": "integer", "minimum": 0}
    properties: Schema = {
        "v": {"const": VERSION},
        "site": {"type": "string", "minLength": 1},
        "src": {"type": "string", "minLength": 1},
        "boot": {**count, "description": "how often the source has started"},
        "seq": {**count, "description": "goes up by one within a start"},
        "at": {"type": "string", "pattern": INSTANT, "description": "UTC by the source's clock"},
        "type": {"const": name},
        "body": {"$ref": REFS + name},
        "sig": {"type": "string", "description": "base64; covers the bytes before it, closed by a brace"},
    }
    required = list(properties)
    properties["resent"] = {"type": "boolean", "description": "sent again from a spool; not signed"}
    properties["oldest"] = {
        "type": "boolean",
        "description": "its source keeps nothing of this start before it",
    }
    properties["more"] = {"type": "boolean", "description": "its source sends others again behind it"}
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def _channel(channel: Channel) -> dict[str, Any]:
    names = re.findall(r"{(\w+)}", channel.address)
    bodies = [body.__name__ for body in channel.bodies]
    return {
        "address": channel.address,
        "description": channel.about,
        "parameters": {name: {"description": PARAMETERS[name]} for name in names},
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in bodies},
        "bindings": {"mqtt": {"bindingVersion": "0.2.0"}},
    }


def _operation(channel: Channel) -> dict[str, Any]:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{channel.kind}"},
        "summary": f"From {channel.publisher} to {channel.listeners}.",
        "bindings": {"mqtt": {"qos": 1, "retain": channel.retained, "bindingVersion": "0.2.0"}},
    }


def _message(name: str) -> dict[str, Any]:
    summary = first_paragraph(BODIES[name])
    proof = proof_of(BODIES[name])
    return {"name": name, "summary": summary, "payload": envelope_schema(name), "x-proof": proof.value}


def _schemas() -> dict[str, Schema]:
    found = set[Any]().union(*(types_in(body) for body in BODIES.values()))
    return {
        cls.__name__: definition_of(cls, REFS) for cls in sorted(found, key=lambda cls: str(cls.__name__))
    }
