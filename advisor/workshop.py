"""Hypotheticals for teaching: the same facts under every law, and why the results differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from advisor.comparison import Cell, cell
from advisor.options import rule_graph
from advisor.records.library import Library
from advisor.records.models import FactorId, JurisdictionId, Line, QuestionId, Record, RouteKind, Text
from advisor.records.problems import BadInput, Problem
from advisor.records.reading import read_model
from advisor.records.source import Source, read_source
from advisor.rules.evaluate import ElementResult, RouteResult, evaluate_route
from advisor.rules.states import STATUS_RANK, Status

FOLDER = "workshop"


class Hypothetical(Record):
    """An invented dispute that isolates one difference in law.

    ``facts`` are those that the story gives, ``switches`` those that the room may turn, ``see`` the comparison questions that explain the
    difference, ``compare`` the laws in which it shows best.
    """

    name: Line
    level: Annotated[int, Field(ge=1, le=3)]
    teaches: Line
    story: Text
    route: RouteKind = "civil"
    facts: dict[FactorId, Literal["yes", "no"]] = Field(min_length=1)
    switches: tuple[FactorId, ...] = Field(min_length=1)
    compare: tuple[JurisdictionId, ...] = Field(min_length=2)
    see: tuple[QuestionId, ...] = Field(min_length=1)
    discuss: tuple[Text, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Outcome:
    """What the facts make of the main route of a kind in one law; ``route`` is empty where the law has none."""

    jurisdiction: str
    route: str
    name: str
    status: Status | None
    result: RouteResult | None


@dataclass(frozen=True)
class Difference:
    """Why two laws differ: elements (by issue) that stand differently, and answers that are not the same."""

    elements: tuple[tuple[str, ElementResult | None, ElementResult | None], ...]
    answers: tuple[tuple[str, Cell | None, Cell | None], ...]


def hypotheticals(library: Library, root: Path) -> tuple[dict[str, Hypothetical], list[Problem]]:
    """Those of a knowledge folder by the stem of their file, easiest first, and every mistake in them."""
    found: dict[str, Hypothetical] = {}
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.yaml")):
        try:
            source = read_source(path, path.relative_to(root).as_posix())
            hypothetical: Hypothetical = read_model(Hypothetical, source)
        except BadInput as error:
            problems.extend(error.problems)
            continue
        problems.extend(_mistakes(hypothetical, source, library))
        found[path.stem] = hypothetical
    return dict(sorted(found.items(), key=lambda item: (item[1].level, item[0]))), problems


def _mistakes(hypothetical: Hypothetical, source: Source, library: Library) -> Iterator[Problem]:
    for key, names, known in (("facts", hypothetical.facts, library.factors.factors), ("switches", hypothetical.switches, library.factors.factors),
                              ("compare", hypothetical.compare, library.jurisdictions), ("see", hypothetical.see, library.questions.questions)):
        for name in names:
            if name not in known:
                yield source.problem((key,), "no such record", name, known)
    for name, answer in hypothetical.facts.items():
        factor = library.factors.factors.get(name)
        for other in factor.conflicts if factor else ():
            if answer == "yes" and hypothetical.facts.get(other) == "yes" and name < other:
                yield source.problem(("facts", other), f"'{name}' and '{other}' cannot both be yes; answer one of them no")


def outcomes(library: Library, facts: Mapping[str, str], kind: str, on: date, jurisdictions: Sequence[str] = ()) -> dict[str, Outcome]:
    """The main route of a kind in every law (or some) on the facts alone: no places, no dates.

    The main route is the one that has the kind as its name; where a law has several others, the best of them.
    """
    known = library.factors.follow(facts)
    found = {}
    for name in jurisdictions or library.jurisdictions:
        record = library.jurisdictions[name]
        graph = rule_graph(library, name, on, on)
        results = [(route, evaluate_route(graph, f"{name}:{route}", known)) for route, item in record.routes.items()
                   if item.kind == kind and f"{name}:{route}" in graph]
        if results:
            route, result = max(results, key=lambda pair: (pair[0] == kind, STATUS_RANK[pair[1].status]))
            found[name] = Outcome(name, route, record.routes[route].name, result.status, result)
        else:
            found[name] = Outcome(name, "", "", None, None)
    return found


def difference(library: Library, one: Outcome, other: Outcome, see: Sequence[str], on: date) -> Difference:
    """Why two laws come out as they do."""
    def by_issue(outcome: Outcome) -> dict[str, ElementResult]:
        return {e.issue: e for e in outcome.result.elements} if outcome.result else {}

    first, second = by_issue(one), by_issue(other)
    elements = tuple((library.terms.issues[issue].label, first.get(issue), second.get(issue)) for issue in library.terms.issues
                     if (issue in first or issue in second)
                     and (first[issue].state if issue in first else None) != (second[issue].state if issue in second else None))
    pairs = ((question, cell(library, library.answer(one.jurisdiction, question, on)), cell(library, library.answer(other.jurisdiction, question, on)))
             for question in see)
    return Difference(elements, tuple(pairs))
