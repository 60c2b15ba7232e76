"""From the data of a YAML file to a model, with every mistake told by line, key and nearest match."""

from __future__ import annotations

import typing
from types import UnionType
from typing import Any, TypeVar, Union

from pydantic import BaseModel, ValidationError

from advisor.records.problems import BadInput, Problem
from advisor.records.source import Key, Source

Model = TypeVar("Model", bound=BaseModel)

_MESSAGES = {
    "missing": "this key is missing",
    "extra_forbidden": "unknown key",
    "literal_error": "not an allowed word",
    "string_type": "must be text",
    "dict_type": "must be a mapping of keys to values",
    "model_type": "must be a mapping of keys to values",
    "tuple_type": "must be a list",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
}
_PATTERNS = {
    "^[A-Z]{3}$": "must be a currency code of three capitals, such as EUR",
    "^F[1-9][0-9]{0,2}$": "must be a factor code, such as F6",
    "^[a-z0-9]+(-[a-z0-9]+)*$": "must be a word of lower-case letters, digits and hyphens",
    "^https?://": "must be a web address that starts with https:// or http://",
    "^ECLI:": "must be an ECLI: ECLI:country:court:year:number",
}


def read_model(model: type[Model], source: Source, data: Any = None) -> Model:
    """Validate the data of ``source`` (or ``data`` in its place); raises BadInput with every problem."""
    value = source.data if data is None else data
    if not isinstance(value, dict):
        raise BadInput([source.problem((), "the file must be a mapping of keys to values", value)])
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise BadInput(_unique([_problem(model, source, item) for item in error.errors(include_url=False)])) from None


def _unique(problems: list[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))


def _problem(model: type[BaseModel], source: Source, item: Any) -> Problem:
    loc: Key = tuple(item["loc"])
    kind = item["type"]
    key = _in_file(source, loc, kind)
    found: Any = item.get("input")
    allowed: tuple[str, ...] = ()
    message = _MESSAGES.get(kind, "")
    if kind in ("missing", "extra_forbidden"):
        found = loc[-1] if kind == "extra_forbidden" else ""
        allowed = _fields(model, loc[:-1]) if kind == "extra_forbidden" else ()
    elif kind == "literal_error":
        allowed = tuple(part.strip(" '") for part in item["ctx"]["expected"].replace(" or ", ",").split(","))
    elif kind == "string_pattern_mismatch":
        pattern = item["ctx"]["pattern"]
        message = next((m for p, m in _PATTERNS.items() if pattern.startswith(p)), f"must match {pattern}")
    elif kind == "value_error":
        message = str(item["ctx"]["error"])
        if isinstance(found, (dict, list)):
            found = ""
    if isinstance(found, dict):
        found = "a mapping"
    elif isinstance(found, list):
        found = "a list"
    return source.problem(key, message or item["msg"][:1].lower() + item["msg"][1:], found, allowed)


def _in_file(source: Source, loc: Key, kind: str) -> Key:
    """The part of pydantic's location that stands in the file (it adds names of types of its own)."""
    key: Key = ()
    for part in loc:
        if (*key, part) in source.lines:
            key = (*key, part)
    return (*key, loc[-1]) if kind == "missing" else key


def _fields(annotation: Any, loc: Key) -> tuple[str, ...]:
    """Names of the fields allowed at ``loc`` below a model."""
    model = _model_of(annotation)
    if not loc:
        return tuple(field.alias or name for name, field in model.model_fields.items()) if model else ()
    head, rest = loc[0], loc[1:]
    if model:
        for name, field in model.model_fields.items():
            if head in (name, field.alias):
                return _fields(field.annotation, rest)
        return _fields(annotation, rest)
    args = typing.get_args(annotation)
    origin = typing.get_origin(annotation)
    if origin is dict:
        return _fields(args[1], rest)
    if origin is tuple:
        return _fields(args[0], rest)
    for arg in args:
        if found := _fields(arg, loc):
            return found
    return ()


def _model_of(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if typing.get_origin(annotation) in (Union, UnionType, typing.Annotated):
        for arg in typing.get_args(annotation):
            if found := _model_of(arg):
                return found
    return None
