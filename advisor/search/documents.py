"""What is searched: the text of every case and answer, whole for words and in passages for meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor.records.library import Library
from advisor.records.models import Case
from advisor.records.source import digest_of
from advisor.records.values import render

LAYOUT = digest_of(Path(__file__).read_bytes())[:8]  # an index that another version of this file made is brought up to date


@dataclass(frozen=True)
class Document:
    """One searchable record. ``passages`` are the texts that are embedded, by part (none for an unknown answer); ``year`` is 0 for answers.

    ``pins`` are the provisions that an answer cites: the names of the law, and the pinpoint.
    """

    id: str
    kind: str
    name: str
    citation: str
    jurisdiction: str
    year: int
    outcome: str
    factors: tuple[str, ...]
    words: str
    catchwords: str
    passages: tuple[tuple[str, str], ...]
    citations: tuple[str, ...] = ()
    court: str = ""
    industry: str = ""
    threat: tuple[str, ...] = ()
    pins: tuple[tuple[str, str], ...] = ()

    def passage_ids(self) -> Iterator[tuple[str, str, str]]:
        """Id, text and content hash of every passage; the id changes only with the record and part."""
        for part, text in self.passages:
            yield f"{self.id}~{part}", text, digest_of(text.encode())


def documents(library: Library) -> tuple[Document, ...]:
    """Every case and every answer (inherited answers stand with the parent), in a fixed order."""
    return tuple(_cases(library)) + tuple(_answers(library))


def citation_line(library: Library, case: Case) -> str:
    """How a case is found in a list: court, date, first citation or docket."""
    court = library.courts(case.jurisdiction).get(case.court)
    place = court.abbreviation if court else case.court
    return ", ".join([place, case.date, *(case.citations[:1] or case.docket[:1] or ([case.ecli] if case.ecli else []))])


def _cases(library: Library) -> Iterator[Document]:
    factors = library.factors.factors
    for case in library.cases.values():
        court = library.courts(case.jurisdiction).get(case.court)
        catchwords = " · ".join(word for words in case.catchwords.values() for word in words)
        cited = " ; ".join(filter(None, (*case.citations, *case.docket, case.ecli)))
        coded = "; ".join(f"{factors[name].name}: {text}" for name, text in case.factors.items())
        parties = ", ".join(party.name for party in case.parties)
        name = case.name if case.short in case.name else f"{case.name} ({case.short})"
        citation = f"{citation_line(library, case)} ; {cited}"
        passages = (*((("plain", case.plain),) if case.plain else ()), ("facts", f"{name}\n{citation}\n{catchwords}\n{case.facts}"),
                    ("holding", f"{case.short}. {case.holding}"), ("significance", f"{case.short}. {case.significance}"))
        words = "\n".join(filter(None, (case.plain, case.facts, " ".join(case.issues), case.holding, case.significance, case.misread,
                                        coded, parties, case.law)))
        yield Document(case.id, "case", name, citation, case.jurisdiction, int(case.date[:4]), case.outcome,
                       tuple(case.factors), words, catchwords, passages, tuple(filter(None, (*case.citations, *case.docket, case.ecli))),
                       f"{court.name} {court.abbreviation}" if court else case.court, case.industry, case.threat)


def _answers(library: Library) -> Iterator[Document]:
    questions, starts = library.questions.questions, library.terms.starts
    for record in library.jurisdictions.values():
        for name, answer in record.answers.items():
            question = questions[name]
            value = render(question, answer.value, starts)
            cited = " ; ".join(library.cite(record.id, authority) for authority in answer.authority)
            text = f"{record.name}: {question.name}. {value}. {answer.note}"
            pins = tuple((f"{record.name} {library.law_names(record.id, authority)}", authority.pinpoint)
                         for authority in answer.authority if authority.pinpoint)
            yield Document(f"{record.id}#{name}", "answer", f"{record.name}: {question.name}", cited, record.id, 0, "", (),
                           f"{question.ask}\n{value}\n{answer.note}", question.name, () if answer.value == "unknown" else (("answer", text),),
                           pins=pins)
