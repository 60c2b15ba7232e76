"""A document as blocks, which every writer turns into its format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``small`` is for authorities and marks."""

    text: str
    small: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with a header row; every row has as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True)
class Document:
    """A title and its blocks."""

    title: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)


def clean(text: str) -> str:
    """Text without characters that no document format can hold."""
    return _ILLEGAL.sub("\ufffd", text)
