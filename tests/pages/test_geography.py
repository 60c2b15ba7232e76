"""The geographic map: every jurisdiction can be reached on it, and its shapes stay whole when borders are made coarser."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from advisor.pages.geography import coarser, geographic, points, shaped
from advisor.pages.tiles import Tile
from advisor.records.library import Library

steps = st.lists(st.tuples(st.integers(-60, 60), st.integers(-60, 60)).map(list), min_size=2, max_size=60)


@given(steps)
def test_a_coarser_border_starts_and_ends_where_it_did(arc: list[list[int]]) -> None:
    kept = coarser(arc, .0036, .0017)
    assert kept[0] == arc[0]
    assert [sum(step[axis] for step in kept) for axis in (0, 1)] == [sum(step[axis] for step in arc) for axis in (0, 1)]
    assert len(kept) <= len(arc)


def test_every_jurisdiction_has_a_shape_or_a_point_of_its_own(library: Library) -> None:
    assert set(library.jurisdictions) <= shaped() | set(library.map.points)
    assert {"de", "us", "us-ca", "us-ma"} <= shaped()
    assert len(set(points(library).values())) == len(points(library))


def test_a_law_from_nowhere_stands_in_the_south(mini: Library) -> None:
    assert "xx" in mini.jurisdictions
    assert points(mini)["xx"][1] < -50


def test_the_map_carries_its_shapes_and_asks_nobody_for_them(library: Library) -> None:
    drawn = json.dumps(geographic(library, {name: Tile("yes", 4) for name in library.jurisdictions}, "Answer", "Europe"))
    assert '"url"' not in drawn
    assert "Liechtenstein" in drawn
