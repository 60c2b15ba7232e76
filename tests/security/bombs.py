"""Inputs made to exhaust a reader, each read in this process under a limit of memory: ``python -m tests.security.bombs [READER ...]``.

Prints a line for each that ended.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tests.security.targets import TARGETS, pdf, with_part

MEGA = 1_000_000


def inputs() -> Iterator[tuple[str, str, bytes]]:
    """What it is, the reader, and the bytes."""
    laughs = b"a: &a [x]\n" + b"".join(b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(9))
    for reader in ("record", "matter", "measures"):
        yield "billion laughs", reader, laughs
        yield "brackets", reader, b"a: " + b"[" * MEGA
        yield "braces", reader, b"{a: " * (MEGA // 4)
        yield "dashes", reader, b"- " * (MEGA // 2)
        yield "keys of keys", reader, b"? " * (MEGA // 2)
        yield "ten megabytes in a field", reader, b"name: " + b"x" * 10 * MEGA
        yield "a field as long as a file may be", reader, b"name: " + b"x" * (2 * MEGA - 100)
        yield "a key as long as a file may be", reader, b"? " + b"x" * (2 * MEGA - 100) + b"\n: 1\n"
        yield "keys without end", reader, b"".join(b"k%d: 1\n" % i for i in range(95_000))
        yield "one key again and again", reader, b"a: 1\n" * 95_000
        yield "places that do not exist", reader, b"name: a\njurisdictions: [" + b"zz, " * 190_000 + b"]"
        yield "facts that do not exist", reader, b"name: a\nfacts: {" + b"".join(b"F%d: yes, " % i for i in range(90_000)) + b"}"
        yield "escapes", reader, b'name: "' + b"\\u202e" * 300_000 + b'"'
    for text in ("(" * 2_000, '"' * 2_000, "a NOT " * 400, "(a " * 600 + ")" * 600, "court:" * 400, "x" * 10 * MEGA, "密" * 2_000, "a* " * 700,
                 "\ud800" * 2_000):
        yield f"{text[:6]!r} without end", "query", text.encode("utf-8", "surrogatepass")
    for text in ("[2013] UKSC 31 ", "In re Smith, 1 F.3d 2 (2d Cir. 1999) ", "1 U.S. 1, 2, 3; ", "v. ", "(", "§ ", "Id. at 3. ",
                 "\u202e431 F.2d 1012\x00", "1 ", "ſ"):
        yield f"{text!r} without end", "citations", (text * (450_000 // len(text))).encode()
    yield "a Word file that unpacks to 300 MB", "docx", b"\7" + with_part("word/document.xml", b" " * 300 * MEGA)
    yield "a Word table of a billion columns", "docx", b"\0" + _word(
        b'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>')
    yield "a Word file of entities", "docx", b"\0" + b"<!DOCTYPE x [<!ENTITY a 'xxxxxxxxxx'>" + b"".join(
        b"<!ENTITY %c '%s'>" % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12)) + b"]>" + _word(b"<w:p><w:r><w:t>&m;</w:t></w:r></w:p>")
    yield "a Word file nested deep", "docx", b"\0" + _word(b"<w:sdt><w:sdtContent>" * 50_000)
    yield "a PDF stream that unpacks to 300 MB", "pdf", pdf(zlib.compress(b" " * 300 * MEGA), filtered=b"/Filter/FlateDecode")
    yield "a PDF whose forms draw each other", "pdf", pdf(b"/B Do", *(
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</B %d 0 R>>>>/Length 11>>stream\n/B Do /B Do\nendstream" % min(i + 1, 35)
        for i in range(6, 36)), resources=b"/XObject<</B 6 0 R>>")
    yield "a PDF whose pages are its pages", "pdf", pdf(b"").replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    yield "a PDF of a million brackets", "pdf", pdf(b"[" * MEGA)


def _word(body: bytes) -> bytes:
    return b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' + body + b"</w:body></w:document>"


if __name__ == "__main__":
    import logging
    import resource
    import sys
    import time

    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (2_500 * MEGA, 2_500 * MEGA))
    for what, reader, content in inputs():
        if reader not in (sys.argv[1:] or TARGETS):
            continue
        start = time.monotonic()
        TARGETS[reader].run(content)
        print(f"{reader}: {what}: {time.monotonic() - start:.1f} s, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000} MB", flush=True)
