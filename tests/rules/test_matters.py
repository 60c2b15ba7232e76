"""Rule tests that a lawyer can read: a matter, and what each law makes of it. The files stand in ``matters/``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.matter import Matter
from advisor.options import advise
from advisor.records.library import Library
from advisor.records.source import read_source

FILES = sorted((Path(__file__).parent / "matters").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_law_makes_of_the_matter_what_a_lawyer_expects(path: Path, library: Library) -> None:
    data: dict[str, Any] = read_source(path).data
    options = {f"{o.jurisdiction}:{o.route}": o for o in advise(library, Matter.model_validate(data["matter"])).options}
    assert data["expect"]
    for wanted in data["expect"]:
        option = options[wanted["route"]]
        states = {e.name: e.state for e in option.elements}
        due = {d.name: d.date for d in option.deadlines}
        assert option.status == wanted.get("status", option.status), (option.why, states)
        assert {name: states[name] for name in wanted.get("elements", {})} == wanted.get("elements", {})
        assert {name: due[name] for name in wanted.get("due", {})} == {n: date.fromisoformat(d) for n, d in wanted.get("due", {}).items()}
