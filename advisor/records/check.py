"""Checks that look across records: every reference resolves, every statement has its authority."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, get_args

from advisor.records.citations import looks_american, us_reporter, wrong_citation
from advisor.records.models import (
    Answer,
    Authority,
    Case,
    Condition,
    Dated,
    Element,
    Jurisdiction,
    Route,
    RouteKind,
    Sourced,
)
from advisor.records.problems import Problem
from advisor.records.source import Key, Source
from advisor.records.values import OPEN_WORDS, complaints, words_of

if TYPE_CHECKING:
    from advisor.records.library import Library


def check_vocabulary(library: Library, sources: dict[str, Source]) -> Iterator[Problem]:
    """Factors, concerns, measures and questions must refer to things that exist."""
    source, book = sources["factors"], library.factors
    for name, factor in book.factors.items():
        key: Key = ("factors", name)
        yield from _known(source, (*key, "group"), [factor.group], book.groups, "no such group of factors")
        for link in ("supports", "undermines"):
            yield from _known(source, (*key, link), getattr(factor, link), book.concerns, "no such concern")
        for link in ("conflicts", "implies"):
            yield from _known(source, (*key, link), getattr(factor, link), book.factors, "no such factor")
    for name, concern in book.concerns.items():
        for link in ("supports", "undermines"):
            yield from _known(source, ("concerns", name, link), getattr(concern, link), book.concerns, "no such concern")
    for name, measure in library.measures.measures.items():
        key = ("measures", name)
        yield from _known(sources["measures"], (*key, "factors"), measure.factors, book.factors, "no such factor")
        yield from _known(sources["measures"], (*key, "threats"), measure.threats, library.terms.threats, "no such threat")
    for name, question in library.questions.questions.items():
        source = sources["questions"]
        yield from _known(source, ("questions", name), [name.partition(".")[0]], library.questions.groups, "no such group")
        if question.type in ("enum", "set") and not question.values:
            yield source.problem(("questions", name), f"a question of type {question.type} needs 'values'")
        yield from _known(source, ("questions", name, "plan"), question.plan, words_of(question), "not a value of this question")
    taken: dict[tuple[int, int], str] = {}
    for name, tile in library.map.tiles.items():
        other = taken.setdefault(tile, name)
        if other != name:
            yield sources["map"].problem(("tiles", name), f"'{other}' has this tile already; give each its own", list(tile))


def check_jurisdiction(library: Library, record: Jurisdiction, source: Source) -> Iterator[Problem]:
    """Identity, answers, routes and every authority of one jurisdiction."""
    terms = library.terms
    stem = source.file.rsplit("/", 1)[-1].removesuffix(".yaml")
    if stem != record.id:
        yield source.problem(("id",), f"the id must be the name of the file, '{stem}'", record.id)
    yield from _known(source, ("family",), [record.family], terms.families, "no such legal family")
    yield from _parents(library, record, source)
    for name, court in record.courts.items():
        yield from _known(source, ("courts", name, "level"), [court.level], terms.court_levels, "no such level of court")
    names = [*record.instruments, *record.decisions, *record.sources]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield source.problem(("decisions", name), "an instrument, decision or source has this name already", name)
    yield from _answers(library, record, source)
    for name, route in record.routes.items():
        yield from _route(library, route, source, ("routes", name))
    kinds = {route.kind for route in record.routes.values()}
    for kind in get_args(RouteKind):
        if kind not in kinds and kind not in record.no_routes:
            yield source.problem(("no_routes",), f"no route of kind '{kind}': add it, or say in 'no_routes' why there is none")
        if kind in kinds and kind in record.no_routes:
            yield source.problem(("no_routes", kind), "a route of this kind stands in 'routes'; keep one of the two", kind)
    yield from _known(source, ("measures",), record.measures, library.measures.measures, "no such measure")
    for key, statement in _statements(record):
        yield from _sourced(library, record, source, key, statement)


def _parents(library: Library, record: Jurisdiction, source: Source) -> Iterator[Problem]:
    seen, current = [record.id], record
    while current.parent:
        if current.parent not in library.jurisdictions:
            if current is record:
                yield source.problem(("parent",), "no such jurisdiction", current.parent, library.jurisdictions)
            return
        if current.parent in seen:
            yield source.problem(("parent",), "the chain of parents loops: " + " -> ".join([*seen, current.parent]), record.parent)
            return
        seen.append(current.parent)
        current = library.jurisdictions[current.parent]


def _answers(library: Library, record: Jurisdiction, source: Source) -> Iterator[Problem]:
    questions = library.questions.questions
    yield from _known(source, ("answers",), record.answers, questions, "no such question")
    yield from _known(source, ("inherits",), record.inherits, questions, "no such question")
    for name in record.inherits:
        if name in record.answers:
            yield source.problem(("answers", name), "this question stands in 'inherits' too; keep one of the two", name)
        elif name in questions and record.parent in library.jurisdictions and library.answer_source(record.id, name) is None:
            yield source.problem(("inherits",), "no parent answers this question", name)
    for name in questions:
        if name not in record.answers and name not in record.inherits:
            yield source.problem(("answers",), f"the question '{name}' is not answered; if the law is not known, answer 'unknown' and say why")
    for name, answer in record.answers.items():
        if name not in questions:
            continue
        for i, version in enumerate((answer, *answer.was)):
            key: Key = ("answers", name, "value") if i == 0 else ("answers", name, "was", i - 1, "value")
            for message, found, allowed in complaints(questions[name], version.value, library.terms.starts):
                yield source.problem(key, message, found, allowed)


def _route(library: Library, route: Route, source: Source, key: Key) -> Iterator[Problem]:
    factors, terms = library.factors.factors, library.terms
    for name, element in route.elements.items():
        for i, version in enumerate((element, *element.was)):
            at: Key = (*key, "elements", name) if i == 0 else (*key, "elements", name, "was", i - 1)
            yield from _known(source, (*at, "issue"), [version.issue], terms.issues, "no such issue")
            yield from _bearing(library, version, source, at)
    used = route.when.names()
    yield from _known(source, (*key, "when"), used, route.elements, "no such element of this route")
    for name in route.elements:
        if name not in used:
            yield source.problem((*key, "elements", name), "the element is not used in 'when'", name, used)
    for name, defence in route.defences.items():
        at = (*key, "defences", name)
        yield from _known(source, (*at, "factors"), defence.factors, factors, "no such factor")
        yield from _known(source, (*at, "rebutted_by"), defence.rebutted_by, factors, "no such factor")
    yield from _known(source, (*key, "remedies"), route.remedies, terms.remedies, "no such remedy")
    for name, remedy in route.remedies.items():
        if remedy.needs:
            yield from _known(source, (*key, "remedies", name, "needs"), remedy.needs.names(), factors, "no such factor")
    for name, deadline in route.deadlines.items():
        for period in filter(None, (deadline.period, deadline.longstop)):
            yield from _known(source, (*key, "deadlines", name), [period.start], terms.starts, "no such start of a period")


def _bearing(library: Library, element: Element, source: Source, key: Key) -> Iterator[Problem]:
    factors = library.factors.factors
    roles = {"supports": element.supports.all(), "undermines": element.undermines.all(), "defeats": element.defeats,
             "irrelevant_here": tuple(element.irrelevant_here)}
    seen: dict[str, str] = {}
    for role, names in roles.items():
        yield from _known(source, (*key, role), names, factors, "no such factor")
        for name in names:
            if name in seen:
                yield source.problem((*key, role), f"'{name}' stands under '{seen[name]}' already; keep one", name)
            seen[name] = role
            side = factors[name].side if name in factors else None
            wanted = {"supports": "holder", "undermines": "opponent", "defeats": "opponent"}.get(role, side)
            if side and side != wanted:
                yield source.problem((*key, role), f"'{name}' favours the {side}, so it cannot stand under '{role}'", name)
    if element.presumed:
        yield from _known(source, (*key, "presumed", "when"), element.presumed.when.names(), factors, "no such factor")


def _statements(record: Jurisdiction) -> Iterator[tuple[Key, Sourced]]:
    """Every sourced statement of a jurisdiction with its place in the file."""

    def walk(key: Key, value: object) -> Iterator[tuple[Key, Sourced]]:
        if isinstance(value, Element) and value.same_as:
            return
        if isinstance(value, Sourced):
            yield key, value
        if isinstance(value, Condition):
            return
        if isinstance(value, dict):
            for name, item in value.items():
                yield from walk((*key, name), item)
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                yield from walk((*key, i), item)
        elif isinstance(value, (Sourced, Route)):
            for name in type(value).model_fields:
                yield from walk((*key, name), getattr(value, name))

    for name in ("answers", "routes", "no_routes", "measures", "pitfalls", "reform"):
        yield from walk((name,), getattr(record, name))


def _sourced(library: Library, record: Jurisdiction, source: Source, key: Key, statement: Sourced) -> Iterator[Problem]:
    is_open = isinstance(statement, Answer) and isinstance(statement.value, str) and statement.value in OPEN_WORDS
    if not statement.authority and not is_open:
        yield source.problem((*key, "authority"), "a legal statement needs an authority with a pinpoint")
    for i, authority in enumerate(statement.authority):
        yield from check_authority(library, record, source, (*key, "authority", i), authority)
    if statement.checked.how == "primary" and not statement.checked.source and not is_open:
        for authority in statement.authority:
            instrument = library.instrument(record.id, authority)
            if instrument and not instrument.text:
                yield source.problem((*key, "checked"), "'primary' needs to say which text was read: give the instrument "
                                     f"'{authority.key}' a 'text', or the check a 'source'")
    if isinstance(statement, Dated) and statement.was and statement.since is None:
        yield source.problem(key, "a statement with 'was' needs 'since', the first day on which it holds")


def check_authority(library: Library, record: Jurisdiction, source: Source, key: Key, authority: Authority) -> Iterator[Problem]:
    """An authority must name something that exists, and an instrument needs a pinpoint."""
    if authority.case:
        yield from _known(source, key, [authority.case], library.cases, "no such case")
        return
    scope = authority.scope or record.id
    if scope not in library.jurisdictions:
        yield source.problem(key, "no such jurisdiction before the colon", scope, library.jurisdictions)
        return
    owner = library.jurisdictions[scope]
    known = [*owner.instruments, *owner.decisions, *owner.sources]
    yield from _known(source, key, [authority.key], known, f"no such instrument, decision or source of '{scope}'")
    if authority.key in owner.instruments and not authority.has_pinpoint:
        yield source.problem(key, "an authority needs a pinpoint (section, article, paragraph)", authority.key)


def check_case(library: Library, record: Case, source: Source) -> Iterator[Problem]:
    """Identity, words, factors, links and citations of one case."""
    terms = library.terms
    wanted = "/".join(source.file.removesuffix(".yaml").split("/")[-2:])
    if wanted != record.id:
        yield source.problem(("id",), f"the id must be the folder and name of the file, '{wanted}'", record.id)
    yield from _known(source, ("jurisdiction",), [record.jurisdiction], library.jurisdictions, "no such jurisdiction")
    if record.jurisdiction in library.jurisdictions:
        yield from _known(source, ("court",), [record.court], library.courts(record.jurisdiction),
                          "no such court of this jurisdiction or its parents")
    for field, words in (("industry", terms.industries), ("posture", terms.postures)):
        yield from _known(source, (field,), [getattr(record, field)], words, "not a word of the vocabulary")
    yield from _known(source, ("information",), record.information, terms.information_kinds, "not a word of the vocabulary")
    yield from _known(source, ("threat",), record.threat, terms.threats, "no such threat")
    for i, party in enumerate(record.parties):
        yield from _known(source, ("parties", i, "kind"), [party.kind], terms.party_kinds, "no such kind of party")
    for i, award in enumerate(record.remedies):
        yield from _known(source, ("remedies", i, "remedy"), [award.remedy], terms.remedies, "no such remedy")
    yield from _factors(library, record, source)
    for i, element in enumerate(record.elements):
        yield from _known(source, ("elements", i), [element], library.element_ids(element.partition(":")[0]), "no such element of a route")
    yield from _relations(library, record, source)
    for i, citation in enumerate(record.citations):
        if wrong := wrong_citation(citation) or _against_reporter(library, record, citation):
            yield source.problem(("citations", i), wrong, citation)
    if not (record.citations or record.docket or record.ecli):
        yield source.problem((), "a case needs a citation, a docket number or an ECLI")
    if not record.catchwords.get("en"):
        yield source.problem(("catchwords",), "English catchwords are missing", "", ("en",))
    for i, event in enumerate(record.history):
        if event.date and event.date[:4] < "1800":
            yield source.problem(("history", i, "date"), "not a possible date", event.date)


def _against_reporter(library: Library, record: Case, citation: str) -> str | None:
    """What a US citation says against the court or the year of the record: a federal reporter prints no state court, and no reporter prints
    decisions of years that its series does not cover."""
    reporter = us_reporter(citation) if looks_american(citation) else None
    if reporter is None:
        return None
    year = int(record.date[:4])
    if (reporter.first and year < reporter.first - 1) or (reporter.last and year > reporter.last + 1):
        return f"{reporter.name} covers {reporter.first or '...'} to {reporter.last or 'today'} in this series, not {year}"
    *_, root = library.lineage(record.jurisdiction)
    federal = record.court in root.courts
    if reporter.supreme and library.court_level(record) != "supreme":
        return f"{reporter.name} prints the Supreme Court, and the court of the record is '{record.court}'"
    if (reporter.kind == "federal" and not federal) or (reporter.kind.startswith("state") and federal):
        return f"{reporter.name} is a {'federal' if reporter.kind == 'federal' else 'state'} reporter, and the court of the record is '{record.court}'"
    return None


def _factors(library: Library, record: Case, source: Source) -> Iterator[Problem]:
    factors = library.factors.factors
    yield from _known(source, ("factors",), record.factors, factors, "no such factor")
    for name in record.factors:
        for other in factors[name].conflicts if name in factors else ():
            if other in record.factors and name < other:
                yield source.problem(("factors", other), f"'{name}' and '{other}' cannot both be true; keep one", other)
        for other in factors[name].implies if name in factors else ():
            if other not in record.factors:
                yield _warning(source, ("factors", name), f"{name} implies {other} ({factors[other].name}); code it too, with its words")
    if {"F4", "F23"} <= set(record.factors):
        yield _warning(source, ("factors", "F23"), "F4 (agreed not to disclose) stands with F23 (waiver); see that both are in the opinion")


def _relations(library: Library, record: Case, source: Source) -> Iterator[Problem]:
    yield from _known(source, ("related",), [r.case for r in record.related], library.cases, "no such case")
    for i, relation in enumerate(record.related):
        other = library.cases.get(relation.case)
        if other and record.id not in {back.case for back in other.related}:
            yield source.problem(("related", i, "case"), f"'{relation.case}' does not name this case under 'related'; links go both ways",
                                 relation.case)


def _known(source: Source, key: Key, names: Iterable[str], allowed: Iterable[str], message: str) -> Iterator[Problem]:
    allowed = tuple(allowed)
    for name in names:
        if name not in allowed:
            at = (*key, name) if (*key, name) in source.lines else key
            yield source.problem(at, message, name, allowed)


def _warning(source: Source, key: Key, message: str) -> Problem:
    problem = source.problem(key, message)
    return Problem(problem.file, problem.line, problem.record, problem.key, message, severity="warning")
