"""Jurisdictions side by side, question by question, as at a date."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor.records.library import Library, Resolved
from advisor.records.problems import BadInput, nearest
from advisor.records.values import render


@dataclass(frozen=True)
class Cell:
    """One answer as a comparison shows it: the typed value, its words, and what stands behind it.

    ``reservation`` says which part of the statement the check does not cover, where it does not cover all.
    """

    value: Any
    words: str
    note: str
    authority: tuple[str, ...]
    urls: tuple[str | None, ...]
    how: str
    on: date
    since: date | None
    inherited_from: str | None
    reservation: str = ""


@dataclass(frozen=True)
class Row:
    """One question over all jurisdictions; ``differs`` when two known values are not the same."""

    question: str
    name: str
    ask: str
    group: str
    answers: dict[str, Cell | None]
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """Rows in the order of the vocabulary."""

    jurisdictions: tuple[str, ...]
    on: date
    rows: tuple[Row, ...]


def compare(library: Library, jurisdictions: Sequence[str], on: date, questions: Collection[str] = (),
            only_differences: bool = False) -> Comparison:
    """Compare jurisdictions on all questions or some (ids or groups); raises BadInput for unknown ones."""
    names = library.known(jurisdictions)
    book = library.questions
    for wanted in questions:
        if wanted not in book.questions and wanted not in book.groups:
            near = nearest(wanted, [*book.questions, *book.groups])
            raise BadInput(f"no such question or group: '{wanted}'" + (f"; did you mean '{near}'?" if near else "; see 'advisor list questions'"))
    rows = []
    for name, question in book.questions.items():
        group = name.partition(".")[0]
        if questions and name not in questions and group not in questions:
            continue
        cells = {j: cell(library, library.answer(j, name, on)) for j in names}
        row = Row(name, question.name, question.ask, group, cells, _differs(list(cells.values())))
        if row.differs or not only_differences:
            rows.append(row)
    return Comparison(names, on, tuple(rows))


def cell(library: Library, resolved: Resolved | None) -> Cell | None:
    """An answer as it is shown; None where no answer held on the day."""
    if resolved is None:
        return None
    answer, owner = resolved.answer, resolved.inherited_from or resolved.jurisdiction
    question = library.questions.questions[resolved.question]
    return Cell(answer.value, render(question, answer.value, library.terms.starts), answer.note,
                tuple(library.cite(owner, a) for a in answer.authority), tuple(library.url(owner, a) for a in answer.authority),
                answer.checked.how, answer.checked.on, answer.since, resolved.inherited_from, answer.checked.note or "")


def _differs(cells: Sequence[Cell | None]) -> bool:
    def key(item: Cell | None) -> str:
        if item is None:
            return ""
        return repr(sorted(map(str, item.value)) if isinstance(item.value, list) else
                    sorted(item.value.items()) if isinstance(item.value, dict) else item.value)

    return len({key(item) for item in cells}) > 1
