"""The advice on a matter as a memo."""

from __future__ import annotations

from advisor.assessment import assess
from advisor.exports.blocks import Block, Bullets, Document, Heading, Paragraph, Table
from advisor.options import Advice, Option
from advisor.plan import Plan, plan
from advisor.records.library import Library
from advisor.words import STATE, STATUS


def as_memo(advice: Advice, library: Library) -> Document:
    """A memo that opens with the options in one table and goes on to each option with its authorities."""
    matter = advice.matter
    blocks: list[Block] = [Paragraph(f"As at {matter.on.isoformat()}. Computed from the records of the Trade Secret Atlas and the facts "
                                     "given; it informs and is not legal advice.", small=True)]
    if matter.summary:
        blocks += [Heading("The matter", 1), Paragraph(matter.summary)]
    blocks.append(Heading("Facts taken as given", 1))
    factors = library.factors.factors
    answers = {**matter.facts, **dict.fromkeys(sorted(library.factors.present(matter.facts) - matter.present()), "yes, as it follows from these")}
    blocks.append(Table(("Fact", "Answer"), tuple((f"{name} {factors[name].name}", fact) for name, fact in answers.items())) if answers
                  else Paragraph("None yet."))
    blocks.append(Heading("Options at a glance", 1))
    blocks.append(Table(("Jurisdiction", "Route", "Status", "Why", "Next date"), tuple(
        (o.jurisdiction_name, o.name, STATUS[o.status].label, o.why, _next_date(o)) for o in advice.options)))
    blocks += _plan(plan(library, advice), library)
    for option in advice.options:
        blocks += _option(option, library)
    if advice.excluded:
        blocks += [Heading("Listed apart", 1), Bullets(tuple(f"{e.jurisdiction_name}: {e.why}" for e in advice.excluded))]
    return Document(f"Enforcement options: {matter.name}", tuple(blocks))


def _plan(steps: Plan, library: Library) -> list[Block]:
    if not steps.steps:
        return []
    kinds = library.terms.route_kinds
    blocks: list[Block] = [Heading("Plan across borders", 1), Table(("Step", "Where", "Route", "Status", "Before"), tuple(
        (f"{i}. {kinds[s.option.kind].label}", s.option.jurisdiction_name, s.option.name, STATUS[s.option.status].label,
         s.before.isoformat() if s.before else "no date can be computed") for i, s in enumerate(steps.steps, 1)))]
    for title, notes in (("Evidence that can serve elsewhere", steps.evidence), ("Where parallel steps endanger each other", steps.dangers)):
        if notes:
            blocks += [Heading(title, 2), Bullets(tuple(
                f"{n.jurisdiction_name}, {n.question}: {n.answer.words}. {n.answer.note} "
                f"[{'; '.join(n.answer.authority)}; {n.answer.how}]" for n in notes))]
    return blocks


def _next_date(option: Option) -> str:
    due = next((d for d in option.deadlines if d.date and not d.passed), None)
    return f"{due.date.isoformat()}: {due.what}" if due and due.date else ""


def _option(option: Option, library: Library) -> list[Block]:
    factors = library.factors.factors
    blocks: list[Block] = [Heading(f"{option.jurisdiction_name}: {option.name}", 1),
                           Paragraph(f"{STATUS[option.status].label}. {option.why}"), Paragraph(option.record.summary)]
    blocks.append(Heading("What must be proved", 2))
    blocks.append(Table(("Element", "State", "Facts", "Burden", "Authority"), tuple(
        (e.title, STATE[e.state].label, "; ".join(map(str, e.because)) or "none known", e.burden, "; ".join(e.authority)) for e in option.elements)))
    for item in assess(library, option):
        blocks += [Heading(item.issue, 2), Paragraph(f"Rule. {item.rule} [{'; '.join(item.authority)}]"),
                   Paragraph(f"Application. {item.application}"), Paragraph(f"Conclusion. {item.conclusion}")]
    for argument in option.arguments:
        blocks += [Heading(f"Argument: {argument.title}", 2), *(Paragraph(ply.text) for ply in argument.plies)]
    raised = [d for d in option.defences if d.raised]
    if raised:
        blocks += [Heading("Defences raised by the facts", 2),
                   Bullets(tuple(f"{d.title}{' (answered)' if d.answered else ''}. {'; '.join(d.authority)}" for d in raised))]
    if option.missing:
        blocks += [Heading("Still missing, what settles most first", 2),
                   Bullets(tuple(f"{factors[m.factor].ask} ({m.factor}; if yes: {m.if_yes}, if no: {m.if_no}). "
                                 f"Usually proved by {', '.join(factors[m.factor].evidence)}." for m in option.missing[:6]))]
    if option.flips:
        blocks += [Heading("What carries this result", 2), Bullets(tuple(
            f"{factors[f.factor].name} ({f.factor}): were it {f.otherwise} instead of {f.now}, the route would be {STATUS[f.status].label.lower()}. "
            f"Usually proved by {', '.join(factors[f.factor].evidence)}." for f in option.flips))]
    blocks += [Heading("Remedies", 2), Bullets(tuple(f"{r.label}: {r.note} {'; '.join(r.authority)}" for r in option.remedies))]
    if option.deadlines:
        blocks += [Heading("Dates", 2), Table(("What", "Date", "How counted", "Authority"), tuple(
            (d.what, d.date.isoformat() if d.date else "cannot be computed", d.why, "; ".join(d.authority)) for d in option.deadlines))]
    blocks += [Heading("Secrecy in the proceedings", 2), Paragraph(option.record.secrecy.note)]
    if option.analogies:
        blocks += [Heading("Cases most like it", 2), Bullets(tuple(
            f"{a.name} ({library.terms.outcomes[a.outcome].label}); shared: {', '.join(a.shared)}" for a in option.analogies))]
    return blocks
