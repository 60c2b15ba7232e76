"""Worked matters that ship with the knowledge: they fill the app's first screen and serve as examples."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from advisor.matter import read_matter
from advisor.records.library import Library
from advisor.records.problems import BadInput, Problem
from advisor.records.source import read_source


def scenario_files(root: Path) -> dict[str, Path]:
    """Worked matters of a knowledge folder by the stem of their file, in order."""
    return {path.stem: path for path in sorted((root / "scenarios").glob("*.yaml"))}


def check_scenarios(library: Library, root: Path) -> list[Problem]:
    """Every mistake in the worked matters, told with the file's place in the knowledge folder."""
    found: list[Problem] = []
    for path in scenario_files(root).values():
        try:
            read_matter(path, library, path.relative_to(root).as_posix())
        except BadInput as error:
            found.extend(error.problems)
    return found


def scenario_name(path: Path) -> str:
    """The name that a worked matter gives itself, or its file's when it cannot be read."""
    try:
        data = read_source(path).data
    except BadInput:
        return path.stem
    return str(data.get("name", path.stem)) if isinstance(data, dict) else path.stem


@lru_cache(maxsize=4)
def first_jurisdictions(library: Library, root: Path) -> tuple[str, ...]:
    """The jurisdictions that the first worked matter names; none when it cannot be read."""
    for path in scenario_files(root).values():
        try:
            return read_matter(path, library).jurisdictions
        except BadInput:
            return ()
    return ()
