"""Typed values of answers: what each question type allows, and how a value reads in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from advisor.records.models import Money, Period, Question, Word

OPEN_WORDS = {
    "unknown": Word(label="Unknown", means="Not established for this record; a gap, not a no."),
    "unsettled": Word(label="Unsettled", means="The authorities conflict or the question has not been decided."),
}
YES_NO = {
    "yes": Word(label="Yes", means="Yes."),
    "no": Word(label="No", means="No."),
    "qualified": Word(label="Qualified", means="Yes, within limits that the note describes."),
}

Complaint = tuple[str, Any, tuple[str, ...]]


def words_of(question: Question) -> dict[str, Word]:
    """Every word that can be (part of) an answer to the question."""
    typed = YES_NO if question.type == "yesno" else question.values
    return {**typed, **question.words, **OPEN_WORDS}


def complaints(question: Question, value: Any, starts: Mapping[str, Word]) -> Iterator[Complaint]:
    """What is wrong with ``value`` as an answer: message, what was found, what is allowed."""
    special = (*question.words, *OPEN_WORDS)
    if isinstance(value, str) and value in special:
        return
    match question.type:
        case "text":
            if not isinstance(value, str) or not 1 <= len(value) <= 200:
                yield "must be a short phrase of at most 200 characters", value, ()
        case "yesno" | "enum":
            if not isinstance(value, str) or value not in words_of(question):
                yield "not an allowed value of this question", value, tuple(words_of(question))
        case "set":
            if not isinstance(value, list) or not value:
                yield "must be a list of allowed values", value, tuple(question.values)
                return
            for item in value:
                if item not in question.values:
                    yield "not an allowed value of this question", item, tuple(question.values)
            if len(set(map(str, value))) < len(value):
                yield "a value stands twice", value, ()
        case "number":
            if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
                yield f"must be a number of {question.unit or 'units'} without its unit", value, special
        case "money":
            yield from _model_complaints(Money, value, "an amount and a currency, such as {amount: 100000, currency: EUR}", special)
        case "period":
            yield from _model_complaints(Period, value, "a period such as {years: 3, from: knowledge}", special)
            if isinstance(value, dict) and (start := value.get("from", "none")) not in starts:
                yield "not a start of the vocabulary", start, tuple(starts)


def _model_complaints(model: type[Money] | type[Period], value: Any, example: str, special: tuple[str, ...]) -> Iterator[Complaint]:
    try:
        model.model_validate(value)
    except ValidationError as error:
        yield f"must be {example} ({error.errors()[0]['msg'].removeprefix('Value error, ')})", value, special


def render(question: Question, value: Any, starts: Mapping[str, Word]) -> str:
    """The value in words, with its unit: ``3 years from the act``, ``EUR 100,000``, ``Yes``."""
    words = words_of(question)
    if isinstance(value, str):
        return words[value].label if value in words and question.type != "text" or value in OPEN_WORDS else value
    if isinstance(value, list):
        return ", ".join(words[item].label if item in words else str(item) for item in value)
    if question.type == "money":
        return money(Money.model_validate(value))
    if question.type == "period":
        return period(Period.model_validate(value), starts)
    return number(value) + (f" {question.unit}" if question.unit else "")


def number(value: float) -> str:
    """A number with thousands separators and no idle decimals."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def money(value: Money) -> str:
    """An amount with its currency before it."""
    return f"{value.currency} {number(value.amount)}"


def length(value: Period) -> str:
    """The length of a period in words."""
    parts = [(value.years, "year"), (value.months, "month"), (value.weeks, "week"), (value.days, "day")]
    return " ".join(f"{n} {unit}{'s' if n > 1 else ''}" for n, unit in parts if n)


def period(value: Period, starts: Mapping[str, Word]) -> str:
    """A period in words with its start."""
    start = starts[value.start].label if value.start != "none" and value.start in starts else ""
    return f"{length(value)}, {start}" if start else length(value)
