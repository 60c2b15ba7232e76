"""What can be recognised in a query as such: citations and docket numbers in any usual spelling, and names with typing errors."""

from __future__ import annotations

import re
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
        self._words = sorted(words)

    def cited(self, text: str) -> list[str]:
        """Records whose citation or docket number stands in the text (or of which the text is the beginning), longest citation first."""
        wanted = bare(text)
        if len(wanted) < _LEAST or not any(sign.isdecimal() for sign in wanted):
            return []
        # a citation of digits only ends where the digits end: "12/2019" is not in "112/2019"
        found = [key for key in self._citations if _stands_in(key, wanted)]
        if not found:
            found = [key for key in self._citations if key.startswith(wanted)]
        return list(dict.fromkeys(name for key in sorted(found, key=len, reverse=True) for name in self._citations[key]))

    def alike(self, word: str) -> str | None:
        """The word of a case's name that a mistyped word most looks like, or None."""
        if len(word) < 4:
            return None
        found = process.extractOne(word.casefold(), self._words, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return found[0] if found else None


def _stands_in(key: str, text: str) -> bool:
    at = text.find(key)
    while at >= 0:
        before, after = text[at - 1:at], text[at + len(key):at + len(key) + 1]
        if not (before.isdecimal() and key[0].isdecimal()) and not (after.isdecimal() and key[-1].isdecimal()):
            return True
        at = text.find(key, at + 1)
    return False
