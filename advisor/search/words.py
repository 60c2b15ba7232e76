"""The word index: SQLite FTS5, one row a record, in one file that is built beside and swapped in."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from advisor.records.source import digest_of
from advisor.search import pinpoints
from advisor.search.documents import Document
from advisor.search.filters import Mask
from advisor.search.pinpoints import Pin, named_in, numbers, tokens
from advisor.search.query import SCRIPTS, Query

_WEIGHTS = {False: "8.0, 10.0, 10.0, 1.0", True: "1.0, 1.0, 3.0, 1.0"}  # of name, citation, catchwords, body; by whether facts are described
_LAYOUT = digest_of(Path(__file__).read_bytes() + Path(pinpoints.__file__).read_bytes())[:8]  # a file that another version made is rebuilt
_OPENING = 300  # characters of a text that a list may show
_OPEN, _CLOSE = "\x02", "\x03"
_AMONG = "(select value from json_each(?))"


Snippet = tuple[str, tuple[tuple[int, int], ...]]  # a piece of text, and the spans in it that matched


class WordIndex:
    """FTS5 over all documents. A file that is missing, damaged or of other content is rebuilt from what ``make`` gives; where it cannot be
    written, the index is made in memory.

    ``documents`` are all of them by id, as lists need them: without their text. Their order is that of masks and places.
    """

    def __init__(self, path: Path, digest: str, make: Callable[[], Iterable[Document]]):
        self.path = path
        self._address = f"{path.absolute().as_uri()}?mode=ro"
        self._having: dict[str, int] = {}   # how many records have a word, as far as asked
        digest = f"{_LAYOUT}-{digest}"
        if not self._is(digest):
            try:
                _build(path, digest, make())
            except (OSError, sqlite3.Error):   # no room, or no right to write
                self._address = f"file:words-{id(self)}?mode=memory&cache=shared"
                self._kept = sqlite3.connect(self._address, uri=True, check_same_thread=False)
                _fill(self._kept, digest, make())
        self.documents = self._documents()

    def _opened(self) -> closing[sqlite3.Connection]:
        db = sqlite3.connect(self._address, uri=True)
        db.execute("pragma mmap_size = 4294967296")
        return closing(db)

    def _documents(self) -> dict[str, Document]:
        with self._opened() as db:
            [[rows]] = db.execute("select shown from about").fetchall()
        found = {}
        for row in json.loads(rows):
            fields: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
            found[fields[0]] = Document(*fields)
        return found

    def _is(self, digest: str) -> bool:
        try:
            with self._opened() as db:
                return bool(db.execute("select 1 from about where digest = ?", (digest,)).fetchone())
        except sqlite3.Error:   # also when there is none
            return False

    def rarity(self, words: Sequence[str]) -> list[float]:
        """For each word the share of records that do not have it, from 0 (all have it) to 1 (none has)."""
        with self._opened() as db:
            for word in words:
                if word not in self._having:
                    [[self._having[word]]] = db.execute("select count(*) from docs where docs match ?", (f'"{word}"',)).fetchall()
        return [1 - self._having[word] / (len(self.documents) or 1) for word in words]

    def citing(self, text: str) -> list[str]:
        """Records that cite the provision which a text names, those that cite exactly it first; none when it names no provision."""
        asked = tokens(text)
        with self._opened() as db:
            rows = db.execute(f"select id, number, law, beside from pins where first in ({', '.join('?' * len(asked))})", asked).fetchall()
        return named_in(text, (Pin(name, tuple(json.loads(number)), law, beside) for name, number, law, beside in rows))

    def search(self, query: Query, admitted: Mask, limit: int = 2000, described: bool = False) -> list[int]:
        """Places of the admitted records that match, best first by BM25; none for a query without words.

        In a description of facts (``described``) a word that is also a party's name means no more than any other.
        """
        if not query.words:
            return []
        with self._opened() as db:
            db.create_function("admitted", 1, (b"\0" + admitted.tobytes()).__getitem__, deterministic=True)
            rows = db.execute(f"select rowid from docs where docs match ? and admitted(rowid) order by bm25(docs, 0, {_WEIGHTS[described]}) limit ?",
                              (query.words, limit)).fetchall()
            if query.scripts and not query.exact:
                found = db.execute("select rowid from grams where grams match ? and admitted(rowid) order by bm25(grams) limit ?",
                                   (_grams(query.plain), limit)).fetchall() or db.execute(
                    "select rowid from grams where instr(body, ?) > 0 and admitted(rowid) limit ?", (query.plain, limit)).fetchall()
                rows = found + rows   # fewer than three characters make no piece
        return [row - 1 for row in dict.fromkeys(row for [row] in rows)]

    def snippets(self, query: Query, places: Sequence[int]) -> dict[int, Snippet]:
        """The part of each record that shows best why it matches; nothing for those that do not match by words."""
        found: dict[int, str] = {}
        if query.words:
            given = (_OPEN, _CLOSE, query.words, _rows(places))
            with self._opened() as db:
                found |= db.execute(f"select rowid, snippet(docs, -1, ?, ?, ' … ', 28) from docs where docs match ? and rowid in {_AMONG}", given)
                if query.scripts and not query.exact:
                    found |= db.execute(f"select rowid, substr(body, max(1, instr(body, ?) - 40), 160) from grams where rowid in {_AMONG} "
                                        "and instr(body, ?) > 0", (query.plain, _rows(places), query.plain))
                    found |= db.execute(f"select rowid, snippet(grams, 0, ?, ?, ' … ', 28) from grams where grams match ? and rowid in {_AMONG}",
                                        (_OPEN, _CLOSE, _grams(query.plain), _rows(places)))
        return {row - 1: _marked(snippet) for row, snippet in found.items()}

    def openings(self, places: Sequence[int]) -> dict[int, str]:
        """How the text of each record begins."""
        with self._opened() as db:
            return {row - 1: text for row, text in db.execute(
                f"select rowid, substr(body, 1, {_OPENING}) from docs where rowid in {_AMONG}", (_rows(places),))}

    def passages(self, ids: Sequence[str]) -> dict[str, str]:
        """The text of passages, by id."""
        with self._opened() as db:
            return dict(db.execute("select id, text from passages where id in (select value from json_each(?))", (json.dumps(ids),)).fetchall())


def _rows(places: Sequence[int]) -> str:
    return json.dumps([place + 1 for place in places])


def _grams(text: str) -> str:
    """Three-character pieces of a text in a script without spaces, any of which may match."""
    pieces = [text[i:i + 3] for i in range(len(text) - 2)] or [text]
    return " OR ".join(f'"{piece.replace(chr(34), "")}"' for piece in dict.fromkeys(pieces))


def _marked(snippet: str) -> Snippet:
    plain, marks, start = [], [], 0
    length = 0
    for char in snippet.replace("\n", " "):
        if char == _OPEN:
            start = length
        elif char == _CLOSE:
            marks.append((start, length))
        else:
            plain.append(char)
            length += 1
    return "".join(plain), tuple(marks)


def _build(path: Path, digest: str, documents: Iterable[Document]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        with closing(sqlite3.connect(name)) as db:
            _fill(db, digest, documents)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _fill(db: sqlite3.Connection, digest: str, documents: Iterable[Document]) -> None:
    db.execute("create table about (digest text, shown text)")
    db.execute("create virtual table docs using fts5(id unindexed, name, citation, catchwords, body, "
               "tokenize = \"porter unicode61 remove_diacritics 2\")")
    db.execute("create virtual table grams using fts5(body, tokenize = 'trigram')")
    db.execute("create table passages (id text primary key, text text) without rowid")
    db.execute("create table pins (first text, id text, number text, law text, beside integer)")
    shown = []
    for row, doc in enumerate(documents, 1):
        shown.append(list(vars(replace(doc, words="", passages=(), pins=())).values()))
        db.executemany("insert into passages values (?, ?)", ((name, text) for name, text, _ in doc.passage_ids()))
        db.executemany("insert into pins values (?, ?, ?, ?, ?)", ((number[0], doc.id, json.dumps(number), law, len(doc.pins))
                                                                   for law, pinpoint in doc.pins for number in numbers(pinpoint)))
        db.execute("insert into docs (rowid, id, name, citation, catchwords, body) values (?, ?, ?, ?, ?, ?)",
                   (row, doc.id, doc.name, doc.citation, doc.catchwords, doc.words))
        if SCRIPTS.search(text := f"{doc.name} {doc.catchwords} {doc.words}"):   # nothing else is ever asked of pieces
            db.execute("insert into grams (rowid, body) values (?, ?)", (row, text))
    db.execute("create index pins_first on pins (first)")
    db.execute("insert into about values (?, ?)", (digest, json.dumps(shown)))
    db.commit()
