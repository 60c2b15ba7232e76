"""Protective measures in place against what each law makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field

from advisor.records.library import Library
from advisor.records.models import Case, Line, Record, Slug
from advisor.records.problems import BadInput
from advisor.records.reading import read_model
from advisor.records.source import Source, parse_source, read_source

Answer = Literal["yes", "no", "unknown"]


class Inventory(Record):
    """A measures file: what is in place today."""

    name: Line = "Our measures"
    measures: dict[Slug, Answer] = Field(min_length=1)


@dataclass(frozen=True)
class Finding:
    """One measure under one law: what it expects, and whether it is in place."""

    jurisdiction: str
    measure: str
    name: str
    level: str
    in_place: Answer
    gap: bool
    note: str
    authority: tuple[str, ...]
    how: str


@dataclass(frozen=True)
class Action:
    """Something to put in place: the laws that ask for it, the strictest first."""

    measure: str
    name: str
    ask: str
    in_place: Answer
    required: tuple[str, ...]
    expected: tuple[str, ...]
    threats: tuple[str, ...]


def read_inventory(path: Path, library: Library) -> Inventory:
    """Read a measures file (``measures: {marking: yes, ...}``); raises BadInput with file and line."""
    return _checked(read_source(path), library)


def parse_inventory(content: bytes, library: Library, name: str = "measures") -> Inventory:
    """Read a measures file from bytes, such as an uploaded file; raises BadInput as ``read_inventory``."""
    return _checked(parse_source(content, name), library)


def _checked(source: Source, library: Library) -> Inventory:
    inventory = read_model(Inventory, source)
    known = library.measures.measures
    problems = [source.problem(("measures", name), "no such measure", name, known) for name in inventory.measures if name not in known]
    if problems:
        raise BadInput(problems)
    return inventory


def dump_inventory(inventory: Inventory) -> bytes:
    """The inventory as a YAML file that ``read_inventory`` reads back."""
    text: str = yaml.safe_dump(inventory.model_dump(mode="json"), allow_unicode=True, sort_keys=False)
    return text.encode()


def assess(library: Library, inventory: Inventory, jurisdictions: Sequence[str], on: date) -> tuple[Finding, ...]:
    """What each law expects, gaps first: required or expected measures that are not in place."""
    order = {"required": 0, "expected": 1, "helpful": 2, "not-needed": 3}
    found = []
    for name in library.known(jurisdictions) if jurisdictions else tuple(library.jurisdictions):
        for measure, expectation in library.jurisdictions[name].measures.items():
            version = expectation.at(on)
            if version is None:
                continue
            state = inventory.measures.get(measure, "unknown")
            gap = version.level in ("required", "expected") and state != "yes"
            found.append(Finding(name, measure, library.measures.measures[measure].name, version.level, state, gap, version.note,
                                 tuple(library.cite(name, a) for a in version.authority), version.checked.how))
    return tuple(sorted(found, key=lambda f: (not f.gap, order[f.level], f.measure, f.jurisdiction)))


def actions(library: Library, findings: Sequence[Finding]) -> tuple[Action, ...]:
    """What to put in place, first what most laws require."""
    found = {}
    for name in dict.fromkeys(f.measure for f in findings if f.gap):
        gaps = [f for f in findings if f.gap and f.measure == name]
        measure = library.measures.measures[name]
        found[name] = Action(name, measure.name, measure.ask, gaps[0].in_place, tuple(f.jurisdiction for f in gaps if f.level == "required"),
                             tuple(f.jurisdiction for f in gaps if f.level == "expected"), measure.threats)
    return tuple(sorted(found.values(), key=lambda a: (-len(a.required), -len(a.expected), a.measure)))


def lost_on_measures(library: Library, jurisdictions: Sequence[str]) -> tuple[Case, ...]:
    """Decided cases of some laws that the opponent won and that are about the element of secrecy measures, newest first."""
    def about(case: Case) -> bool:
        for node in case.elements:
            place, _, rest = node.partition(":")
            route, _, name = rest.partition(".")
            if library.jurisdictions[place].routes[route].elements[name].issue == "measures":
                return True
        return False

    found = [case for case in library.cases.values() if case.outcome == "opponent" and case.jurisdiction in jurisdictions and about(case)]
    return tuple(sorted(found, key=lambda case: case.date, reverse=True))
