"""A short assessment of an option in the order issue, rule, application, conclusion."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.options import Option
from advisor.records.library import Library
from advisor.rules.evaluate import ElementResult
from advisor.words import STATE


@dataclass(frozen=True)
class Assessment:
    """One element that is not settled: the question, the rule with its authority, its application to the facts, and where that leaves it."""

    issue: str
    rule: str
    authority: tuple[str, ...]
    application: str
    conclusion: str


def assess(library: Library, option: Option) -> tuple[Assessment, ...]:
    """Assessments of the elements that decide the option's status and are not undisputed; nothing for what is settled in the holder's favour."""
    return tuple(_assess(library, option, element) for element in option.elements
                 if element.node in option.decisive and element.state != "met")


def _assess(library: Library, option: Option, element: ElementResult) -> Assessment:
    record = option.record.elements[element.name]
    version = record.at(option.law_on) or record
    burden = f"The burden lies on the {element.burden}." if element.burden in ("holder", "opponent", "prosecution") else ""
    application = "; ".join(map(str, element.because)) + "." if element.because else "No known fact bears on it."
    if element.missing and element.state == "open":
        names = ", ".join(f"{library.factors.factors[f].name} ({f})" for f in element.missing[:4])
        application += f" Not known yet: {names}{' and others' if len(element.missing) > 4 else ''}."
    return Assessment(f"{element.title}?", " ".join(filter(None, (version.note or f"{element.title} must be shown.", burden))), element.authority,
                      application, _conclusion(option, element))


def _conclusion(option: Option, element: ElementResult) -> str:
    argument = next((a for a in option.arguments if a.element == element.name), None)
    if argument and argument.precedents.result == "forced":
        return f"On binding precedent the point goes to the {argument.precedents.side}."
    if argument and argument.precedents.result == "supported":
        return f"Arguable; decided cases of this law support the {argument.precedents.side}."
    return {"contested": "Arguable: there are facts on both sides, and no decided case of this library settles it.",
            "open": "Open until the missing facts are known.",
            "defeated": "On the facts given the point is lost."}.get(element.state, STATE[element.state].means)
