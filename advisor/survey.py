"""One question over every law, laws that meet some conditions, and what changed between two days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from advisor.comparison import Cell, cell
from advisor.records.library import Library
from advisor.records.models import Period, Question
from advisor.records.problems import BadInput, nearest
from advisor.records.values import words_of

SHADES = 4
_YES_NO = {"no": 0, "qualified": 2, "yes": SHADES}
Test = Literal["is", "at-least", "at-most"]
_SIGN: dict[Test, str] = {"at-least": ">=", "at-most": "<=", "is": "="}  # in this order: '=' also ends the two others


@dataclass(frozen=True)
class Wish:
    """A condition on one answer: it ``is`` one of some values (or contains one), or is ``at-least`` / ``at-most`` a number or period in years."""

    question: str
    test: Test
    value: str | float


@dataclass(frozen=True)
class Change:
    """An answer that is not the same on two days."""

    jurisdiction: str
    question: str
    before: Cell | None
    after: Cell | None


def survey(library: Library, question: str, on: date) -> dict[str, Cell | None]:
    """The answers of all jurisdictions to one question on a day (None where no answer held)."""
    return {name: cell(library, library.answer(name, question, on)) for name in library.jurisdictions}


def shade(question: Question, value: Any) -> int | None:
    """How dark a value is shown, 0 to ``SHADES``; None for what has no order (text, money) or is not known.

    Yes is dark, no is light; a longer period or larger number is darker; a choice by its place in the vocabulary; a list by its length.
    """
    if isinstance(value, str) and value in ("unknown", "unsettled"):
        return None
    match question.type:
        case "yesno":
            return _YES_NO.get(value)
        case "enum":
            names = [name for name in words_of(question) if name not in ("unknown", "unsettled")]
            return round(SHADES * names.index(value) / max(1, len(names) - 1)) if value in names else None
        case "set":
            return min(SHADES, len(value)) if isinstance(value, list) else None
        case "period":
            years = _years(value)
            return None if years is None else min(SHADES, round(years * SHADES / 10))
        case "number":
            return min(SHADES, int(value)) if isinstance(value, (int, float)) else None
    return None


def allowed_tests(question: Question) -> tuple[Test, ...]:
    """The tests that make sense for answers to a question; none for text and money."""
    match question.type:
        case "yesno" | "enum" | "set":
            return ("is",)
        case "period" | "number":
            return ("at-least", "at-most")
    return ()


def read_wish(library: Library, text: str) -> Wish:
    """A wish from ``question=value``, ``question>=3`` or ``question<=3`` (periods in years); raises BadInput for what cannot be asked."""
    for test, sign in _SIGN.items():
        name, found, value = text.partition(sign)
        if not found:
            continue
        name, value = name.strip(), value.strip()
        question = library.questions.questions.get(name)
        if question is None:
            near = nearest(name, library.questions.questions)
            raise BadInput(f"no such question: '{name}'" + (f"; did you mean '{near}'?" if near else "; see 'advisor list questions'"))
        if test not in allowed_tests(question):
            raise BadInput(f"{name}: cannot be asked with '{sign}'; "
                           f"use {' or '.join(_SIGN[t] for t in allowed_tests(question)) or 'another question: this one is answered in free words'}")
        if test == "is":
            if value not in words_of(question):
                raise BadInput(f"{name}: no such value '{value}'; use one of {', '.join(words_of(question))}")
            return Wish(name, "is", value)
        try:
            return Wish(name, test, float(value))
        except ValueError:
            raise BadInput(f"{name}: '{value}' is not a number; periods are counted in years") from None
    raise BadInput(f"'{text}' is no condition; write question=value, question>=3 or question<=3")


def matching(library: Library, wishes: Sequence[Wish], on: date) -> dict[str, list[Cell]]:
    """The jurisdictions that meet every wish, with the answers that do. What is unknown meets no wish but one for unknown."""
    found = {}
    for name in library.jurisdictions:
        cells = [cell(library, library.answer(name, wish.question, on)) for wish in wishes]
        met = [c for c, wish in zip(cells, wishes, strict=True)
               if c is not None and _meets(library.questions.questions[wish.question], c.value, wish)]
        if len(met) == len(wishes):
            found[name] = met
    return found


def changes(library: Library, jurisdictions: Iterable[str], first: date, second: date) -> list[Change]:
    """The answers of some jurisdictions that are not the same on two days."""
    found = []
    for name in jurisdictions:
        for question in library.questions.questions:
            one, two = library.answer(name, question, first), library.answer(name, question, second)
            if (one and one.answer) != (two and two.answer):
                found.append(Change(name, question, cell(library, one), cell(library, two)))
    return found


def _meets(question: Question, value: Any, wish: Wish) -> bool:
    if wish.test == "is":
        return wish.value in value if isinstance(value, list) else value == wish.value
    amount = _years(value) if question.type == "period" else value if isinstance(value, (int, float)) else None
    if amount is None:
        return False
    return amount >= float(wish.value) if wish.test == "at-least" else amount <= float(wish.value)


def _years(value: Any) -> float | None:
    if isinstance(value, Period):
        value = value.model_dump(exclude_defaults=True)
    if not isinstance(value, dict):
        return None
    parts: dict[str, int] = {name: int(value.get(name, 0)) for name in ("years", "months", "weeks", "days")}
    return parts["years"] + parts["months"] / 12 + parts["weeks"] / 52 + parts["days"] / 365
