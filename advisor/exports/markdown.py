"""A document as Markdown, with every sign that Markdown or HTML would act on escaped."""

from __future__ import annotations

import re

from advisor.exports.blocks import Bullets, Document, Heading, Paragraph, Table, clean

_ACTS = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")


def escape(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    text = _ACTS.sub(r"\\\1", " ".join(clean(text).split()))
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", text)   # a list, a rule, the line under a heading


def to_markdown(document: Document) -> bytes:
    """The bytes of a Markdown file."""
    lines = [f"# {escape(document.title)}", ""]
    for block in document.blocks:
        match block:
            case Heading(text, level):
                lines += [f"{'#' * (level + 1)} {escape(text)}", ""]
            case Paragraph(text, small):
                lines += [f"*{escape(text)}*" if small else escape(text), ""]
            case Bullets(items):
                lines += [*(f"- {escape(item)}" for item in items), ""]
            case Table(header, rows):
                lines += ["| " + " | ".join(map(escape, header)) + " |", "|" + " --- |" * len(header),
                          *("| " + " | ".join(map(escape, row)) + " |" for row in rows), ""]
    return "\n".join(lines).encode("utf-8")
