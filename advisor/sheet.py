"""One record, whole: as plain data for programs and as text for the terminal."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import Any

from advisor.comparison import cell
from advisor.records.library import Library
from advisor.records.models import Case, Dated, Jurisdiction
from advisor.records.values import money
from advisor.search.documents import citation_line


def jurisdiction_page(library: Library, record: Jurisdiction, on: date) -> tuple[dict[str, Any], str]:
    """The record as at a day. Statements that did not hold then are left out; former law stays under ``was``."""
    data = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    cells = {name: cell(library, library.answer(record.id, name, on)) for name in library.questions.questions}
    data["on"] = on.isoformat()
    data["answers"] = {name: {"value": c.value, "words": c.words, "note": c.note, "authority": list(c.authority),
                              "checked": {"how": c.how, "on": c.on.isoformat()}, "since": c.since.isoformat() if c.since else None,
                              "inherited_from": c.inherited_from} for name, c in cells.items() if c}
    data["routes"] = {name: data["routes"][name] for name, route in record.routes.items() if route.holds_on(on)}
    lines = [f"{record.name} ({record.id}), law as at {on.isoformat()}", "", *_wrap(record.summary), "", "Instruments"]
    lines += [f"  {i.short}: {i.name}, {i.citation}; {i.times}" for i in record.instruments.values()]
    for group, heading in library.questions.groups.items():
        lines += ["", heading.name]
        for name, c in cells.items():
            if c and name.startswith(f"{group}."):
                inherited = f", from {c.inherited_from}" if c.inherited_from else ""
                lines += [f"  {library.questions.questions[name].name}: {c.words}", *_wrap(c.note, "    "),
                          f"    [{'; '.join(c.authority)}; {c.how} {c.on.isoformat()}{inherited}]"]
    for route in record.routes.values():
        if not route.holds_on(on):
            continue
        lines += ["", f"Route: {route.name} ({route.kind})", *_wrap(route.summary)]
        for title, items in (("must be proved", route.elements), ("remedies", route.remedies), ("time", route.deadlines)):
            lines.append(f"  {title}")
            lines += [_item(library, record.id, name, version) for name, item in items.items() if (version := item.at(on))]
    return data, "\n".join(lines)


def _item(library: Library, jurisdiction: str, name: str, item: Dated) -> str:
    title = getattr(item, "title", None) or getattr(item, "what", None) or library.terms.remedies[name].label
    return f"    {title} [{'; '.join(library.cite(jurisdiction, a) for a in item.authority)}; {item.checked.how}]"


def case_page(library: Library, case: Case) -> tuple[dict[str, Any], str]:
    """The case with everything its record holds."""
    factors = library.factors.factors
    lines = [case.name, citation_line(library, case), f"{case.law}; outcome: {case.outcome}; checked: {case.checked.how}", "",
             *([*_wrap(case.plain), ""] if case.plain else []), "Facts", *_wrap(case.facts), "",
             "Issues", *(line for issue in case.issues for line in _wrap(issue, "  ")), "",
             "Holding", *_wrap(case.holding), "", "Why it matters", *_wrap(case.significance)]
    if case.misread:
        lines += ["", "Often misread", *_wrap(case.misread)]
    lines += ["", "Factors", *(f"  {name} {factors[name].name} ({factors[name].side}): {text}" for name, text in case.factors.items())]
    if case.remedies:
        lines += ["", "Remedies", *(f"  {library.terms.remedies[a.remedy].label}{'' if a.granted else ' refused'}"
                                    + (f": {money(a.amount)}" if a.amount else "") + (f" ({a.note})" if a.note else "") for a in case.remedies)]
    if case.history:
        lines += ["", "History", *(f"  {e.date or 'undated'} {e.court}: {e.what}" for e in case.history)]
    lines += ["", "Sources", *(f"  {s.title}" + (f" {s.url}" if s.url else "") for s in case.sources)]
    return case.model_dump(mode="json", exclude_defaults=True, by_alias=True), "\n".join(lines)


def _wrap(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(" ".join(text.split()), 96, initial_indent=indent, subsequent_indent=indent)
