"""Facts recognised in a user's own words: proposed one by one, and applied by nobody but the user.

The library's cases teach it, since each coded factor stands beside the words of fact that support it. Two kernel ridge regressions (Saunders,
Gammerman, Vovk, Ridge regression learning algorithm in dual variables, ICML 1998) over the model's vectors are averaged: one leads from a
clause to the factors of coded words like it, the other from the whole account to the factors of cases like it. tests/benchmarks/recognise.py
measures both on cases that are left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from advisor.files import write_whole
from advisor.records.library import Library
from advisor.records.source import digest_of

Vectors = NDArray[np.float32]
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
        told = [sentences(case.facts) for case in coded]
        phrases = [(case.id, factor, words) for case in coded for factor, words in case.factors.items()]
        vectors = _kept([*(words for _, _, words in phrases), *(sentence for part in told for sentence in part)], encode, model, folder)
        column = {factor: i for i, factor in enumerate(self._factors)}
        taught = [row for row, (case, _, _) in enumerate(phrases) if case not in without]
        self._phrases = [phrases[row] for row in taught]
        self._clauses = vectors[taught]
        answers = np.zeros((len(taught), len(column)), np.float32)
        answers[np.arange(len(taught)), [column[factor] for _, factor, _ in self._phrases]] = 1
        self._by_clause = _ridge(_like(self._clauses, self._clauses, CLAUSE), answers)

        of_case: dict[str, list[int]] = {case.id: [] for case in coded}
        for row, (name, _, _) in enumerate(phrases):
            of_case[name].append(row)
        start = len(phrases)
        for case, part in zip(coded, told, strict=True):
            of_case[case.id] += range(start, start + len(part))
            start += len(part)
        kept = [case for case in coded if case.id not in without]
        self._wholes = np.array([_direction(vectors[of_case[case.id]]) for case in kept])
        has = np.array([[factor in case.factors for factor in self._factors] for case in kept], np.float32)
        self._usual = has.mean(axis=0)
        self._by_whole = _ridge(_like(self._wholes, self._wholes, WHOLE), has - self._usual)

    def shares(self, text: str) -> tuple[Vectors, list[str], NDArray[np.intp], Vectors]:
        """For a text: the share of every factor, its clauses, for every factor the clause that suggests it most, and the clauses' vectors."""
        parts = clauses(text[:MOST])
        if not parts:
            return np.zeros(len(self._factors), np.float32), [], np.zeros(len(self._factors), np.intp), np.zeros((0, 1), np.float32)
        vectors = self._encode(parts)
        each = _like(vectors, self._clauses, CLAUSE) @ self._by_clause
        whole = self._usual + _like(_direction(vectors)[None], self._wholes, WHOLE)[0] @ self._by_whole
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
                like = rows[int(np.argmax(self._clauses[rows] @ vectors[best[column]]))] if rows else None
                case, _, words = self._phrases[like] if like is not None else ("", factor, "")
                found.append(Proposal(factor, parts[best[column]], round(float(share[column]), 2), words, case))
        return tuple(found)


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


def _like(one: Vectors, other: Vectors, power: int) -> Vectors:
    """Likeness of each vector of one to each of the other, 0 to 1."""
    return np.asarray(np.clip(one @ other.T, 0, 1) ** power, np.float32)


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
