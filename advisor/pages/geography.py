"""The world as a geographic map, coloured as the tiles are: shapes of countries and American States, and points for laws that have none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt
import mapcraft

from advisor.pages.tiles import Tile
from advisor.records.library import Library

COUNTRIES, STATES = ("world-countries-2024", "countries", ""), ("us-states-2024", "states", "us-")   # a set, its layer, what its codes begin with
NO_RECORD = "no record of its own"
UNKNOWN_LAND = "#9aa3a533"   # no record: a veil of grey on either theme
BORDER = "#8fa3aa"           # seen on the darkest shade and on the lightest
DETAIL = 0.15                # degrees; a border needs no finer points at the sizes shown


@cache
def _shapes(pack: str, layer: str, prefix: str) -> tuple[str, frozenset[str]]:
    """One set of shapes as TopoJSON text, its shapes called as jurisdictions are, and those names."""
    found = mapcraft.load(pack)
    codes = {name: prefix + code.lower() for name, region in found.regions.items() for code in region.aliases if len(code) == 2 and code.isalpha()}
    shapes = [{**shape, "id": codes.get(str(shape.get("id")), "")} for shape in found.topology["objects"][layer]["geometries"]]
    topology = {**found.topology, "objects": {layer: {"type": "GeometryCollection", "geometries": shapes}},
                "arcs": [coarser(arc, *found.topology["transform"]["scale"]) for arc in found.topology["arcs"]]}
    return json.dumps(topology, separators=(",", ":")), frozenset(codes.values())


def coarser(arc: list[list[int]], width: float, height: float) -> list[list[int]]:
    """A border (its start, then steps of so many degrees) with steps joined until each is worth seeing; one left with too few points stays as it was."""
    kept, x, y = arc[:1], 0, 0
    for i, step in enumerate(arc[1:], 2):
        x, y = x + step[0], y + step[1]
        if i == len(arc) or max(abs(x) * width, abs(y) * height) >= DETAIL:
            kept.append([x, y])
            x = y = 0
    return kept if len(kept) > 4 else arc


def shaped() -> frozenset[str]:
    """The names of all shapes; most are no jurisdiction of the library."""
    return _shapes(*COUNTRIES)[1] | _shapes(*STATES)[1]


def points(library: Library) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of every jurisdiction shown as a point; one with neither a point nor a shape stands in a row in the south."""
    rest = (name for name in library.jurisdictions if name not in shaped() and name not in library.map.points)
    return {**{name: at for name, at in library.map.points.items() if name in library.jurisdictions},
            **{name: (-150.0 + 12 * i, -52.0) for i, name in enumerate(rest)}}


def geographic(library: Library, shown: Mapping[str, Tile], title: str, region: str) -> alt.LayerChart:
    """The geographic map of one region; clicking a shape or a point selects it (``place``)."""
    rows = {name: {"id": name, "code": name.upper(), "name": library.jurisdictions[name].name, "answer": tile.words, "fill": tile.fill,
                   "spoken": f"{library.jurisdictions[name].name}: {tile.words}"} for name, tile in shown.items()}
    placed = [{**rows[name], "longitude": x, "latitude": y} for name, (x, y) in points(library).items() if name in rows]
    west, south, east, north = library.map.regions[region]
    frame = {"type": "MultiPoint", "coordinates": [(x, y) for x in (west, (west + east) / 2, east) for y in (south, (south + north) / 2, north)]}
    pick = alt.selection_point(name="place", fields=["id"], on="click")
    look: dict[str, Any] = {"color": alt.Color("fill:N", scale=None), "strokeWidth": alt.condition(pick, alt.value(2.5), alt.value(0.7), empty=False),
            "description": alt.Description("spoken:N"), "tooltip": [alt.Tooltip("name:N", title="Jurisdiction"), alt.Tooltip("answer:N", title=title)]}
    answers = alt.LookupData(alt.InlineData(values=list(rows.values())), key="id", fields=["name", "answer", "fill", "spoken"])

    def shapes(pack: str, layer: str, prefix: str) -> alt.Chart:
        text = alt.InlineData(name=layer, values=_shapes(pack, layer, prefix)[0], format=alt.TopoDataFormat(type="topojson", feature=layer))
        return alt.Chart(text).transform_lookup(lookup="id", from_=answers)

    land = shapes(*COUNTRIES).transform_calculate(
        name="datum.name || datum.properties.name", answer=f"datum.answer || '{NO_RECORD}'", fill=f"datum.fill || '{UNKNOWN_LAND}'",
        spoken=f"datum.spoken || datum.properties.name + ': {NO_RECORD}'")
    states = shapes(*STATES).transform_filter("isValid(datum.fill)")
    marked = alt.Chart(alt.InlineData(values=placed)).encode(longitude="longitude:Q", latitude="latitude:Q")
    words: dict[str, Any] = {"fontSize": 10, "fontWeight": 600, "dy": -13, "clip": True}
    drawn: alt.LayerChart = alt.layer(
        land.mark_geoshape(stroke=BORDER, clip=True).encode(**look).add_params(pick),
        states.mark_geoshape(stroke=BORDER, clip=True, cursor="pointer").encode(**look),
        marked.mark_circle(size=130, opacity=1, stroke=BORDER, clip=True, cursor="pointer").encode(**look),
        marked.mark_text(**words, stroke="#ffffff", strokeWidth=3, strokeOpacity=0.8).encode(text="code:N"),   # a pale rim around the words
        marked.mark_text(**words, color="#1c2326").encode(text="code:N"),
    ).project(type="equalEarth", rotate=[-(west + east) / 2, 0, 0], fit={"type": "Feature", "properties": {}, "geometry": frame}).properties(
        height="container").configure_view(strokeWidth=0)
    return drawn
