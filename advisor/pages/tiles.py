"""The world as a grid of tiles: one readable tile a jurisdiction, near its place, coloured by a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt

from advisor.records.library import Library

SCALE = ["#f1f5f6", "#d5e5ea", "#aecfd9", "#7fb3c2", "#1F4E5F"]
OPEN, NONE = "#ffffff", "#e3e3e0"


@dataclass(frozen=True)
class Tile:
    """What a tile shows: words (also on hover), a shade 0 to 4, or none for what has no order or is not known."""

    words: str
    shade: int | None
    known: bool = True

    @property
    def fill(self) -> str:
        """Its colour: by shade; white for what is not known, pale grey for what has no order."""
        return OPEN if not self.known else NONE if self.shade is None else SCALE[self.shade]


def places(library: Library) -> dict[str, tuple[int, int]]:
    """Column and row of every jurisdiction; those without a tile of their own stand in a last row."""
    tiles = library.map.tiles
    last = max((row for _, row in tiles.values()), default=0) + 1
    rest = (name for name in library.jurisdictions if name not in tiles)
    return {**{name: tiles[name] for name in library.jurisdictions if name in tiles}, **{name: (i, last) for i, name in enumerate(rest)}}


def chart(library: Library, shown: Mapping[str, Tile], title: str, size: float = 1.0) -> alt.LayerChart:
    """The tile map, larger for a room by ``size``; clicking a tile selects it (``place``)."""
    at = places(library)
    rows = [{"id": name, "code": name.upper().replace("-", "\n"), "name": library.jurisdictions[name].name, "answer": tile.words,
             "spoken": f"{library.jurisdictions[name].name}: {tile.words}", "column": at[name][0], "row": at[name][1],
             "fill": tile.fill, "ink": "#ffffff" if tile.known and tile.shade == len(SCALE) - 1 else "#1c2326"} for name, tile in shown.items()]
    columns, lines = (max(at[name][axis] for name in shown) + 1 for axis in (0, 1))
    pick = alt.selection_point(name="place", fields=["id"], on="click")
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("column:O", axis=None, scale=alt.Scale(domain=list(range(columns)), paddingInner=0.06)),
        y=alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(lines)), paddingInner=0.06)),
        description="spoken:N", tooltip=[alt.Tooltip("name:N", title="Jurisdiction"), alt.Tooltip("answer:N", title=title)])
    tiles = base.mark_rect(stroke="#5b6b70", strokeWidth=0.7, cornerRadius=2, cursor="pointer").encode(
        color=alt.Color("fill:N", scale=None), strokeWidth=alt.condition(pick, alt.value(2.5), alt.value(0.7), empty=False)).add_params(pick)
    words = [base.transform_filter(f"{'' if two else '!'}test(/-/, datum.id)").mark_text(
        fontSize=10 * size, fontWeight=600, lineBreak="\n", baseline="middle", lineHeight=11 * size, dy=-5 * size if two else 0, cursor="pointer").encode(
        text="code:N", color=alt.Color("ink:N", scale=None)) for two in (False, True)]   # a code in two parts stands in two lines
    whole: alt.LayerChart = alt.layer(tiles, *words).properties(height=34 * size * lines).configure_view(strokeWidth=0)
    return whole


def timeline(events: Sequence[tuple[date, str, str]]) -> alt.LayerChart:
    """Days of a matter on one line: each event a day, what it is, and its kind ("past", "today" or "due")."""
    colors = {"past": "#5b6b70", "today": "#1c2326", "due": "#8a4b00"}
    rows = [{"day": day.isoformat(), "what": what, "color": colors[kind], "level": i % 4} for i, (day, what, kind) in enumerate(sorted(events))]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("day:T", title=None, axis=alt.Axis(format="%Y", grid=False)), y=alt.Y("level:Q", axis=None, scale=alt.Scale(domain=[-0.6, 3.6])),
        color=alt.Color("color:N", scale=None), tooltip=[alt.Tooltip("day:T", title="Day", format="%Y-%m-%d"), alt.Tooltip("what:N", title="What")])
    line: alt.LayerChart = alt.layer(base.mark_point(filled=True, size=70), base.mark_text(align="left", dx=7, fontSize=11, limit=230).encode(
        text="what:N")).properties(height=150).configure_view(strokeWidth=0)
    return line
