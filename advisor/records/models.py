"""The shape of every record: vocabulary, jurisdictions and cases.

Records are frozen. They say what the law is; they hold no logic but their own dates. Text is plain text:
nothing in it is ever read as HTML or Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Outcome = Literal["holder", "opponent", "mixed", "settled", "pending"]
RouteKind = Literal["civil", "interim-injunction", "evidence-seizure", "criminal", "administrative",
                    "import-exclusion", "customs", "arbitration"]
Link = Literal["acts", "harm", "goods_sold", "evidence", "assets", "holder", "opponent"]
Side = Literal["holder", "opponent"]
Strength = Literal["strong", "weak"]
Burden = Literal["holder", "opponent", "shared", "prosecution", "authority"]
How = Literal["primary", "secondary", "unchecked"]

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARTIAL = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PINPOINT = re.compile(r"\d|\b[IVXLC]+\b|preamble|annex|headnote|whole", re.IGNORECASE)


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        raise ValueError("must be a day written YYYY-MM-DD")
    return value


def _partial_day(value: Any) -> Any:
    text = str(value) if isinstance(value, int) else value
    if not isinstance(text, str) or not _PARTIAL.fullmatch(text):
        raise ValueError("must be a date written YYYY-MM-DD, YYYY-MM or YYYY")
    date.fromisoformat(text + "-01-01"[len(text) - 4:] if len(text) < 10 else text)
    return text


def _checked(value: Any) -> Any:
    if isinstance(value, str):
        how, _, on = value.partition(" ")
        return {"how": how, "on": on.strip()}
    return value


def _authority(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    key, _, pinpoint = text.partition(" ")
    if key == "case":
        key, _, pinpoint = pinpoint.partition(" ")
        return {"case": key.rstrip(","), "pinpoint": pinpoint}
    scope, _, name = key.rpartition(":")
    return {"scope": scope, "key": name.rstrip(","), "pinpoint": pinpoint}


Day = Annotated[date, BeforeValidator(_day)]
PartialDay = Annotated[str, BeforeValidator(_partial_day)]
Text = Annotated[str, Field(min_length=1, max_length=6000)]
Line = Annotated[str, Field(min_length=1, max_length=400)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
JurisdictionId = Annotated[str, Field(pattern=r"^[a-z]{2,5}(-[a-z]{2,4})?$")]
CaseId = Annotated[str, Field(pattern=r"^[a-z]{2,5}(-[a-z]{2,4})?/[a-z0-9]+(-[a-z0-9]+)*$")]
FactorId = Annotated[str, Field(pattern=r"^F[1-9][0-9]{0,2}$")]
QuestionId = Annotated[str, Field(pattern=r"^[a-z]+\.[a-z]+(-[a-z]+)*$")]
Url = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=500)]


class Record(BaseModel):
    """Base of all records: frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Checked(Record):
    """How and when a statement was checked, and against what."""

    how: How
    on: Day
    source: Line | None = None
    note: Text | None = None


CheckMark = Annotated[Checked, BeforeValidator(_checked)]


class Authority(Record):
    """One authority with its pinpoint: an instrument, decision or source of a jurisdiction, or a case record.

    Written in one line: ``geschgehg § 2 no. 1(b)``, ``eu:tsd art. 2(1)``, ``case de/bag-2024-8-azr-172-23
    headnote 2``. ``scope`` names another jurisdiction's list; it is empty for one's own.
    """

    scope: str = ""
    key: str = ""
    case: str = ""
    pinpoint: str = ""

    @property
    def has_pinpoint(self) -> bool:
        """Whether the pinpoint leads to a place inside the authority."""
        return bool(_PINPOINT.search(self.pinpoint))


AuthorityLine = Annotated[Authority, BeforeValidator(_authority)]
Authorities = tuple[AuthorityLine, ...]


class Sourced(Record):
    """A legal statement with its authority and check."""

    note: Text | None = None
    authority: Authorities = ()
    checked: CheckMark


class Dated(Sourced):
    """A statement that holds between two days, both included; ``was`` keeps what held before."""

    since: Day | None = None
    until: Day | None = None
    was: tuple[Self, ...] = ()

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"ends ({self.until}) before it starts ({self.since})")
        for former in self.was:
            if former.until is None:
                raise ValueError("every entry of 'was' needs 'until', the last day on which it held")
            if former.was:
                raise ValueError("an entry of 'was' cannot have a 'was' of its own; list them one after another")
        return self

    def at(self, day: date) -> Self | None:
        """The version that holds on ``day``, or None when none did."""
        for version in (self, *self.was):
            if (version.since is None or version.since <= day) and (version.until is None or day <= version.until):
                return version
        return None


class Statement(Dated):
    """A sentence about the law (a pitfall, a reform, how secrecy is kept)."""

    note: Text


# --- vocabulary -----------------------------------------------------------------------------------


class Word(Record):
    """One word of a closed list: its label and exact meaning, and what the program needs to know of it."""

    label: Line
    means: Text
    serves: tuple[str, ...] = ()
    speed: Literal["fast", "medium", "slow"] | None = None
    rank: int = 0
    date: Literal["taken", "discovered", "ended"] | None = None
    year_end: bool = False
    binds: bool = False


class Terms(Record):
    """The closed lists of words that records use."""

    families: dict[Slug, Word]
    route_kinds: dict[RouteKind, Word]
    remedies: dict[Slug, Word]
    aims: dict[Slug, Word]
    issues: dict[Slug, Word]
    threats: dict[Slug, Word]
    industries: dict[Slug, Word]
    information_kinds: dict[Slug, Word]
    outcomes: dict[Outcome, Word]
    postures: dict[Slug, Word]
    court_levels: dict[Slug, Word]
    party_kinds: dict[Slug, Word]
    starts: dict[Slug, Word]


class Group(Record):
    """A heading under which questions stand."""

    name: Line
    about: Text


class Question(Record):
    """A comparison question and the type of its answer."""

    name: Line
    ask: Text
    type: Literal["yesno", "enum", "set", "period", "money", "number", "text"]
    values: dict[Slug, Word] = {}
    words: dict[Slug, Word] = {}
    unit: Line | None = None
    help: Text | None = None
    plan: dict[Slug, Literal["evidence", "danger"]] = {}


class Questions(Record):
    """All comparison questions by group."""

    groups: dict[Slug, Group]
    questions: dict[QuestionId, Question]


class Concern(Record):
    """An abstract concern of the factor hierarchy (CATO), phrased as a proposition."""

    name: Line
    side: Side
    supports: dict[FactorId, Strength] = {}
    undermines: dict[FactorId, Strength] = {}


class Factor(Record):
    """A fact that matters: the question put to the user, the side it favours, how it is usually proved; ``implies`` what cannot be missing
    where it is there (who brought files along had access to them)."""

    name: Line
    side: Side
    group: Slug
    ask: Text
    why: Text
    evidence: tuple[Line, ...]
    supports: dict[FactorId, Strength] = {}
    undermines: dict[FactorId, Strength] = {}
    conflicts: tuple[FactorId, ...] = ()
    implies: tuple[FactorId, ...] = ()
    cato: bool = False


class Factors(Record):
    """All factors, their groups for the intake, and the hierarchy of concerns."""

    groups: dict[Slug, Group]
    concerns: dict[FactorId, Concern]
    factors: dict[FactorId, Factor]

    def follow(self, answers: Mapping[str, str]) -> dict[str, str]:
        """The answers (yes, no or unknown by factor) with what follows from a yes and is not answered: what it implies is yes, what it
        conflicts with is no."""
        found = {name: answer for name, answer in answers.items() if answer != "unknown"}
        present = [name for name, answer in found.items() if answer == "yes" and name in self.factors]
        for name in present:   # grows while it is read
            for other in self.factors[name].implies:
                if other not in found:
                    found[other] = "yes"
                    present.append(other)
        for name in present:
            for other in self.factors[name].conflicts:
                found.setdefault(other, "no")
        return found

    def present(self, answers: Mapping[str, str]) -> frozenset[str]:
        """The factors that hold on the answers: those answered yes and those that follow from them."""
        return frozenset(name for name, answer in self.follow(answers).items() if answer == "yes")


class Measure(Record):
    """A protective measure that a business can have in place."""

    name: Line
    ask: Text
    factors: tuple[FactorId, ...] = ()
    threats: tuple[Slug, ...] = ()


class Measures(Record):
    """All protective measures."""

    measures: dict[Slug, Measure]


Longitude = Annotated[float, Field(ge=-180, le=200)]   # beyond 180: a region that goes on over the date line
Latitude = Annotated[float, Field(ge=-90, le=90)]


class Map(Record):
    """Places of jurisdictions: column and row in the tile map from 0; longitude and latitude of those that a geographic map shows as a point.

    ``regions`` are the parts of the world to look at: west, south, east, north; the first is the whole.
    """

    tiles: dict[JurisdictionId, tuple[Annotated[int, Field(ge=0, le=40)], Annotated[int, Field(ge=0, le=40)]]]
    points: dict[JurisdictionId, tuple[Longitude, Latitude]]
    regions: Annotated[dict[Line, tuple[Longitude, Latitude, Longitude, Latitude]], Field(min_length=1)]


# --- jurisdictions --------------------------------------------------------------------------------


class Instrument(Record):
    """A statute, treaty, rule or interpretation; ``text`` says which copy was read, and of what date, and ``undated`` why no day is given from
    which it has been in force."""

    short: Line
    name: Line
    original: Line | None = None
    citation: Line
    in_force: Day | None = None
    undated: Line | None = None
    until: Day | None = None
    url: Url
    eli: Url | None = None
    text: Line | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.in_force and self.until and self.until < self.in_force:
            raise ValueError(f"ends ({self.until}) before it starts ({self.in_force})")
        if self.in_force and self.undated:
            raise ValueError("'in_force' and 'undated' exclude each other; keep the day if there is one")
        return self

    @property
    def times(self) -> str:
        """Since when and until when it has been in force, in words, or why no day can be given."""
        since = f"in force since {self.in_force}" if self.in_force else self.undated or "day of entry into force not found"
        return f"{since}, until {self.until}" if self.until else since


class Decision(Record):
    """A decision that is cited but has no case record of its own."""

    short: Line
    court: Line
    date: PartialDay
    citation: Line
    url: Url | None = None


class Publication(Record):
    """A secondary source: article, guide, official statistics."""

    short: Line
    title: Line
    publisher: Line
    date: PartialDay | None = None
    url: Url


class Court(Record):
    """A court or authority that decides cases; ``abbreviation`` is used in citations."""

    name: Line
    abbreviation: Line
    level: Slug


class Answer(Dated):
    """The answer to one comparison question: a typed value that machines compare, and a note for people."""

    value: Any
    note: Text

    @model_validator(mode="before")
    @classmethod
    def _value_is_there(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("value") is None:
            raise ValueError("'value' is missing; where the law is not known write 'unknown' and say why in the note")
        return data


class Bearing(Record):
    """Factors that bear strongly or weakly."""

    strong: tuple[FactorId, ...] = ()
    weak: tuple[FactorId, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Every factor, strong ones first."""
        return self.strong + self.weak


class Condition(Record):
    """``all`` or ``any`` of names, which may be nested; exactly one of the two is given."""

    all: tuple[str | Condition, ...] = ()
    any: tuple[str | Condition, ...] = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.all) == bool(self.any):
            raise ValueError("give either 'all: [...]' or 'any: [...]', and not both")
        return self

    def names(self) -> tuple[str, ...]:
        """Every name in the condition, in order."""
        found: list[str] = []
        for part in self.all or self.any:
            found.extend([part] if isinstance(part, str) else part.names())
        return tuple(found)


class Presumption(Sourced):
    """When the law presumes an element or moves its burden: the factors that trigger it."""

    when: Condition
    note: Text


class Element(Dated):
    """What has to be proved, by whom, and which factors meet, weaken or defeat it here.

    In a file an element may be given as ``civil.secret``: the same element as in that route. ``same_as``
    remembers it.
    """

    title: Line
    issue: Slug
    supports: Bearing = Bearing()
    undermines: Bearing = Bearing()
    defeats: tuple[FactorId, ...] = ()
    irrelevant_here: dict[FactorId, Line] = {}
    burden: Burden
    presumed: Presumption | None = None
    same_as: str | None = None

    def factors(self) -> tuple[str, ...]:
        """Every factor that bears on the element, once, in the order of the record."""
        presumed = self.presumed.when.names() if self.presumed else ()
        return tuple(dict.fromkeys(self.supports.all() + self.undermines.all() + self.defeats + presumed))


class Defence(Dated):
    """What defeats or limits a route although its elements are met.

    ``bars`` ends the claim, ``limits`` narrows what it gives. A factor of ``rebutted_by`` answers it.
    """

    title: Line
    factors: tuple[FactorId, ...]
    rebutted_by: tuple[FactorId, ...] = ()
    effect: Literal["bars", "limits"] = "bars"


class Money(Record):
    """An amount with its ISO 4217 currency."""

    amount: float = Field(ge=0)
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Remedy(Dated):
    """A remedy that a route opens, and on what conditions (``needs`` in factors, the note in words)."""

    note: Text
    needs: Condition | None = None
    multiple: float | None = None
    cap: Money | None = None


class Period(Record):
    """A length of time; ``from`` is a word of the vocabulary's list of starts."""

    years: int = Field(0, ge=0)
    months: int = Field(0, ge=0)
    weeks: int = Field(0, ge=0)
    days: int = Field(0, ge=0)
    start: str = Field("none", alias="from")

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not (self.years or self.months or self.weeks or self.days):
            raise ValueError("a period needs years, months, weeks or days above zero")
        return self


class Deadline(Dated):
    """A time limit of a route. ``bars`` ends the route, ``weakens`` makes it arguable, ``step`` is a date to keep.

    ``continuing`` says what a wrong that goes on does: ``each-act`` starts a period of its own, ``end`` runs
    the period from the end of the wrong, ``single`` leaves it as it is.
    """

    what: Line
    period: Period
    longstop: Period | None = None
    effect: Literal["bars", "weakens", "step"] = "bars"
    continuing: Literal["each-act", "end", "single"] = "single"


class Connection(Sourced):
    """Which links of a matter to this place open the route (any one of them)."""

    links: tuple[Link, ...] = Field(min_length=1)


class Secrecy(Dated):
    """Whether and how the secret is kept in the proceedings."""

    protected: Literal["yes", "no", "qualified", "unknown"]
    note: Text


class Duration(Dated):
    """Usual months to a first decision, as a source says."""

    months: float = Field(gt=0)
    note: Text


class Cost(Dated):
    """Usual cost band, as a source says."""

    band: Literal["low", "medium", "high", "very-high"]
    note: Text


class Route(Record):
    """A way to enforce: what it needs, what it gives, and by when."""

    kind: RouteKind
    name: Line
    summary: Text
    forum: Statement
    since: Day | None = None
    until: Day | None = None
    connects: Connection
    elements: dict[Slug, Element]
    when: Condition
    defences: dict[Slug, Defence] = {}
    remedies: dict[Slug, Remedy]
    deadlines: dict[Slug, Deadline] = {}
    secrecy: Secrecy
    duration: Duration | None = None
    cost: Cost | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"ends ({self.until}) before it starts ({self.since})")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether the route existed on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def reaches(self, acts: date, today: date) -> bool:
        """Whether the route is there today for acts of a day; an offence must have existed when the acts were done."""
        return self.holds_on(today) and (self.kind != "criminal" or self.since is None or self.since <= acts)


class Expectation(Dated):
    """What the law here makes of one protective measure."""

    level: Literal["required", "expected", "helpful", "not-needed"]
    note: Text


class Jurisdiction(Record):
    """One legal order: its instruments, answers, routes and warnings."""

    id: JurisdictionId
    name: Line
    original: Line | None = None
    parent: JurisdictionId | None = None
    family: Slug
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], ...]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    covers: tuple[JurisdictionId, ...] = ()
    as_of: Day
    summary: Text
    instruments: dict[Slug, Instrument]
    decisions: dict[Slug, Decision] = {}
    sources: dict[Slug, Publication] = {}
    courts: dict[Slug, Court] = {}
    inherits: tuple[QuestionId, ...] = ()
    answers: dict[QuestionId, Answer]
    routes: dict[Slug, Route] = {}
    no_routes: dict[RouteKind, Statement] = {}
    measures: dict[Slug, Expectation] = {}
    pitfalls: tuple[Statement, ...] = ()
    reform: tuple[Statement, ...] = ()


# --- cases ----------------------------------------------------------------------------------------


class Party(Record):
    """A party and its role in the dispute about the secret."""

    name: Line
    role: Literal["holder", "opponent", "other"]
    kind: Slug = "unknown"
    country: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None


class Award(Record):
    """A remedy that was granted or refused, with the amount where one is known."""

    remedy: Slug
    granted: bool = True
    amount: Money | None = None
    note: Text | None = None


class Event(Record):
    """A step in the history of a dispute."""

    date: PartialDay | None = None
    court: Line
    what: Text
    citation: Line | None = None


class Related(Record):
    """Another record of the same dispute."""

    case: CaseId
    how: Literal["appeal", "below", "parallel", "later", "earlier", "same-facts"]


class Reference(Record):
    """A place where the case can be read or was reported."""

    title: Line
    url: Url | None = None


class Case(Record):
    """One decided (or pending) case. ``plain`` tells in everyday words what happened, as one would who is no lawyer."""

    id: CaseId
    name: Line
    short: Line
    jurisdiction: JurisdictionId
    court: Slug
    date: PartialDay
    docket: tuple[Line, ...] = ()
    citations: tuple[Line, ...] = ()
    ecli: Annotated[str, Field(pattern=r"^ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:\d{4}:[A-Z0-9.]{1,25}$")] | None = None
    url: Url | None = None
    law: Line
    parties: tuple[Party, ...] = Field(min_length=1)
    industry: Slug
    information: tuple[Slug, ...] = Field(min_length=1)
    threat: tuple[Slug, ...] = Field(min_length=1)
    posture: Slug
    plain: Line | None = None
    facts: Text
    issues: tuple[Text, ...] = Field(min_length=1)
    holding: Text
    outcome: Outcome
    remedies: tuple[Award, ...] = ()
    factors: dict[FactorId, Line]
    elements: tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]+:[a-z0-9-]+\.[a-z0-9-]+$")], ...] = ()
    history: tuple[Event, ...] = ()
    standing: Literal["good", "reversed", "overruled", "vacated", "superseded-law", "unknown"] = "unknown"
    significance: Text
    misread: Text | None = None
    catchwords: dict[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], tuple[Line, ...]]
    related: tuple[Related, ...] = ()
    sources: tuple[Reference, ...] = Field(min_length=1)
    checked: CheckMark
