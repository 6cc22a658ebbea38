"""How a JSON object is described: its keys, their schemas, and where their values come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from operator import attrgetter
from typing import Any, TypeAlias

from indexer.later import dataclass
from indexer.model import Mark

Schema: TypeAlias = dict[str, Any]

STRING: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number"}
INTEGER: Schema = {"type": "integer"}
OPTIONAL_SHARE: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
OPTIONAL: Schema = {"type": ["string", "null"]}
SEVERAL: Schema = {
    "type": ["string", "array", "null"],
    "items": {"type": "string"},
    "minItems": 2,
    "description": "The value, or a list where there are several.",
}
PARTIAL_DATE: Schema = {
    "type": "string",
    "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
    "description": "A year, a month or a day: 2022, 2022-03, 2022-03-24.",
    "examples": ["2022-03"],
}
OPTIONAL_DATE: Schema = PARTIAL_DATE | {"type": ["string", "null"]}


def described(meaning: str) -> Schema:
    """Return the part of a schema that says what a value means."""
    return {"description": meaning} if meaning else {}


def array(schema: Schema, meaning: str = "") -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema} | described(meaning)


MARKS = array(
    array(COUNT) | {"minItems": 2, "maxItems": 2},
    "[start, end) in the text beside it, in Unicode code points.",
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an object: its schema, and how its value comes from what the object is made of."""

    name: str
    schema: Schema
    value: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class JsonObject:
    """An object: its name in OpenAPI, its name in the manual, and its keys in order."""

    name: str
    title: str
    keys: tuple[Key, ...] = field(repr=False)

    def render(self, value: Any) -> dict[str, Any]:
        """Return the object for a value of the model."""
        return {each.name: each.value(value) for each in self.keys}

    def schema(self) -> Schema:
        """Return the JSON Schema of the object; it always has every key."""
        return object_schema({each.name: each.schema for each in self.keys})


def object_schema(properties: Mapping[str, Schema], optional: Iterable[str] = ()) -> Schema:
    """Return the schema of an object that has these properties, `optional` ones not always."""
    required = [name for name in properties if name not in frozenset(optional)]
    return {"type": "object", "properties": dict(properties), "required": required}


def reference(name: str) -> Schema:
    """Return a reference to the schema of this name."""
    return {"$ref": f"#/components/schemas/{name}"}


def key(
    name: str, schema: Schema, value: Callable[[Any], Any] | None = None, meaning: str = ""
) -> Key:
    """Return the key of a value: an attribute of that name, unless `value` reads another."""
    return Key(name, schema | described(meaning), value or attrgetter(name))


def listed(name: str, schema: Schema, meaning: str = "") -> Key:
    """Return the key of a list of plain values."""
    read = attrgetter(name)
    return Key(name, array(schema, meaning), lambda value: list(read(value)))


def objects(name: str, each: JsonObject, read: Callable[[Any], Any] | None = None) -> Key:
    """Return the key of a list of objects."""
    values = read or attrgetter(name)
    return Key(
        name,
        array(reference(each.name)),
        lambda value: [each.render(item) for item in values(value)],
    )


def marks(name: str) -> Key:
    """Return the key of marks in a text."""
    read: Callable[[Any], tuple[Mark, ...]] = attrgetter(name)
    return Key(name, MARKS, lambda value: [list(mark) for mark in read(value)])
