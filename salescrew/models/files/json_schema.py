"""The JSON Schema of a plan, by which editors complete and check its file: draft 7, which all of them read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from salescrew.language import looked_up
from salescrew.models.files.yaml_text import read_yaml
from salescrew.models.plan.plan import Plan

SCHEMA_TITLE = "salescrew: a plan"
SCHEMA_FILE = "salescrew.schema.json"
"""How a file that holds it is called, unless somebody wants another name."""
_DIALECT = "http://json-schema.org/draft-07/schema#"
_LEFT_OUT = "..."
_Schema = dict[str, Any]


class _Written(GenerateJsonSchema):
    """Describes what is written in a file, where what is not given is left out."""

    schema_dialect = _DIALECT

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Describe what stands there where something does."""
        return self.generate_inner(schema["schema"])

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Let any of the kinds be there; what they have in common is no fault."""
        described = super().tagged_union_schema(schema)
        return {"anyOf": described.pop("oneOf"), **described} if "oneOf" in described else described

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Name a default that can be written in a word or a list of words."""
        described = super().default_schema(schema)
        if described.get("default") is None or isinstance(described["default"], dict):
            described.pop("default", None)
        return described


def plan_schema() -> dict[str, Any]:
    """Describe a plan file: all keys, what each means, and what may stand there; any other key is a fault.

    What ties parts of a plan together, such as names that must be known elsewhere, only reading it can tell.
    """
    described = Plan.model_json_schema(
        by_alias=True, ref_template="#/definitions/{model}", schema_generator=_Written, mode="validation"
    )
    definitions = described.pop("$defs")
    for record in (described, *definitions.values()):
        _describe(record)
    return {"$schema": _DIALECT, **described, "title": SCHEMA_TITLE, "definitions": definitions}


def schema_json() -> str:
    """Write the schema as a file."""
    return json.dumps(plan_schema(), indent=1, ensure_ascii=False) + "\n"


def schema_line(file: str = SCHEMA_FILE) -> str:
    """Write the line at the top of a YAML file by which editors find its schema in a file beside it."""
    return f"# yaml-language-server: $schema={file}\n"


def _describe(record: _Schema) -> None:
    """Describe a record and its keys in few words, with examples as they are in a file."""
    if "description" in record:
        record["description"] = " ".join(record["description"].partition("\n\n")[0].split())
    for key, described in record.get("properties", {}).items():
        described["title"] = key.replace("_", " ")
        if "description" in described:
            described["description"] = looked_up(described["description"])
        examples = list(_examples(described.pop("examples", ())))
        if examples:
            described["examples"] = examples


def _examples(texts: list[str]) -> Iterator[object]:
    """Read examples as they stand in a file, but for those that leave something out."""
    for text in texts:
        if _LEFT_OUT not in text:
            data = read_yaml(f"example: {text}").data()
            assert isinstance(data, Mapping)
            yield data["example"]
