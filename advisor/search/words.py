"""The word index: SQLite FTS5, one row a record, in one file that is built beside and swapped in."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

from advisor.records.source import digest_of
from advisor.search import pinpoints
from advisor.search.documents import Document
from advisor.search.pinpoints import Pin, named_in, numbers, tokens
from advisor.search.query import Query

_WEIGHTS = {False: "8.0, 10.0, 10.0, 1.0", True: "1.0, 1.0, 3.0, 1.0"}  # of name, citation, catchwords, body; by whether facts are described
_LAYOUT = digest_of(Path(__file__).read_bytes() + Path(pinpoints.__file__).read_bytes())[:8]  # a file that another version made is rebuilt
_OPENING = 300  # characters of a text that a list may show
_OPEN, _CLOSE = "\x02", "\x03"


@dataclass(frozen=True)
class WordHit:
    """A record that matches by words: its rank from 0, a snippet and the matched spans in it."""

    id: str
    snippet: str
    marks: tuple[tuple[int, int], ...]


class WordIndex:
    """FTS5 over all documents. A file that is missing, damaged or of other content is rebuilt from what ``make`` gives."""

    def __init__(self, path: Path, digest: str, make: Callable[[], Iterable[Document]]):
        self.path = path
        digest = f"{_LAYOUT}-{digest}"
        if not self._is(digest):
            _build(path, digest, make())

    def documents(self) -> dict[str, Document]:
        """All documents by id, as lists show them: without passages, and with the opening of their text only."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as db:
            [[rows]] = db.execute("select shown from about").fetchall()
        found = {}
        for row in json.loads(rows):
            fields: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
            found[fields[0]] = Document(*fields)
        return found

    def _is(self, digest: str) -> bool:
        if not self.path.exists():
            return False
        try:
            with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as db:
                return bool(db.execute("select 1 from about where digest = ?", (digest,)).fetchone())
        except sqlite3.Error:
            return False

    def rarity(self, words: Sequence[str]) -> list[float]:
        """For each word the share of records that do not have it, from 0 (all have it) to 1 (none has)."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as db:
            total = db.execute("select count(*) from docs").fetchone()[0] or 1
            return [1 - db.execute("select count(*) from docs where docs match ?", (f'"{word}"',)).fetchone()[0] / total for word in words]

    def citing(self, text: str) -> list[str]:
        """Records that cite the provision which a text names, those that cite exactly it first; none when it names no provision."""
        asked = tokens(text)
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as db:
            rows = db.execute(f"select id, number, law, beside from pins where first in ({', '.join('?' * len(asked))})", asked).fetchall()
        return named_in(text, (Pin(name, tuple(json.loads(number)), law, beside) for name, number, law, beside in rows))

    def search(self, query: Query, limit: int = 400, described: bool = False) -> list[WordHit]:
        """Records that match, best first by BM25; none for a query without words.

        In a description of facts (``described``) a word that is also a party's name means no more than any other.
        """
        if not query.words:
            return []
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as db:
            rows = db.execute(
                f"select id, snippet(docs, -1, ?, ?, ' … ', 28) from docs where docs match ? "
                f"order by bm25(docs, 0, {_WEIGHTS[described]}) limit ?", (_OPEN, _CLOSE, query.words, limit)).fetchall()
            if query.scripts and not query.exact:
                found = db.execute("select id, snippet(grams, 1, ?, ?, ' … ', 28) from grams where grams match ? "
                                   "order by rank limit ?", (_OPEN, _CLOSE, _grams(query.plain), limit)).fetchall() or db.execute(
                    "select id, substr(body, max(1, instr(body, ?) - 40), 160) from grams where instr(body, ?) > 0 limit ?",
                    (query.plain, query.plain, limit)).fetchall()   # fewer than three characters make no piece
                rows = found + [row for row in rows if row[0] not in {name for name, _ in found}]
        return [WordHit(name, *_marked(snippet)) for name, snippet in rows]


def _grams(text: str) -> str:
    """Three-character pieces of a text in a script without spaces, any of which may match."""
    pieces = [text[i:i + 3] for i in range(len(text) - 2)] or [text]
    return " OR ".join(f'"{piece.replace(chr(34), "")}"' for piece in dict.fromkeys(pieces))


def _marked(snippet: str) -> tuple[str, tuple[tuple[int, int], ...]]:
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
            db.execute("create table about (digest text, shown text)")
            db.execute("create virtual table docs using fts5(id unindexed, name, citation, catchwords, body, "
                       "tokenize = \"porter unicode61 remove_diacritics 2\")")
            db.execute("create virtual table grams using fts5(id unindexed, body, tokenize = 'trigram')")
            db.execute("create table pins (first text, id text, number text, law text, beside integer)")
            shown = []
            for doc in documents:
                shown.append(astuple(replace(doc, words=doc.words[:_OPENING], passages=(), pins=())))
                db.executemany("insert into pins values (?, ?, ?, ?, ?)", ((number[0], doc.id, json.dumps(number), law, len(doc.pins))
                                                                           for law, pinpoint in doc.pins for number in numbers(pinpoint)))
                db.execute("insert into docs values (?, ?, ?, ?, ?)", (doc.id, doc.name, doc.citation, doc.catchwords, doc.words))
                db.execute("insert into grams values (?, ?)", (doc.id, f"{doc.name} {doc.catchwords} {doc.words}"))
            db.execute("create index pins_first on pins (first)")
            db.execute("insert into about values (?, ?)", (digest, json.dumps(shown)))
            db.commit()
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
