"""Records and user's words as HTML: the one place where text becomes markup, and every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape as _escape
from urllib.parse import urlsplit

from advisor.words import CHECK, Sign


def text(value: object) -> str:
    """Text as HTML that shows it and does nothing else."""
    return _escape(str(value), quote=True).replace("\n", "<br>")


def link(label: str, url: str | None) -> str:
    """A link to a web address, or the bare label when there is none that is http(s)."""
    if not url or urlsplit(url).scheme not in ("http", "https"):
        return text(label)
    return f'<a href="{text(url)}" target="_blank" rel="noopener noreferrer">{text(label)}</a>'


def marked(value: str, marks: Sequence[tuple[int, int]]) -> str:
    """Text with some spans marked."""
    parts, at = [], 0
    for start, end in marks:
        parts += [text(value[at:start]), "<mark>", text(value[start:end]), "</mark>"]
        at = end
    return "".join([*parts, text(value[at:])])


def badge(sign: Sign, of: str = "") -> str:
    """A status or state by word and colour, with its meaning (and what it is the status of) on hover and for screen readers."""
    means = f"{of}: {sign.means}" if of else sign.means
    spoken = f'<span class="tsa-spoken">{text(of)}: </span>' if of else ""
    return f'<span class="tsa-badge tsa-{sign.color}" title="{text(means)}">{spoken}{text(sign.label)}</span>'


def swatch(color: str) -> str:
    """A patch of a colour of the map, beside the words that it stands for."""
    return f'<span class="tsa-swatch" style="background:{text(color)}"></span>'


def day(value: object) -> str:
    """A date that does not break over two lines."""
    return f'<span class="tsa-day">{text(value)}</span>'


def check(how: str, on: object = "", reservation: str = "") -> str:
    """How a statement was checked, with what that means on hover; a star where the check does not cover all of it, and on hover what it leaves out."""
    sign = CHECK[how]
    means = " ".join(filter(None, (sign.means, f"Checked {on}." if on else "", reservation)))
    return f'<span class="tsa-check tsa-{sign.color}" title="{text(means)}">{text(sign.label)}{"*" if reservation else ""}</span>'


def authorities(names: Sequence[str], urls: Sequence[str | None] = ()) -> str:
    """Authorities in small type, each with its link."""
    pairs = zip(names, urls or [None] * len(names), strict=True)
    return "; ".join(link(name, url) for name, url in pairs)


def details(summary: str, body: str, opened: bool = False) -> str:
    """Something one click away; ``summary`` and ``body`` are HTML."""
    return f'<details{" open" if opened else ""}><summary>{summary}</summary><div>{body}</div></details>'


def table(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str, classes: str = "") -> str:
    """A table of HTML cells; each cell carries its column's name, so that it can stack on a narrow screen."""
    head = "".join(f'<th scope="col">{text(cell)}</th>' for cell in header)
    body = "".join(
        "<tr>" + "".join(f'<{tag} data-label="{text(label)}">{cell}</{tag.split()[0]}>'
                         for i, (label, cell) in enumerate(zip(header, row, strict=True)) for tag in ['th scope="row"' if i == 0 else "td"])
        + "</tr>" for row in rows)
    return (f'<div class="tsa-scroll"><table class="tsa-table {classes}"><caption>{text(caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>")


STYLE = """
<style>
.tsa-table{border-collapse:collapse;width:100%;font-size:.92rem;line-height:1.45}
.tsa-table caption,.tsa-spoken{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.tsa-day,.tsa-table summary{white-space:nowrap}
[data-testid=stHtml] a{color:light-dark(#1F4E5F,#9CC9D6)}
.stMainBlockContainer{padding-top:4.5rem}
.tsa-table th,.tsa-table td{text-align:left;vertical-align:top;padding:.55rem .7rem;
 border-bottom:1px solid color-mix(in srgb,currentColor 18%,transparent)}
.tsa-table thead th{border-bottom:2px solid currentColor;font-weight:600}
.tsa-table tbody th{font-weight:500}
.tsa-compare{table-layout:fixed}.tsa-compare th:first-child{width:21%}
.tsa-value{font-weight:600}
.tsa-note{margin:.2rem 0 .1rem}
.tsa-small{font-size:.82rem}
[data-testid=stCaptionContainer]{color:light-dark(#4d575b,#b9c2c5)!important;opacity:1!important}
[data-testid=stCaptionContainer] p,[data-testid=stCaptionContainer] em{color:inherit!important;opacity:1!important}
.tsa-differs{border-left:3px solid currentColor;padding-left:.5rem}
.tsa-badge,.tsa-check{display:inline-block;border:1px solid currentColor;border-radius:3px;padding:0 .4rem;font-size:.8rem;line-height:1.45;
 white-space:nowrap}
.tsa-check{font-size:.72rem;border-style:dotted}
.tsa-green{color:light-dark(#185c31,#7fd09a)}.tsa-blue{color:light-dark(#1a5585,#8fc1ea)}
.tsa-orange{color:light-dark(#8a4b00,#eab676)}.tsa-red{color:light-dark(#9b1c1c,#f0a0a0)}
.tsa-violet{color:light-dark(#5b3a8c,#c3a8ec)}.tsa-gray{color:inherit}
:where(.tsa-scroll) details summary{cursor:pointer}
details summary{cursor:pointer}
.tsa-heatmap{font-size:.8rem}.tsa-heatmap td{padding:1px}.tsa-heatmap thead th{vertical-align:bottom;font-size:.78rem}
.tsa-heatmap tbody th{position:sticky;left:0;background:light-dark(#fff,#161a1d);z-index:1}
.tsa-heat{padding:.35rem .45rem;min-height:2.4rem;min-width:6rem;border-radius:2px}
.tsa-heat-0{background:light-dark(#f1f5f6,#1d2528)}.tsa-heat-1{background:light-dark(#d5e5ea,#22363d)}
.tsa-heat-2{background:light-dark(#aecfd9,#284c58)}.tsa-heat-3{background:light-dark(#7fb3c2,#2f6577)}
.tsa-heat-4{background:light-dark(#1F4E5F,#8fc3d3);color:light-dark(#fff,#0d1a1f)}
.tsa-heat-open{border:1px dotted currentColor}
mark{background:light-dark(#f6e3a8,#5a4a12);color:inherit;padding:0 .1em}
.tsa-scroll{overflow-x:auto}
.tsa-swatch{display:inline-block;width:.9em;height:.9em;border:1px solid #5b6b70;border-radius:2px;vertical-align:-.08em}
.tsa-narrow{display:none}
.st-key-map-land,.st-key-map-land>div,.st-key-map-land>div>div{height:min(36rem,52vw)!important}
@media (max-width:640px){
 [class*=st-key-graph-]{display:none}.tsa-narrow{display:block}
 [data-testid=stHorizontalBlock]>:is(:has(>.stMultiSelect),.st-key-rules-of,.st-key-route,.st-key-hypothetical){flex-basis:100%!important}
 .st-key-case-open>[data-testid=stHorizontalBlock],.st-key-case-open [data-testid=stHorizontalBlock]:has(>.stColumn){flex-direction:column-reverse}
 .tsa-table thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
 .tsa-table,.tsa-table tbody,.tsa-table tr,.tsa-table td,.tsa-table th{display:block;width:auto!important}
 .tsa-table tr{padding:.5rem 0;border-bottom:2px solid color-mix(in srgb,currentColor 30%,transparent)}
 .tsa-table td,.tsa-table th{border:0;padding:.2rem 0}
 .tsa-table td::before{content:attr(data-label);display:block;font-size:.75rem;opacity:.8}
}
</style>
"""
