"""The matter in a browser session: worked matters, and how a matter fills the widgets."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from uuid import uuid4

import streamlit as st

from advisor import settings
from advisor.matter import Dates, Holder, Matter, Opponent, Places, read_matter
from advisor.records.library import Library
from advisor.records.source import without_controls
from advisor.scenarios import scenario_files, scenario_name

EMPTY = "empty"
AWAY = 1800.0  # seconds after which a window that has shown nothing counts as closed


def example_names() -> dict[str, str]:
    """Worked matters by file name, and the empty one last."""
    return {**{stem: scenario_name(path) for stem, path in scenario_files(settings.knowledge_dir()).items()}, EMPTY: "An empty matter"}


def load_example(name: str, library: Library) -> Matter:
    """A worked matter, or an empty one; raises BadInput when the file of the worked matter has a mistake."""
    if name == EMPTY:
        return Matter(name="New matter")
    return read_matter(scenario_files(settings.knowledge_dir())[name], library)


def put_matter(matter: Matter, factors: Iterable[str]) -> None:
    """Fill the widgets of the page with a matter; what belongs to the former one (its file, the facts proposed for it) is put away."""
    state = st.session_state
    for former in ("proposed", "saved_as"):
        state.pop(former, None)
    state["base"] = matter
    state["m-name"], state["m-summary"] = matter.name, matter.summary
    state["m-holder"], state["m-opponent"], state["m-kind"] = matter.holder.country, matter.opponent.country, matter.opponent.kind
    state["m-on"], state["m-taken"], state["m-discovered"] = matter.on, matter.dates.taken, matter.dates.discovered
    for key in Places.model_fields:
        state[f"m-{key}"] = list(getattr(matter.places, key))
    state["m-aims"], state["m-jurisdictions"] = list(matter.aims), list(matter.jurisdictions)
    for name in factors:
        state[f"fact-{name}"] = matter.facts.get(name, "unknown")


@st.cache_resource(show_spinner=False)
def _windows() -> dict[str, dict[str, tuple[float, float]]]:
    """For each saved matter that is open, by the digest of its file: when each window opened it and when it was last seen."""
    return {}


def opened_elsewhere(digest: str) -> bool:
    """Whether another window had the saved matter open before this one, and is still in use. Nothing but the digest is shared between windows."""
    now = time.monotonic()
    windows = _windows()
    for other in list(windows):
        windows[other] = {window: times for window, times in windows[other].items() if now - times[1] < AWAY}
        if not windows[other]:
            del windows[other]
    mine = st.session_state.setdefault("window", uuid4().hex)
    seen = windows.setdefault(digest, {})
    opened = seen.get(mine, (now, now))[0]
    seen[mine] = (opened, now)
    return any(first < opened for window, (first, _) in seen.items() if window != mine)


def open_first(library: Library) -> None:
    """Open the worked matter that the link names, or the first one, unless a matter is open already; raises BadInput as ``load_example``."""
    if "base" not in st.session_state:
        examples = example_names()
        wanted = st.query_params.get("matter")   # the label of the choice on Advise
        put_matter(load_example(next((key for key, label in examples.items() if label == wanted), next(iter(examples))), library),
                   library.factors.factors)


def current_matter(library: Library) -> Matter:
    """The matter as the widgets have it, so that its file opens again; raises ValueError when it does not hold together."""
    state = st.session_state
    return Matter(
        name=without_controls(state["m-name"]).strip() or "Unnamed matter", on=state["m-on"] or date.today(), holder=Holder(country=state["m-holder"]),
        opponent=Opponent(kind=state["m-kind"], country=state["m-opponent"]),
        places=Places(**{key: tuple(state[f"m-{key}"]) for key in Places.model_fields}),
        dates=Dates(taken=state["m-taken"], discovered=state["m-discovered"], ended=state["base"].dates.ended),
        facts={name: state[f"fact-{name}"] for name in library.factors.factors if state.get(f"fact-{name}", "unknown") != "unknown"},
        aims=tuple(state["m-aims"]), summary=without_controls(state["m-summary"]), jurisdictions=tuple(state["m-jurisdictions"]), amounts=state["base"].amounts)
