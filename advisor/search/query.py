"""What a user types, read as a query: fields, phrases, AND / OR / NOT, prefix*, and plain words.

Nothing typed here is ever passed on as FTS5 syntax: every word is quoted, so that a stray sign is only a sign.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from advisor.records.citations import ECLI, NEUTRAL

_TOKEN = re.compile(r'"([^"]*)"|(\()|(\))|([^\s()"]+)')
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
SCRIPTS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # written without spaces, or searched by parts of words
_CITED = re.compile(r"\b\d+\s+[A-Z][\w.]*\s*(?:\dd|Supp\.?)?\s*\d+\b|\b\d+\s?[A-Z]{1,4}\s?\d+/\d+\b|\b[IVX]+ Z[RB] \d+/\d+\b|[§/]")
_FIELD = re.compile(r'\b([A-Za-z]+):(?:"([^"]+)"|([^\s"()]+))')
MAX_LENGTH = 2000
MAX_DEPTH, MAX_OPERATORS = 10, 60   # more than people type, and less than FTS5 refuses


@dataclass(frozen=True)
class Query:
    """A query as read.

    ``fields`` are what was typed as ``court:BGH`` or ``year:2015..2020``, ``words`` is an FTS5 expression (empty when
    nothing can be searched), ``plain`` the text for meaning, ``exact`` whether the user asked for words as such (operators,
    phrases, a citation), ``hint`` a line on what was not understood.
    """

    text: str
    words: str
    plain: str
    exact: bool
    scripts: bool
    hint: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def parse(text: str, fields: Collection[str] = ()) -> Query:
    """Read a query; bad syntax is read as plain words, with a hint. ``fields`` are the names that may stand before a colon."""
    text = " ".join(re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", " ", text[:MAX_LENGTH]).split())
    typed = [(m[1].lower(), m[2] or m[3]) for m in _FIELD.finditer(text) if m[1].lower() in fields]
    text = " ".join(_FIELD.sub(lambda m: "" if m[1].lower() in fields else m[0], text).split())
    return replace(_read(text), fields=tuple(typed))


def _read(text: str) -> Query:
    plain = " ".join(w for w in re.sub(r'["()]', " ", text).replace("*", "").split() if w not in ("AND", "OR", "NOT"))
    scripts = bool(SCRIPTS.search(text))
    cited = bool(ECLI.search(text) or NEUTRAL.search(text) or _CITED.search(text))
    operators = bool(re.search(r'"[^"]+"|\b(AND|OR|NOT)\b|\w\*', text))
    if operators:
        expression = _expression(text)
        if expression:
            return Query(text, expression, plain, True, scripts)
        return Query(text, _any_word(plain), plain, False, scripts,
                     'Read as plain words. Use "a phrase", AND, OR, NOT between words, and word* for a beginning.')
    return Query(text, _as_cited(plain) if cited else _any_word(plain), plain, cited, scripts)


def _any_word(text: str) -> str:
    return " OR ".join(f'"{word}"' for word in dict.fromkeys(_WORD.findall(text)))


def _as_cited(text: str) -> str:
    """A citation: its words in their order weigh most (signs such as § do not count), any of them still matches."""
    words = _WORD.findall(text)
    return " OR ".join([f'"{" ".join(words)}"', _any_word(text)]) if len(words) > 1 else _any_word(text)


def _expression(text: str) -> str:
    """An FTS5 expression for a query with operators, or nothing when its syntax does not hold."""
    parts: list[str] = []
    depth, wants_operand = 0, True
    for phrase, opening, closing, word in _TOKEN.findall(text):
        if word in ("AND", "OR", "NOT"):
            if wants_operand:
                return ""
            parts.append(word)
            wants_operand = True
            continue
        if closing:
            depth -= 1
            if depth < 0 or wants_operand:
                return ""
            parts.append(")")
            continue
        terms = _WORD.findall(phrase or word)
        if not opening and not terms:
            continue
        if not wants_operand:
            parts.append("AND")
        if opening:
            depth += 1
            parts.append("(")
            wants_operand = True
            continue
        parts.append(f'"{" ".join(terms)}"' + ("*" if word.endswith("*") else ""))
        wants_operand = False
        if depth > MAX_DEPTH or len(parts) > 2 * MAX_OPERATORS:
            return ""
    return " ".join(parts) if parts and depth == 0 and not wants_operand else ""
