"""The text of a file that somebody sent: Word, PDF or plain text.

Word and PDF are read in a process of its own (``python -m advisor.documents KIND``), which has an end and a limit of memory: a file may be
made to keep its reader busy for ever, to unpack to a thousand times its size, or to crash it.
"""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from zipfile import ZipFile

from advisor.process import run_module
from advisor.records.problems import BadInput

LONGEST = 400_000          # characters of a text that are read: about 150 pages
BIGGEST = 20_000_000       # bytes of a file
UNPACKED = 100_000_000     # bytes of a Word file once unpacked
SECONDS = 60
MEMORY = 2_000_000_000     # bytes
_NO_TEXT = 3               # exit status


def read_document(content: bytes, name: str) -> str:
    """The text of a file (its first ``LONGEST`` characters), read by the ending of its name.

    Raises BadInput with a clear line when it is too large, damaged, without text or takes too long.
    """
    if len(content) > BIGGEST:
        raise BadInput(f"{name}: larger than {BIGGEST // 1_000_000} MB; paste the part with the citations instead")
    kind = name.lower().rpartition(".")[2]
    if kind not in _READERS:
        return content.decode("utf-8-sig", errors="replace")[:LONGEST]
    try:
        done = run_module("advisor.documents", kind, given=content, seconds=SECONDS)
    except subprocess.TimeoutExpired:
        raise BadInput(f"{name}: takes longer than {SECONDS} seconds to read; paste the part with the citations instead") from None
    if done.returncode == _NO_TEXT:
        raise BadInput(f"{name}: no text in it (a scan?); paste the text instead")
    if done.returncode:
        raise BadInput(f"{name}: cannot be read as .{kind}; save it anew or paste the text")
    return done.stdout.decode("utf-8")


def text_of(content: bytes, kind: str) -> str:
    """The text of a ``docx`` or ``pdf``, read here; raises whatever its reader raises for a damaged one."""
    return _READERS[kind](content)[:LONGEST]


def _docx(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > UNPACKED:
            raise ValueError("it unpacks to more than a document holds")
    from docx import Document
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    document = Document(BytesIO(content))
    return "\n".join(Paragraph(part, document).text for part in document.element.body.iter(qn("w:p")))   # those in tables too


def _pdf(content: bytes) -> str:
    from pypdf import PdfReader

    parts: list[str] = []
    length = 0
    for page in PdfReader(BytesIO(content)).pages:
        parts.append(page.extract_text())
        length += len(parts[-1])
        if length > LONGEST:
            break
    return "\n".join(parts)


_READERS = {"docx": _docx, "pdf": _pdf}


def _main(kind: str) -> int:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):   # a system without such limits still has the limit of time
        pass
    try:
        text = text_of(sys.stdin.buffer.read(), kind)
    except Exception:   # the file is damaged; what its reader says of it may quote it and is for nobody's log
        return 1
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))
    return 0 if text.strip() else _NO_TEXT


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
