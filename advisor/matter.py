"""A matter: the user's facts about one dispute, as a YAML file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, model_validator

from advisor.files import write_whole
from advisor.records.library import Library
from advisor.records.models import Day, FactorId, JurisdictionId, Line, Money, Record, Slug
from advisor.records.problems import BadInput, Problem
from advisor.records.reading import read_model
from advisor.records.source import Source, parse_source, read_source

Fact = Literal["yes", "no", "unknown"]
Aim = Literal["stop-use", "damages", "evidence", "deterrence", "secrecy", "speed"]

FORMAT = 1  # of the files that are written now; files of the first release, which name none, are of format 1
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}  # from a format to the next one, each a small named function


class Holder(Record):
    """Who holds the secret."""

    country: JurisdictionId | None = None


class Opponent(Record):
    """Who is said to have taken or to use it."""

    kind: Literal["former-employee", "competitor", "partner", "supplier", "state-linked", "unknown"] = "unknown"
    country: JurisdictionId | None = None


class Places(Record):
    """Where things happened or are, as jurisdiction codes."""

    acts: tuple[JurisdictionId, ...] = ()
    harm: tuple[JurisdictionId, ...] = ()
    goods_sold: tuple[JurisdictionId, ...] = ()
    evidence: tuple[JurisdictionId, ...] = ()
    assets: tuple[JurisdictionId, ...] = ()


class Dates(Record):
    """When it was taken, when the holder learnt of it (or should have), and when the wrong ended, if it has."""

    taken: Day | None = None
    discovered: Day | None = None
    ended: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Dates:
        if self.taken and self.discovered and self.discovered < self.taken:
            raise ValueError(f"discovered ({self.discovered}) before taken ({self.taken}); correct one of the two dates")
        if self.taken and self.ended and self.ended < self.taken:
            raise ValueError(f"ended ({self.ended}) before taken ({self.taken}); correct one of the two dates")
        return self


class Matter(Record):
    """The facts of one dispute. ``facts`` maps factors to yes, no or unknown; what is not named is unknown."""

    name: Line
    format: int = 1
    on: Day = Field(default_factory=date.today)
    holder: Holder = Holder()
    opponent: Opponent = Opponent()
    places: Places = Places()
    dates: Dates = Dates()
    facts: dict[FactorId, Fact] = {}
    aims: tuple[Aim, ...] = ()
    summary: Annotated[str, Field(max_length=20_000)] = ""
    jurisdictions: tuple[JurisdictionId, ...] = ()
    amounts: dict[Slug, Money] = {}

    def present(self) -> frozenset[str]:
        """Factors that are answered yes."""
        return frozenset(name for name, fact in self.facts.items() if fact == "yes")


def read_matter(path: Path, library: Library, shown_as: str | None = None) -> Matter:
    """Read a matter file; raises BadInput with file, line and remedy for every mistake (``shown_as`` names the file)."""
    return _checked(read_source(path, shown_as), library)


def parse_matter(content: bytes, library: Library, name: str = "matter") -> Matter:
    """Read a matter from bytes, such as an uploaded file; raises BadInput as ``read_matter``."""
    return _checked(parse_source(content, name), library)


def _upgraded(source: Source) -> Any:
    """The data of a matter file in the format of today; raises BadInput for one that a newer version saved."""
    data = source.data
    if not isinstance(data, dict) or not isinstance(data.get("format", 1), int):
        return data
    saved: int = data.get("format", 1)
    if not 1 <= saved <= FORMAT:
        raise BadInput([source.problem(("format",), f"this version reads matter files up to format {FORMAT}; open it with a newer one", saved)])
    for number in range(saved, FORMAT):
        data = {**MIGRATIONS[number](data), "format": number + 1}
    return data


def _checked(source: Source, library: Library) -> Matter:
    matter = read_model(Matter, source, _upgraded(source))
    problems = list(_problems(matter, source, library))
    if problems:
        raise BadInput(problems)
    return matter


def _problems(matter: Matter, source: Source, library: Library) -> list[Problem]:
    found = []
    for name in matter.facts:
        if name not in library.factors.factors:
            found.append(source.problem(("facts", name), "no such factor", name, library.factors.factors))
    for name in sorted(matter.present()):
        factor = library.factors.factors.get(name)
        for other in factor.conflicts if factor else ():
            if other in matter.present() and name < other:
                found.append(source.problem(("facts", other), f"'{name}' and '{other}' cannot both be yes; answer one of them no"))
    for name in matter.jurisdictions:
        if name not in library.jurisdictions:
            hint = library.covered_by(name)
            found.append(source.problem(("jurisdictions",), "the Atlas has no record of this jurisdiction" + (f"; {hint}" if hint else ""), name,
                                        () if hint else library.jurisdictions))
    return found


def dump_matter(matter: Matter) -> bytes:
    """The matter as a YAML file that ``read_matter`` reads back to the same matter."""
    data = matter.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    data = {"name": matter.name, "on": matter.on.isoformat(), **{k: v for k, v in data.items() if k not in ("name", "on")}}
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
    return text.encode("utf-8", "strict")


def save_matter(matter: Matter, path: Path) -> None:
    """Write the matter file in one step, so that an interrupted save leaves the old file whole."""
    write_whole(path, dump_matter(matter))
