"""What can be recognised in a query as such: citations and docket numbers in any usual spelling, and names with typing errors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from advisor.search.documents import Document

_SIGNS = re.compile(r"[\W_]+")
_KOREAN = str.maketrans({"가": "ga", "나": "na", "다": "da", "라": "ra", "마": "ma", "카": "ka", "하": "ha", "합": "hap", "단": "dan", "고": "go",
                         "노": "no", "도": "do", "오": "o", "허": "heo", "후": "hu", "누": "nu"})  # kinds of case in Korean docket numbers
_YEAR = re.compile(r"^\(\d{4}\) ")  # "(1984) 156 CLR 414" is also found without its year
_LEAST = 5      # shorter citations, such as a bare docket of "7/21", stand too easily inside something else
_ALIKE = 82     # of 100; two letters in a name of ten may be wrong


def bare(citation: str) -> str:
    """A citation without signs, spaces and case: how it is compared. "431 F. 2d 1012" and "431 F.2d 1012" are the same, and so are
    "2017다34981" and "2017Da34981"."""
    return _SIGNS.sub("", citation.translate(_KOREAN)).casefold()


class Known:
    """Citations of all cases, and the words of their names."""

    def __init__(self, documents: Iterable[Document]):
        self._citations: dict[str, list[str]] = {}
        words: set[str] = set()
        for doc in documents:
            for citation in doc.citations:
                for key in {bare(citation), bare(_YEAR.sub("", citation))}:
                    if len(key) >= _LEAST and any(sign.isdecimal() for sign in key):
                        self._citations.setdefault(key, []).append(doc.id)
            if doc.kind == "case":
                words.update(word for word in _SIGNS.sub(" ", doc.name.casefold()).split() if len(word) > 3)
        self._sorted = sorted(self._citations)
        self._lengths = sorted({len(key) for key in self._citations}, reverse=True)
        self._words: dict[int, list[str]] = {}   # by length
        for word in sorted(words):
            self._words.setdefault(len(word), []).append(word)

    def cited(self, text: str) -> list[str]:
        """Records whose citation or docket number stands in the text (or of which the text is the beginning), longest citation first."""
        wanted = bare(text)
        if len(wanted) < _LEAST or not any(sign.isdecimal() for sign in wanted):
            return []
        found = [key for length in self._lengths for start in range(len(wanted) - length + 1)
                 if (key := wanted[start:start + length]) in self._citations and _stands_alone(key, start, wanted)]
        if not found:
            for key in self._sorted[bisect_left(self._sorted, wanted):]:
                if not key.startswith(wanted):
                    break
                found.append(key)
            found.sort(key=len, reverse=True)
        return list(dict.fromkeys(name for key in found for name in self._citations[key]))

    def alike(self, word: str) -> str | None:
        """The word of a case's name that a mistyped word most looks like, or None. What has digits is no name."""
        if len(word) < 4 or any(sign.isdecimal() for sign in word):
            return None
        share = _ALIKE / 100   # two words that share so much differ no more in length
        near = [other for length in range(int(len(word) * share / (2 - share)), int(len(word) * (2 - share) / share) + 2)
                for other in self._words.get(length, ())]
        found = process.extractOne(word.casefold(), near, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return found[0] if found else None


def _stands_alone(key: str, start: int, text: str) -> bool:
    """A citation that begins or ends with digits does so where the digits of the text do: "12/2019" is not in "112/2019"."""
    before, after = text[start - 1:start] if start else "", text[start + len(key):start + len(key) + 1]
    return not (before.isdecimal() and key[0].isdecimal()) and not (after.isdecimal() and key[-1].isdecimal())
