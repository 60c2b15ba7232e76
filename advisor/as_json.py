"""Results as plain data for ``--json``: the keys are a contract with other programs (see the README)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # only the shapes are needed, and some of these are slow to import
    from advisor.analogy.argument import Argument
    from advisor.analogy.factors import Analogy
    from advisor.analogy.outcome import Signal
    from advisor.comparison import Cell, Comparison
    from advisor.options import Advice, Option
    from advisor.plan import Note, Plan
    from advisor.readiness import Finding
    from advisor.search.engine import Results


def comparison(result: Comparison) -> dict[str, Any]:
    """Rows of typed answers by question."""
    return {"jurisdictions": list(result.jurisdictions), "on": result.on.isoformat(),
            "rows": [{"question": row.question, "group": row.group, "answers": {j: _cell(c) for j, c in row.answers.items()},
                      "differs": row.differs} for row in result.rows]}


def _cell(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    return {"value": cell.value, "words": cell.words, "note": cell.note, "authority": list(cell.authority),
            "checked": {"how": cell.how, "on": cell.on.isoformat()}, "since": cell.since.isoformat() if cell.since else None,
            "inherited_from": cell.inherited_from}


def search(result: Results) -> dict[str, Any]:
    """Hits with the mode that was really used."""
    return {"hits": [{"id": h.id, "kind": h.kind, "name": h.name, "citation": h.citation, "jurisdiction": h.jurisdiction,
                      "score": h.score, "snippet": h.snippet} for h in result.hits], "mode": result.mode}


def analogy(item: Analogy) -> dict[str, Any]:
    """One analogous case: ``for`` lists what makes the problem stronger for the case's winner, ``against`` weaker."""
    return {"id": item.id, "name": item.name, "outcome": item.outcome, "shared": list(item.shared),
            "distinctions": {"for": list(item.stronger), "against": list(item.weaker)}, "score": item.score}


def signal(item: Signal) -> dict[str, Any]:
    """The outcome signal with its issues."""
    return {"favours": item.favours, "issues": [{"issue": i.issue, "favours": i.favours, "because": list(i.because)} for i in item.issues]}


def advice(result: Advice, steps: Plan) -> dict[str, Any]:
    """Options, what was left out, and the plan across borders."""
    return {"options": [_option(option) for option in result.options],
            "excluded": [{"jurisdiction": e.jurisdiction, "route": e.route, "why": e.why} for e in result.excluded],
            "plan": {"steps": [{"jurisdiction": s.option.jurisdiction, "route": s.option.route, "kind": s.option.kind, "status": s.option.status,
                                "before": s.before.isoformat() if s.before else None, "missing": list(s.missing)} for s in steps.steps],
                     "evidence": [_note(n) for n in steps.evidence], "dangers": [_note(n) for n in steps.dangers]}}


def _note(note: Note) -> dict[str, Any]:
    return {"jurisdiction": note.jurisdiction, "question": note.question, **(_cell(note.answer) or {})}


def _option(option: Option) -> dict[str, Any]:
    return {
        "jurisdiction": option.jurisdiction, "route": option.route, "name": option.name, "kind": option.kind, "status": option.status,
        "law_as_at": option.law_on.isoformat(),
        "elements": [{"element": e.name, "title": e.title, "state": e.state, "because": [str(r) for r in e.because],
                      "burden": e.burden, "authority": list(e.authority)} for e in option.elements],
        "defences": [{"title": d.title, "raised": d.raised, "answered": d.answered, "authority": list(d.authority)} for d in option.defences],
        "remedies": [{"remedy": r.name, "state": r.state, "note": r.note, "needs": list(r.needs), "authority": list(r.authority)}
                     for r in option.remedies],
        "deadlines": [{"what": d.what, "date": d.date.isoformat() if d.date else None, "passed": d.passed, "why": d.why,
                       "authority": list(d.authority)} for d in option.deadlines],
        "missing": [{"factor": m.factor, "if_yes": m.if_yes, "if_no": m.if_no, "elements": list(m.elements)} for m in option.missing],
        "flips": [{"factor": f.factor, "now": f.now, "otherwise": f.otherwise, "status": f.status} for f in option.flips],
        "arguments": [_argument(a) for a in option.arguments],
        "chains": [[str(link) for link in links] for links in option.chains],
        "criteria": [{"aim": c.aim, "value": c.value, "weight": c.weight, "why": c.why} for c in option.criteria],
        "analogies": [analogy(a) for a in option.analogies],
        "connects": option.connects, "links": list(option.links), "score": option.score, "why": option.why,
    }


def _argument(item: Argument) -> dict[str, Any]:
    found = item.precedents
    return {"element": item.element,
            "precedents": {"result": found.result, "side": found.side, "cases": list(found.cases), "against": list(found.against)},
            "plies": [{"side": p.side, "text": p.text, "case": p.case or None, "factors": list(p.factors)} for p in item.plies]}


def finding(item: Finding) -> dict[str, Any]:
    """One measure under one law."""
    return {"jurisdiction": item.jurisdiction, "measure": item.measure, "level": item.level, "in_place": item.in_place,
            "gap": item.gap, "note": item.note, "authority": list(item.authority), "checked": item.how}
