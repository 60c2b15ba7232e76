"""Links that bring a view back. Streamlit binds a widget to the query by the label of its option, so links use labels too."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from advisor import settings
from advisor.pages import shell
from advisor.records.library import Library
from advisor.scenarios import first_jurisdictions


def shown_first(library: Library) -> list[str]:
    """What Compare opens with: the jurisdictions of the first worked matter."""
    return list(first_jurisdictions(library, settings.knowledge_dir()) or tuple(library.jurisdictions)[:3])


def to_case(case: str) -> str:
    """The Cases page with a case open."""
    return "cases?" + urlencode({"case": case})


def comparison(library: Library, jurisdictions: Sequence[str], group: str) -> list[tuple[str, str]]:
    """The query of the Compare page with jurisdictions (filled up to two with those it opens with) and a group of questions."""
    wanted = list(dict.fromkeys([*jurisdictions, *shown_first(library)]))[:max(2, len(jurisdictions))]
    return [*(("compare", library.jurisdictions[j].name) for j in wanted), ("group", shell.label(library.questions.groups[group].name))]


def to_compare(library: Library, jurisdictions: Sequence[str], group: str) -> str:
    """The Compare page with that query."""
    return "compare?" + urlencode(comparison(library, jurisdictions, group))
