"""YAML text to plain data, with the line of every key.

The dialect is small on purpose: ``true`` and ``false`` are the only booleans (so ``yes``, ``no`` and
``on`` stay words), dates stay text until a model reads them, and duplicate keys, aliases and tags are
refused. Nothing in a file can run code or grow when it is read.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from advisor.records.problems import BadInput, Problem

Key = tuple[str | int, ...]
MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_EVENTS = 50_000   # the largest record that ships has 11,000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
# no text has them: controls, signs that turn the reading direction of others, a stray byte order mark, halves of a character
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_NO_CONTROL = "a control character stands here; delete it"


@dataclass(frozen=True)
class Source:
    """The data of one YAML file: ``data`` as read, ``lines`` from the path of keys to its line (from 1)."""

    file: str
    data: Any
    lines: dict[Key, int]
    digest: str

    def line(self, key: Key) -> int:
        """Line of ``key``, or of its nearest ancestor that stands in the file."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def problem(self, key: Key, message: str, found: Any = "", allowed: Any = ()) -> Problem:
        """A problem at ``key`` of this file."""
        record = self.data.get("id", "") if isinstance(self.data, dict) else ""
        return Problem(self.file, self.line(key), _one_line(record, 80), dotted(key), message, shown(found), tuple(map(str, allowed)))


def shown(value: Any) -> str:
    """A value as an error message shows it: short, one line, quoted when it is text."""
    if value == "" or value is None:
        return ""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 120 else text[:117] + "..."


def dotted(key: Key) -> str:
    """A path of keys as an error message shows it."""
    return _one_line(".".join(map(str, key)), 200)


def _one_line(value: object, longest: int) -> str:
    return " ".join(without_controls(str(value)).split())[:longest]


def without_controls(text: str) -> str:
    """Text as a record or matter may hold it: a file with anything that this leaves out would be refused."""
    return _CONTROL.sub("", text)


def read_limited(path: Path) -> bytes:
    """The content of a file, cut one byte over the size at which it is refused. Raises OSError."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def digest_of(content: bytes) -> str:
    """Hash under which the content of a file is known in caches."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def read_source(path: Path, shown_as: str | None = None) -> Source:
    """Read a YAML file.

    ``shown_as`` is the name of the file in messages. Raises BadInput, with file and line, when the file
    cannot be read, is not UTF-8, is too large or too deep, or is not the YAML described above.
    """
    name = shown_as or str(path)
    try:
        content = read_limited(path)
    except OSError as error:
        raise BadInput([Problem(name, 1, "", "", f"cannot be read ({error.strerror or error})")]) from None
    return parse_source(content, name)


def parse_source(content: bytes, name: str) -> Source:
    """Read YAML from bytes; ``name`` stands for the file in messages. Raises BadInput as ``read_source``."""

    def refuse(line: int, message: str, found: Any = "") -> BadInput:
        return BadInput([Problem(name, line, "", "", message, shown(found))])

    if len(content) > MAX_BYTES:
        raise refuse(1, f"the file is larger than {MAX_BYTES:,} bytes; split it")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refuse(content.count(b"\n", 0, error.start) + 1, "not UTF-8 text; save the file as UTF-8") from None
    if bad := _CONTROL.search(text):
        raise refuse(text.count("\n", 0, bad.start()) + 1, _NO_CONTROL, bad.group())
    _check_depth(text, refuse)
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        what = " ".join(str(getattr(error, "problem", None) or error).split())
        raise refuse(mark.line + 1 if mark else 1, f"not valid YAML: {what}") from None
    lines: dict[Key, int] = {}
    problems: list[Problem] = []
    data = _build(node, (), lines, problems, name) if node is not None else None
    if problems:
        raise BadInput(problems)
    return Source(name, data, lines, digest_of(content))


def _check_depth(text: str, refuse: Any) -> None:
    """Refuse aliases, deep nesting and endless lists from the flat event stream, before anything recursive runs."""
    depth = 0
    try:
        for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
            if count > MAX_EVENTS:
                raise refuse(event.start_mark.line + 1, f"more than {MAX_EVENTS:,} keys and values; split the file")
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise refuse(event.start_mark.line + 1, "anchors and aliases (& and *) are not used here; write it out")
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise refuse(event.start_mark.line + 1, f"nested deeper than {MAX_DEPTH} levels")
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        what = " ".join(str(getattr(error, "problem", None) or error).split())
        raise refuse(mark.line + 1 if mark else 1, f"not valid YAML: {what}") from None


def _build(node: yaml.Node, key: Key, lines: dict[Key, int], problems: list[Problem], name: str) -> Any:
    lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        if bad := _CONTROL.search(node.value):   # written as an escape such as "\\e"
            problems.append(Problem(name, lines[key], "", dotted(key), _NO_CONTROL, shown(bad.group())))
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*key, i), lines, problems, name) for i, item in enumerate(node.value)]
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode) or _CONTROL.search(key_node.value):
            problems.append(Problem(name, line, "", dotted(key), "a key must be a plain word"))
            continue
        word = key_node.value
        if word in data:
            first = lines[(*key, word)]
            problems.append(Problem(name, line, _one_line(data.get("id", ""), 80), dotted((*key, word)),
                                    f"duplicate key; it stands at line {first} already; keep one", shown(word)))
            continue
        lines[(*key, word)] = line
        data[word] = _build(value_node, (*key, word), lines, problems, name)
    return data


def _scalar(node: yaml.ScalarNode) -> Any:
    text = node.value
    if node.style:  # quoted or a block; libyaml gives '' for a plain scalar, the pure loader None
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
