"""All records together: loading, lookup, inheritance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from advisor.records import check
from advisor.records.models import (
    Answer,
    Authority,
    Case,
    Court,
    Decision,
    Factors,
    Instrument,
    Jurisdiction,
    Map,
    Measures,
    Publication,
    Questions,
    Terms,
)
from advisor.records.problems import BadInput, Problem, nearest
from advisor.records.reading import read_model
from advisor.records.source import Source, digest_of, read_limited, read_source

VOCABULARY: dict[str, type[BaseModel]] = {"terms": Terms, "questions": Questions, "factors": Factors, "measures": Measures,
                                          "map": Map}


@dataclass(frozen=True)
class Resolved:
    """An answer as it holds for a jurisdiction on a day; ``inherited_from`` names the parent it comes from."""

    jurisdiction: str
    question: str
    answer: Answer
    inherited_from: str | None


@dataclass(frozen=True, eq=False)
class Library:
    """Every record of a knowledge folder. ``digest`` changes when any file does; two libraries are never equal."""

    terms: Terms
    questions: Questions
    factors: Factors
    measures: Measures
    map: Map
    jurisdictions: Mapping[str, Jurisdiction] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    digest: str = ""

    def lineage(self, jurisdiction: str) -> Iterator[Jurisdiction]:
        """The jurisdiction, then its parents, nearest first; a loop of parents ends the walk."""
        seen: set[str] = set()
        current: str | None = jurisdiction
        while current is not None and current in self.jurisdictions and current not in seen:
            seen.add(current)
            record = self.jurisdictions[current]
            yield record
            current = record.parent

    def known(self, names: Iterable[str]) -> tuple[str, ...]:
        """The ids of jurisdictions, each once; raises BadInput with a clear line when one has no record."""
        for name in names:
            if name not in self.jurisdictions:
                near = nearest(name, self.jurisdictions)
                raise BadInput(f"no record of the jurisdiction '{name}'" + (
                    f"; {hint}" if (hint := self.covered_by(name)) else f"; did you mean '{near}'?" if near else
                    "; see 'advisor list jurisdictions'"))
        return tuple(dict.fromkeys(names))

    def covered_by(self, name: str) -> str:
        """What to say of a code without a record that an overview covers (a State of a federation); empty when none does."""
        for record in self.jurisdictions.values():
            if name in record.covers:
                return (f"'{record.id}' ({record.name}) says what such laws have in common: ask for '{record.id}', "
                        "and read the text that was enacted there")
        return ""

    def answer_source(self, jurisdiction: str, question: str) -> Jurisdiction | None:
        """The record that answers the question for the jurisdiction: itself, or the parent it inherits from."""
        for record in self.lineage(jurisdiction):
            if question in record.answers:
                return record
            if question not in record.inherits:
                return None
        return None

    def answer(self, jurisdiction: str, question: str, on: date) -> Resolved | None:
        """The answer as it holds on a day, or None when no answer held then."""
        source = self.answer_source(jurisdiction, question)
        version = source.answers[question].at(on) if source else None
        if source is None or version is None:
            return None
        return Resolved(jurisdiction, question, version, source.id if source.id != jurisdiction else None)

    def instrument(self, jurisdiction: str, authority: Authority) -> Instrument | None:
        """The instrument that an authority of a jurisdiction's record names, if it names one."""
        owner = self.jurisdictions.get(authority.scope or jurisdiction)
        return owner.instruments.get(authority.key) if owner else None

    def cite(self, jurisdiction: str, authority: Authority) -> str:
        """An authority as a reader sees it: short name and pinpoint."""
        if authority.case:
            case = self.cases[authority.case]
            year = f"({case.date[:4]})"
            name = case.short if year in case.short else f"{case.short} {year}"
        else:
            name = self._named(jurisdiction, authority).short
        return f"{name} {authority.pinpoint}".strip()

    def url(self, jurisdiction: str, authority: Authority) -> str | None:
        """Where the authority can be read."""
        if authority.case:
            case = self.cases[authority.case]
            return case.url or next((s.url for s in case.sources if s.url), None)
        return self._named(jurisdiction, authority).url

    def law_names(self, jurisdiction: str, authority: Authority) -> str:
        """Every name by which a reader may know an authority: short and full, in the original language, and its citation."""
        if authority.case:
            return self.cases[authority.case].name
        named = self._named(jurisdiction, authority)
        names = (named.short, *(getattr(named, field, None) for field in ("name", "original", "citation")))
        return " ; ".join(name for name in names if name)

    def _named(self, jurisdiction: str, authority: Authority) -> Instrument | Decision | Publication:
        owner = self.jurisdictions[authority.scope or jurisdiction]
        book: dict[str, Instrument | Decision | Publication] = {**owner.sources, **owner.decisions, **owner.instruments}
        return book[authority.key]

    def courts(self, jurisdiction: str) -> dict[str, Court]:
        """Courts of the jurisdiction and its parents by id, nearest first."""
        found: dict[str, Court] = {}
        for record in self.lineage(jurisdiction):
            found = {**record.courts, **found}
        return found

    def court_level(self, case: Case) -> str:
        """The level of the court that decided a case; empty when the court is not known."""
        court = self.courts(case.jurisdiction).get(case.court)
        return court.level if court else ""

    def element_ids(self, jurisdiction: str) -> list[str]:
        """Ids of all route elements of a jurisdiction, as cases name them: ``de:civil.secret``."""
        record = self.jurisdictions.get(jurisdiction)
        routes = record.routes.items() if record else ()
        return [f"{jurisdiction}:{name}.{element}" for name, route in routes for element in route.elements]

    @cached_property
    def cases_by_jurisdiction(self) -> dict[str, list[Case]]:
        """Cases by the jurisdiction whose law they apply."""
        found: dict[str, list[Case]] = {}
        for case in self.cases.values():
            found.setdefault(case.jurisdiction, []).append(case)
        return found


def record_files(root: Path) -> list[Path]:
    """Every YAML file of a knowledge folder that holds a record or vocabulary, in a fixed order."""
    folders = ("vocabulary", "jurisdictions", "cases")
    return [path for name in folders for path in sorted((root / name).rglob("*.yaml"))]


def folder_digest(root: Path) -> str:
    """Hash of the names and contents of all record files; one that cannot be read counts as empty."""
    parts = [f"{path.relative_to(root)}:{digest_of(_content(path))}" for path in record_files(root)]
    return digest_of("\n".join(parts).encode())


def _content(path: Path) -> bytes:
    try:
        return read_limited(path) if _plain(path) else b""
    except OSError:
        return b""


def _plain(path: Path) -> bool:
    """Whether a record's path is a file in its folder: not a link to another place, a folder or a device."""
    return path.is_file() and not path.is_symlink()


def read_library(root: Path, progress: Callable[[float], None] = lambda share: None) -> tuple[Library | None, list[Problem]]:
    """Read and check a knowledge folder.

    Returns the library and every problem found, warnings included; the library is None when the
    vocabulary itself cannot be read. ``progress`` is called with the share done, 0 to 1.
    """
    files = record_files(root)
    problems: list[Problem] = []
    sources: dict[Path, Source] = {}
    for i, path in enumerate(files):
        name = path.relative_to(root).as_posix()
        try:
            if not _plain(path):
                raise BadInput([Problem(name, 1, "", "", "is a link, a folder or a device; put the record itself here")])
            sources[path] = read_source(path, name)
        except BadInput as error:
            problems.extend(error.problems)
        progress(0.8 * (i + 1) / len(files))
    vocabulary = {name: sources.get(root / "vocabulary" / f"{name}.yaml") for name in VOCABULARY}
    words: dict[str, Any] = {}
    for name, model in VOCABULARY.items():
        if (source := vocabulary[name]) is None:
            if not problems:
                problems.append(Problem(f"vocabulary/{name}.yaml", 1, "", "", "this file is missing"))
        elif record := _read(model, source, problems):
            words[name] = record
    if len(words) < len(VOCABULARY):
        return None, _sorted(problems)
    jurisdictions, cases = {}, {}
    where: dict[str, Source] = {}
    for path, source in sources.items():
        kind = path.relative_to(root).parts[0]
        if kind == "jurisdictions" and (jurisdiction := _read_jurisdiction(source, problems)):
            jurisdictions[jurisdiction.id], where[jurisdiction.id] = jurisdiction, source
        elif kind == "cases" and (case := _read(Case, source, problems)):
            if case.id in cases:
                problems.append(source.problem(("id",), f"{where[case.id].file} has this id already", case.id))
            cases[case.id], where[case.id] = case, source
    library = Library(**words, jurisdictions=jurisdictions, cases=cases, digest=folder_digest(root))
    problems.extend(check.check_vocabulary(library, {k: v for k, v in vocabulary.items() if v}))
    for name, jurisdiction in jurisdictions.items():
        problems.extend(check.check_jurisdiction(library, jurisdiction, where[name]))
    for name, case in cases.items():
        problems.extend(check.check_case(library, case, where[name]))
    unread = {_id_of(path, root) for path in files} - set(jurisdictions) - set(cases)
    progress(1.0)
    return library, _sorted(p for p in problems if not _follows(p, unread))


def _id_of(path: Path, root: Path) -> str:
    """The id that the record of a file has by its place."""
    return "/".join(path.relative_to(root).with_suffix("").parts[1:])


def _follows(problem: Problem, unread: set[str]) -> bool:
    """Whether a problem only says that a record is missing whose own file has a problem of its own."""
    found = problem.found.strip("'")
    return found in unread or (":" in found and found.partition(":")[0] in unread)


def _read(model: type[Any], source: Source, problems: list[Problem], data: Any = None) -> Any:
    try:
        return read_model(model, source, data)
    except BadInput as error:
        problems.extend(error.problems)
        return None


def _read_jurisdiction(source: Source, problems: list[Problem]) -> Jurisdiction | None:
    record: Jurisdiction | None = _read(Jurisdiction, source, problems, _share_elements(source, problems))
    return record


def _share_elements(source: Source, problems: list[Problem]) -> Any:
    """Replace ``element: civil.secret`` by the element of that route (the same for defences)."""
    data = source.data
    routes = data.get("routes") if isinstance(data, dict) else None
    if not isinstance(routes, dict):
        return data
    shared = {name: dict(route) if isinstance(route, dict) else route for name, route in routes.items()}
    for name, route in shared.items():
        for part in ("elements", "defences"):
            items = route.get(part) if isinstance(route, dict) else None
            if not isinstance(items, dict):
                continue
            route[part] = dict(items)
            for key, item in items.items():
                if not isinstance(item, str):
                    continue
                other, _, wanted = item.partition(".")
                target = routes.get(other, {}).get(part, {}) if isinstance(routes.get(other), dict) else {}
                if isinstance(target, dict) and isinstance(target.get(wanted), dict):
                    route[part][key] = {**target[wanted], **({"same_as": item} if part == "elements" else {})}
                else:
                    route[part].pop(key)
                    allowed = [f"{r}.{e}" for r, v in routes.items() if isinstance(v, dict) and isinstance(v.get(part), dict)
                               for e, x in v[part].items() if isinstance(x, dict)]
                    problems.append(source.problem(("routes", name, part, key), f"no such item of '{part}' to share", item, allowed))
    return {**data, "routes": shared}


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda p: (p.severity != "error", p.file, p.line, p.key))
