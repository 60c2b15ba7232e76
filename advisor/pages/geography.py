"""The world as a geographic map, coloured as the tiles are: shapes of countries and American States, and points for laws that have none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import mapcraft

from advisor.pages.tiles import INK, PICKED, Drawing, Tile, pick, told
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


def geographic(library: Library, shown: Mapping[str, Tile], title: str, region: str) -> Drawing:
    """The geographic map of one region; clicking a shape or a point selects it (``place``)."""
    rows = {name: {"id": name, "code": name.upper(), "name": library.jurisdictions[name].name, "answer": tile.words, "fill": tile.fill,
                   "spoken": f"{library.jurisdictions[name].name}: {tile.words}"} for name, tile in shown.items()}
    placed = [{**rows[name], "longitude": x, "latitude": y} for name, (x, y) in points(library).items() if name in rows]
    west, south, east, north = library.map.regions[region]
    frame = {"type": "MultiPoint", "coordinates": [(x, y) for x in (west, (west + east) / 2, east) for y in (south, (south + north) / 2, north)]}
    look = {"color": {"field": "fill", "type": "nominal", "scale": None}, "strokeWidth": PICKED, **told(title)}
    answers = {"lookup": "id", "from": {"data": {"values": list(rows.values())}, "key": "id", "fields": ["name", "answer", "fill", "spoken"]}}

    def shapes(pack: str, layer: str, prefix: str) -> Drawing:
        return {"name": layer, "values": _shapes(pack, layer, prefix)[0], "format": {"type": "topojson", "feature": layer}}

    said = {"name": "datum.name || datum.properties.name", "answer": f"datum.answer || '{NO_RECORD}'", "fill": f"datum.fill || '{UNKNOWN_LAND}'",
            "spoken": f"datum.spoken || datum.properties.name + ': {NO_RECORD}'"}
    shape = {"type": "geoshape", "stroke": BORDER, "clip": True}
    words = {"type": "text", "fontSize": 10, "fontWeight": 600, "dy": -13, "clip": True}
    code = {"text": {"field": "code", "type": "nominal"}}
    return {"height": "container", "config": {"view": {"strokeWidth": 0}}, "projection": {
        "type": "equalEarth", "rotate": [-(west + east) / 2, 0, 0], "fit": {"type": "Feature", "properties": {}, "geometry": frame}}, "layer": [
        {"data": shapes(*COUNTRIES), "transform": [answers, *({"calculate": value, "as": name} for name, value in said.items())],
         "mark": shape, "params": [pick()], "encoding": look},
        {"data": shapes(*STATES), "transform": [answers, {"filter": "isValid(datum.fill)"}], "mark": {**shape, "cursor": "pointer"}, "encoding": look},
        {"data": {"values": placed}, "encoding": {"longitude": {"field": "longitude", "type": "quantitative"},
                                                  "latitude": {"field": "latitude", "type": "quantitative"}},
         "layer": [{"mark": {"type": "circle", "size": 130, "opacity": 1, "stroke": BORDER, "clip": True, "cursor": "pointer"}, "encoding": look},
                   {"mark": {**words, "stroke": "#ffffff", "strokeWidth": 3, "strokeOpacity": 0.8}, "encoding": code},   # a pale rim around the words
                   {"mark": {**words, "color": INK}, "encoding": code}]}]}
