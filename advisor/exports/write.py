"""Write a result to a file whose ending names the format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from advisor.exports.blocks import Document, Table
from advisor.files import write_whole
from advisor.records.problems import BadInput


def write(path: Path, document: Callable[[], Document], table: Callable[[], Table] | None = None,
          others: Mapping[str, Callable[[], bytes]] | None = None) -> None:
    """Write ``document`` as .docx or .md, ``table`` as .xlsx or .csv, or another format by its ending.

    Raises BadInput for another ending or a place that cannot be written; an old file stays whole then.
    """
    others = others or {}
    allowed = [".docx", ".md", *([".xlsx", ".csv"] if table else []), *others]
    suffix = path.suffix.lower()
    if suffix not in allowed:
        raise BadInput(f"{path}: the ending must be one of {', '.join(allowed)}")
    try:
        write_whole(path, others[suffix]() if suffix in others else content(suffix, document, table))
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror or error}); choose another place") from None


def content(suffix: str, document: Callable[[], Document], table: Callable[[], Table] | None = None) -> bytes:
    """The bytes of a result in the format of a file ending."""
    if suffix == ".docx":
        from advisor.exports.word import to_docx

        return to_docx(document())
    if suffix == ".md":
        from advisor.exports.markdown import to_markdown

        return to_markdown(document())
    from advisor.exports.sheets import to_csv, to_xlsx

    assert table is not None
    return to_xlsx(table(), document().title) if suffix == ".xlsx" else to_csv(table())
