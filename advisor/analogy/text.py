"""Analogies for facts in words: the nearest cases by meaning and words."""

from __future__ import annotations

from collections.abc import Collection

from advisor.analogy.factors import Analogy
from advisor.records.library import Library
from advisor.search.engine import Engine
from advisor.search.filters import Filters


def by_text(library: Library, text: str, jurisdictions: Collection[str], k: int, engine: Engine) -> tuple[Analogy, ...]:
    """Cases like facts told in words, best first.

    The text has no coded factors, so nothing is claimed to be shared or distinct; the score is the
    search's, scaled so that the first case has 1.
    """
    hits = engine.search(text, k, "hybrid", Filters(jurisdictions=tuple(jurisdictions), kind="case")).hits
    top = hits[0].score if hits else 1.0
    cases = ((library.cases[hit.id], hit.score / top) for hit in hits)
    return tuple(Analogy(case.id, case.name, case.short, case.jurisdiction, case.outcome, (), (), (), round(score, 4)) for case, score in cases)
