"""Facts recognised in a user's own words: proposed one by one, and applied by nobody but the user.

The library's cases teach it, since each coded factor stands beside the words of fact that support it. Two kernel ridge regressions (Saunders,
Gammerman, Vovk, Ridge regression learning algorithm in dual variables, ICML 1998) are averaged: one leads from a clause to the factors of words
like it, the other from the whole account to the factors of cases like it. What is like is told by the model's vectors and by the words
themselves (tf-idf) in equal parts. The first is taught by the coded words and by the sentences of each account: a sentence has the factors whose
coded words are nearest to it, and most have none. tests/benchmarks/recognise.py measures all on cases that are left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from advisor.files import write_whole
from advisor.records.library import Library
from advisor.records.source import digest_of

Vectors = NDArray[np.float32]
Texts = tuple[Vectors, csr_matrix]   # the vectors of texts and the weights of their words, a row each
Encode = Callable[[list[str]], Vectors]
LEAST = 0.25       # the share from which a fact is proposed (tests/benchmarks/recognise.py tells how many of these are right)
RIDGE = 0.3
CLAUSE, WHOLE = 2, 3   # powers of the cosine: how fast likeness falls off, for clauses and for whole accounts
SHORTEST = 4      # words of a clause that is looked at for itself
MOST = 20_000     # characters of a text that are read
BATCH = 64
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE = re.compile(r"[,;:]|\b(?:but|and|who|which)\b")


@dataclass(frozen=True)
class Proposal:
    """A factor that a text suggests: the words that suggest it, how strongly (about 0 to 1), and the coded words most like them, with their case."""

    factor: str
    words: str
    share: float
    like: str
    case: str


class Recogniser:
    """Learns from the coded cases of a library in the vectors of the model ``model``, kept in ``folder``; ``without`` leaves cases out, for measuring."""

    def __init__(self, library: Library, encode: Encode, model: str, folder: Path, without: Collection[str] = ()) -> None:
        self._encode, self._factors = encode, tuple(library.factors.factors)
        coded = [case for case in library.cases.values() if case.factors]
        phrases, told = lessons(library)
        texts = [*(words for _, _, words in phrases), *(sentence for _, sentence in told)]
        vectors = _kept(texts, encode, model, folder)
        of = np.array([*(case for case, _, _ in phrases), *(case for case, _ in told)])
        column = {factor: i for i, factor in enumerate(self._factors)}
        answers = np.zeros((len(texts), len(column)), np.float32)
        same: dict[tuple[str, str], list[int]] = {}   # words that support several facts of a case
        for row, (case, _, words) in enumerate(phrases):
            same.setdefault((case, words), []).append(row)
        for row, (case, factor, words) in enumerate(phrases):
            answers[same[case, words], column[factor]] = 1
            account = np.flatnonzero(of[len(phrases):] == case) + len(phrases)
            answers[account[np.argmax(vectors[account] @ vectors[row])], column[factor]] = 1
        kept = [case for case in coded if case.id not in without]
        taught = np.flatnonzero(~np.isin(of, list(without)))
        self._phrases = [phrases[row] for row in taught if row < len(phrases)]
        self._words = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode", ngram_range=(1, 2), min_df=min(2, len(kept)))
        self._clauses = vectors[taught], self._words.fit_transform([texts[row] for row in taught])
        self._by_clause = _ridge(_like(self._clauses, self._clauses, CLAUSE), answers[taught])

        self._wholes = (np.array([_direction(vectors[of == case.id]) for case in kept]),
                        self._words.transform([" ".join([case.facts, *case.factors.values()]) for case in kept]))
        has = np.array([[factor in case.factors for factor in self._factors] for case in kept], np.float32)
        self._usual = has.mean(axis=0)
        self._by_whole = _ridge(_like(self._wholes, self._wholes, WHOLE), has - self._usual)

    def shares(self, text: str) -> tuple[Vectors, list[str], NDArray[np.intp], Vectors]:
        """For a text: the share of every factor, its clauses, for every factor the clause that suggests it most, and the clauses' vectors."""
        parts = clauses(text[:MOST])
        if not parts:
            return np.zeros(len(self._factors), np.float32), [], np.zeros(len(self._factors), np.intp), np.zeros((0, 1), np.float32)
        vectors = self._encode(parts)
        each = _like((vectors, self._words.transform(parts)), self._clauses, CLAUSE) @ self._by_clause
        account = _direction(vectors)[None], self._words.transform([text[:MOST]])
        whole = self._usual + _like(account, self._wholes, WHOLE)[0] @ self._by_whole
        return (each.max(axis=0) + whole) / 2, parts, each.argmax(axis=0), vectors

    def propose(self, text: str, known: Collection[str] = (), least: float = LEAST) -> tuple[Proposal, ...]:
        """Factors that a text suggests, the surest first; ``known`` are those that are answered already."""
        share, parts, best, vectors = self.shares(text)
        found = []
        for column in np.argsort(-share):
            factor = self._factors[column]
            if share[column] < least or not parts:
                break
            if factor not in known:
                rows = [row for row, (_, name, _) in enumerate(self._phrases) if name == factor]
                like = rows[int(np.argmax(self._clauses[0][rows] @ vectors[best[column]]))] if rows else None
                case, _, words = self._phrases[like] if like is not None else ("", factor, "")
                found.append(Proposal(factor, parts[best[column]], round(float(share[column]), 2), words, case))
        return tuple(found)


def lessons(library: Library) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """What teaches: the coded words, each with its case and factor, and the sentences of the accounts of coded cases, each with its case."""
    coded = [case for case in library.cases.values() if case.factors]
    return ([(case.id, factor, words) for case in coded for factor, words in case.factors.items()],
            [(case.id, sentence) for case in coded for sentence in sentences(case.facts)])


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def clauses(text: str) -> list[str]:
    """The sentences of a text, and their parts of some length."""
    found = []
    for sentence in sentences(text):
        found.append(sentence)
        parts = [part.strip() for part in _CLAUSE.split(sentence) if len(part.split()) >= SHORTEST]
        found += parts if len(parts) > 1 else []
    return found


def _like(some: Texts, others: Texts, power: int) -> Vectors:
    """Likeness of each of some texts to each of the others, 0 to 1: of their vectors, the cosine to a power, and of their words."""
    return np.asarray((np.clip(some[0] @ others[0].T, 0, 1) ** power + (some[1] @ others[1].T).toarray()) / 2, np.float32)


def _ridge(kernel: Vectors, answers: Vectors) -> Vectors:
    """The weights of kernel ridge regression."""
    return np.asarray(np.linalg.solve(kernel + RIDGE * np.eye(len(kernel), dtype=np.float32), answers), np.float32)


def _direction(vectors: Vectors) -> Vectors:
    """The common direction of vectors, of unit length."""
    total = vectors.sum(axis=0)
    return np.asarray(total / (np.linalg.norm(total) or 1), np.float32)


def _kept(texts: Sequence[str], encode: Encode, model: str, folder: Path) -> Vectors:
    """The vectors of texts, kept in a file of the folder that is named after them and the model; made anew when it is missing or damaged."""
    path = folder / f"facts-{digest_of(chr(0).join((model, *texts)).encode())}.npy"
    try:
        found = np.load(path, allow_pickle=False)
        if found.shape[0] == len(texts):
            return np.asarray(found, np.float32)
    except (OSError, ValueError, EOFError, IndexError):
        pass
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))   # texts of like length are encoded together
    made = np.concatenate([encode([texts[i] for i in order[start:start + BATCH]]) for start in range(0, len(order), BATCH)])[np.argsort(order)]
    content = io.BytesIO()
    np.save(content, made)
    try:
        write_whole(path, content.getvalue())
        for old in folder.glob("facts-*.npy"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:   # a folder that cannot be written: they are made anew next time
        pass
    return made
