"""The world as a grid of tiles: one readable tile a jurisdiction, near its place, coloured by a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor.records.library import Library

SCALE = ["#f1f5f6", "#d5e5ea", "#aecfd9", "#7fb3c2", "#1F4E5F"]
OPEN, NONE = "#ffffff", "#e3e3e0"
INK, EDGE = "#1c2326", "#5b6b70"
PICKED = {"condition": {"param": "place", "empty": False, "value": 2.5}, "value": 0.7}   # the edge of what was clicked
Drawing = dict[str, Any]   # a Vega-Lite specification; written out, since building it with Altair costs most of the time of a page


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


def pick() -> Drawing:
    """The selection of one place by a click."""
    return {"name": "place", "select": {"type": "point", "fields": ["id"], "on": "click"}}


def told(title: str) -> Drawing:
    """What a place tells: to a reader of the screen, and on hover."""
    return {"description": {"field": "spoken", "type": "nominal"}, "tooltip": [
        {"field": "name", "type": "nominal", "title": "Jurisdiction"}, {"field": "answer", "type": "nominal", "title": title}]}


def chart(library: Library, shown: Mapping[str, Tile], title: str, size: float = 1.0) -> Drawing:
    """The tile map, larger for a room by ``size``; clicking a tile selects it (``place``)."""
    at = places(library)
    rows = [{"id": name, "code": name.upper().replace("-", "\n"), "name": library.jurisdictions[name].name, "answer": tile.words,
             "spoken": f"{library.jurisdictions[name].name}: {tile.words}", "column": at[name][0], "row": at[name][1],
             "fill": tile.fill, "ink": "#ffffff" if tile.known and tile.shade == len(SCALE) - 1 else INK} for name, tile in shown.items()]
    columns, lines = (max(at[name][axis] for name in shown) + 1 for axis in (0, 1))
    place = {channel: {"field": field, "type": "ordinal", "axis": None, "scale": {"domain": list(range(count)), "paddingInner": 0.06}}
             for channel, field, count in (("x", "column", columns), ("y", "row", lines))}
    tiles = {"mark": {"type": "rect", "stroke": EDGE, "cornerRadius": 2, "cursor": "pointer"}, "params": [pick()],
             "encoding": {"color": {"field": "fill", "type": "nominal", "scale": None}, "strokeWidth": PICKED}}
    words = [{"transform": [{"filter": f"{'' if two else '!'}test(/-/, datum.id)"}],   # a code in two parts stands in two lines
              "mark": {"type": "text", "fontSize": 10 * size, "fontWeight": 600, "lineBreak": "\n", "baseline": "middle", "lineHeight": 11 * size,
                       "dy": -5 * size if two else 0, "cursor": "pointer"},
              "encoding": {"text": {"field": "code", "type": "nominal"}, "color": {"field": "ink", "type": "nominal", "scale": None}}}
             for two in (False, True)]
    return {"height": 34 * size * lines, "config": {"view": {"strokeWidth": 0}}, "layer": [
        {"data": {"values": rows}, "encoding": {**place, **told(title)}, "layer": [tiles, *words]}]}


def timeline(events: Sequence[tuple[date, str, str]]) -> Drawing:
    """Days of a matter on one line: each event a day, what it is, and its kind ("past", "today" or "due")."""
    colors = {"past": EDGE, "today": INK, "due": "#8a4b00"}
    rows = [{"day": day.isoformat(), "what": what, "color": colors[kind], "level": i % 4} for i, (day, what, kind) in enumerate(sorted(events))]
    return {"height": 150, "config": {"view": {"strokeWidth": 0}}, "layer": [{
        "data": {"values": rows},
        "encoding": {"x": {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%Y", "grid": False}},
                     "y": {"field": "level", "type": "quantitative", "axis": None, "scale": {"domain": [-0.6, 3.6]}},
                     "color": {"field": "color", "type": "nominal", "scale": None},
                     "tooltip": [{"field": "day", "type": "temporal", "title": "Day", "format": "%Y-%m-%d"},
                                 {"field": "what", "type": "nominal", "title": "What"}]},
        "layer": [{"mark": {"type": "point", "filled": True, "size": 70}},
                  {"mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 11, "limit": 230},
                   "encoding": {"text": {"field": "what", "type": "nominal"}}}]}]}
