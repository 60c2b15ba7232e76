"""Protective measures in place against what each law makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from advisor.records.library import Library
from advisor.records.models import Line, Record, Slug
from advisor.records.problems import BadInput
from advisor.records.reading import read_model
from advisor.records.source import read_source

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


def read_inventory(path: Path, library: Library) -> Inventory:
    """Read a measures file (``measures: {marking: yes, ...}``); raises BadInput with file and line."""
    source = read_source(path)
    inventory = read_model(Inventory, source)
    known = library.measures.measures
    problems = [source.problem(("measures", name), "no such measure", name, known) for name in inventory.measures if name not in known]
    if problems:
        raise BadInput(problems)
    return inventory


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
