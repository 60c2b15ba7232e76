"""One mistake in a record or input file, told so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any

MOST = 200   # problems that one exception carries: a list of them is for people to read


@dataclass(frozen=True)
class Problem:
    """Where a mistake stands and how to mend it.

    ``file`` is relative to the knowledge folder (or the path the user gave), ``line`` counts from 1,
    ``record`` is the id of the record, ``key`` the dotted path of keys inside it. A ``severity`` of ``warning`` asks
    for a second look and refuses nothing.
    """

    file: str
    line: int
    record: str
    key: str
    message: str
    found: str = ""
    allowed: tuple[str, ...] = ()
    severity: str = "error"

    def __str__(self) -> str:
        parts = [f"{self.file}:{self.line}: {self.record or '(record)'}: {self.key or '(top)'}: {self.message}"]
        if self.found:
            parts.append(f"found {self.found}")
        if near := nearest(self.found.strip("'"), self.allowed):
            parts.append(f"did you mean '{near}'?")
        if self.allowed:
            shown = ", ".join(self.allowed[:12]) + (f" ... ({len(self.allowed)} in all)" if len(self.allowed) > 12 else "")
            parts.append(f"allowed: {shown}")
        return "; ".join(parts)

    def as_json(self) -> dict[str, Any]:
        """The problem as plain data, with the same line of text that the command line prints."""
        return {**asdict(self), "allowed": list(self.allowed), "text": str(self)}


class BadInput(Exception):
    """Input that cannot be used; carries the problems found, in order of file and line, up to ``MOST``."""

    def __init__(self, problems: Iterable[Problem] | str):
        self.problems = () if isinstance(problems, str) else tuple(islice(problems, MOST))
        super().__init__(problems if isinstance(problems, str) else "\n".join(map(str, self.problems)))


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word that looks most like ``word``, or None when nothing comes near."""
    match = get_close_matches(word, list(allowed), n=1, cutoff=0.6)
    return match[0] if match else None
