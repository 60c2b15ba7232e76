"""Graphs to look at: the rules of one route with the path of a matter lit, and the cases around an element."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.options import Option
from advisor.records.library import Library
from advisor.records.models import Case

INK, PALE = "#3f8196", "#9aa3a588"   # seen on light and on dark, as are those below, on which white words can be read
_GREEN, _BLUE, _AMBER, _RED, _PURPLE = "#257548", "#2f6fae", "#96570d", "#b23a3a", "#7450a8"
_STATE = {"met": _GREEN, "contested": _BLUE, "open": _AMBER, "defeated": _RED}
_STATUS = {"available": _GREEN, "arguable": _BLUE, "needs-facts": _AMBER, "out-of-time": _PURPLE, "not-available": _RED}
_OUTCOME = {"holder": _GREEN, "opponent": _RED, "mixed": _BLUE}
ROW = 26  # pixels a line of the drawing takes
BOX = 250, 36  # of an element and of the route: words in it stand over the lines


def rule_drawing(library: Library, option: Option, facts: Mapping[str, str], all_facts: bool) -> tuple[dict[str, Any], list[str], int]:
    """An ECharts graph of a route: facts, elements, route, from left to right; what the matter's facts light is dark and thick.

    Returns the drawing, the id behind each node (a factor's, an element's name, or ``""`` for the route), and its height in pixels.
    """
    bearings = {e.name: (record.supports, record.undermines, record.defeats)
                for e in option.elements for record in [option.record.elements[e.name].at(option.law_on) or option.record.elements[e.name]]}
    links: list[tuple[str, str, str, bool]] = []
    for element, (supports, undermines, defeats) in bearings.items():
        for names, kind, strong in ((supports.strong, "supports", True), (supports.weak, "supports", False), (undermines.strong, "against", True),
                                    (undermines.weak, "against", False), (defeats, "against", True)):
            links += [(factor, element, kind, strong) for factor in names if all_facts or facts.get(factor) == "yes"]
    shown = sorted({factor for factor, *_ in links}, key=lambda f: int(f[1:]))
    height = ROW * max(len(shown), len(option.elements) * 2, 6)
    nodes, ids = [], []

    def node(key: str, label: str, column: int, place: float, color: str, look: dict[str, Any]) -> None:
        ids.append(key)
        nodes.append({"name": key or "route", "x": column * 330, "y": place * height, "itemStyle": {"color": color}, **look,
                      "label": {"show": True, "formatter": label, "fontSize": 12, **look["label"]}})

    point = {"symbolSize": 12, "label": {"position": "left"}}
    box = {"symbol": "rect", "symbolSize": BOX,
           "label": {"position": "inside", "color": "#ffffff", "width": BOX[0] - 14, "overflow": "break", "lineHeight": 14, "fontSize": 11}}

    for i, factor in enumerate(shown):
        node(factor, f"{library.factors.factors[factor].name} ({factor})", 0, (i + .5) / len(shown), INK if facts.get(factor) == "yes" else PALE, point)
    for i, e in enumerate(option.elements):
        node(e.name, f"{e.title}: {e.state}", 1, (i + .5) / len(option.elements), _STATE[e.state], box)
    node("", f"{option.name}: {option.status.replace('-', ' ')}", 2, .5, _STATUS[option.status], box)
    lines = [_line(factor, element, facts.get(factor) == "yes", strong, kind == "against") for factor, element, kind, strong in links]
    lines += [_line(e.name, "route", e.state in ("met", "contested", "defeated"), True, e.state == "defeated") for e in option.elements]
    return _graph(nodes, lines, layout="none", margin="20%"), ids, height


def case_drawing(library: Library, cases: list[Case]) -> tuple[dict[str, Any], list[str]]:
    """An ECharts graph of cases: coloured by outcome, joined when they are related (thick) or share two facts or more (thin)."""
    ids = [case.id for case in cases]
    nodes = [{"name": case.id, "symbolSize": 10 + 2 * min(8, len(case.factors)), "itemStyle": {"color": _OUTCOME.get(case.outcome, PALE)},
              "label": {"show": True, "position": "right", "formatter": f"{case.short} ({case.date[:4]})", "fontSize": 11}}
             for case in cases]
    lines = []
    for i, one in enumerate(cases):
        for other in cases[i + 1:]:
            related = any(r.case == other.id for r in one.related) or any(r.case == one.id for r in other.related)
            if related or len(set(one.factors) & set(other.factors)) > 1:
                lines.append(_line(one.id, other.id, related, True, False))
    return _graph(nodes, lines, layout="circular", margin="24%"), ids


def _line(start: str, end: str, lit: bool, strong: bool, against: bool) -> dict[str, Any]:
    return {"source": start, "target": end, "lineStyle": {"color": (_RED if against else INK) if lit else PALE, "width": 2.5 if lit else 1,
                                                          "type": "solid" if strong else "dashed", "curveness": 0.08}}


def _graph(nodes: list[dict[str, Any]], lines: list[dict[str, Any]], layout: str, margin: str) -> dict[str, Any]:
    return {"animation": False, "series": [{
        "type": "graph", "layout": layout, "data": nodes, "links": lines, "selectedMode": "single", "roam": True, "left": margin, "right": margin,
        "top": margin if layout == "circular" else 20, "bottom": margin if layout == "circular" else 30, "circular": {"rotateLabel": True},
        "select": {"itemStyle": {"borderColor": "#888", "borderWidth": 2}}, "emphasis": {"focus": "adjacency"}}]}
