"""What every page shares: the library and search of this process, the style, and one way to tell a problem."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, NoReturn

import streamlit as st

from advisor import settings
from advisor.pages.markup import STYLE
from advisor.records.library import Library, record_files
from advisor.records.problems import BadInput
from advisor.records.source import digest_of
from advisor.records.store import load_library
from advisor.search.encoder import NoModel
from advisor.search.engine import Engine
from advisor.search.meaning import NoMeaning

ICON = Path(__file__).parent / "static" / "icon.png"
NOTICE = "The Atlas informs; it is not legal advice. What you enter stays on this machine."


@dataclass
class Warming:
    """A search engine that gets its meaning index ready in the background. While it cannot (a server that is away, a folder in use), it
    tries again every ``AGAIN`` seconds and says why."""

    AGAIN: ClassVar[float] = 30

    engine: Engine
    share: float = 0.0
    problem: str = ""
    thread: threading.Thread | None = field(default=None, repr=False)
    closed: threading.Event = field(default_factory=threading.Event, repr=False)

    def start(self) -> Warming:
        """Begin to embed what changed; words can be searched meanwhile."""
        self.thread = threading.Thread(target=self._run, name="meaning index", daemon=True)
        self.thread.start()
        return self

    def _run(self) -> None:
        while not self.closed.is_set():
            try:
                self.engine.prepare(self._progress)
                self.problem = ""
                return
            except NoModel as error:
                self.problem = str(error)
                return
            except NoMeaning as error:
                self.problem = str(error)
                self.closed.wait(self.AGAIN)

    def close(self) -> None:
        """Let go of the index and try no more."""
        self.closed.set()
        self.engine.close()

    def _progress(self, share: float) -> None:
        self.share = share


def _stamp(root: Path) -> str:
    """A digest of the names, sizes and times of the record files: changes when a record does, and is cheap to ask."""
    files = [(str(path), stat.st_size, stat.st_mtime_ns) for path in record_files(root) for stat in [path.lstat()]]
    return digest_of(repr(files).encode())


@st.cache_resource(max_entries=1, show_spinner="Reading the records …")
def _library(root: str, stamp: str) -> Library:
    return load_library(Path(root))


@st.cache_resource(max_entries=1, show_spinner=False, on_release=Warming.close)
def _warming(digest: str, _library: Library) -> Warming:
    return Warming(Engine(_library)).start()


def library() -> Library:
    """The records, read again when a file has changed; a page stops with a clear list when they are wrong."""
    try:
        root = settings.knowledge_dir()
        return _library(str(root), _stamp(root))
    except BadInput as error:
        stop_with(error)


def stop_with(error: BadInput) -> NoReturn:
    """Tell every problem of the records and end the page."""
    st.title("The records cannot be used")
    st.write("Mend these and reload the page. `advisor check` prints the same list.")
    for problem in error.problems or (error,):
        st.text(str(problem))
    st.stop()


def search() -> Warming:
    """The search of this process."""
    records = library()
    return _warming(records.digest, records)


@st.fragment(run_every=2)
def _progress(warming: Warming) -> None:
    if warming.problem:
        st.caption("Searching by words only.")
        st.text(warming.problem)
    elif not warming.engine.ready:
        st.progress(warming.share, text="Search by meaning is getting ready; search by words works meanwhile.")
    else:
        st.rerun()   # what was found by words alone is found again


def show_search_state(warming: Warming) -> None:
    """Tell how far the meaning index is; nothing when it is ready."""
    if not warming.engine.ready:
        _progress(warming)


def frame() -> None:
    """Page settings and style, once a run."""
    st.set_page_config(page_title="Trade Secret Atlas", page_icon=str(ICON), layout="wide", initial_sidebar_state="auto")
    st.html(STYLE)


@contextmanager
def kept_view(page: str) -> Iterator[None]:
    """Around a page: when the browser's back leads to it without its query, which Streamlit drops on leaving, it opens as it was left."""
    state, query = st.session_state, st.query_params
    views: dict[str, tuple[dict[str, object], dict[str, str]]] = state.setdefault("views", {})
    chosen, named = views.get(page, ({}, {})) if state.get("page") != page and not query else ({}, {})
    state["page"] = page
    if chosen or named:
        state.update(chosen)
        query.update(named)
        st.rerun()   # on the way back Streamlit lets the bare address win over what is set; in a run after it, it does not
    try:
        yield
    finally:
        views[page] = {key: state[key] for key in query if key in state}, {key: query[key] for key in query if key not in state}


def foot() -> None:
    """The one plain line under every page."""
    st.divider()
    st.caption(NOTICE)


_LINKED = re.compile(r"(?<=http:)|(?<=https:)|(?<=www)|(?=@)", re.IGNORECASE)   # Markdown makes links of bare addresses, and no escape stops it
_ACTS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>#|~$!&:+="})
_DASH = re.compile(r"(?<!\w)-|-(?!\w)")   # not the one inside a word


def label(words: str) -> str:
    """Words for a widget's label or a caption, so that Streamlit's Markdown shows them and acts on nothing."""
    return _DASH.sub(r"\-", _LINKED.sub("\u2060", " ".join(words.split())).translate(_ACTS))
