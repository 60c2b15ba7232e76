"""A hypothetical on paper: the facilitator's sheet with outcomes and reasons, the participants' handout without them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from advisor.exports.blocks import Bullets, Document, Heading, Paragraph, Table
from advisor.records.library import Library
from advisor.words import STATE, STATUS
from advisor.workshop import Hypothetical, Outcome, outcomes

Blocks = list[Heading | Paragraph | Bullets | Table]
_LEVEL = {1: "introductory", 2: "intermediate", 3: "advanced"}


def handout(hypothetical: Hypothetical, library: Library) -> Document:
    """What the participants get: the story, the facts, room for their answer, the questions."""
    blocks = _story(hypothetical, library)
    blocks += [Heading("Your view, law by law", 1), Table(("Law", "Claim?", "Which element decides?", "What would you look for first?"), tuple(
        (library.jurisdictions[j].name, "", "", "") for j in hypothetical.compare)),
        Heading("Now turn one fact", 1), Bullets(tuple(f"And if: {_ask(library, f)}" for f in hypothetical.switches)),
        Heading("To discuss", 1), Bullets(hypothetical.discuss)]
    return Document(hypothetical.name, tuple(blocks))


def facilitator(hypothetical: Hypothetical, library: Library, facts: Mapping[str, str], on: date) -> Document:
    """What the trainer gets: the handout's matter with outcomes in every law, what each switch changes, and the law behind it with authority."""
    base = outcomes(library, facts, hypothetical.route, on)
    blocks = _story(hypothetical, library)
    blocks += [Paragraph(f"Teaches: {hypothetical.teaches} Level: {_LEVEL[hypothetical.level]}. Law as at {on.isoformat()}. "
                         "This informs and is not legal advice.", small=True), Heading("Outcomes", 1),
               Table(("Law", "Route", "Status", "What decides"), tuple(_row(library, o) for o in base.values())),
               Heading("What one fact changes", 1)]
    for name in hypothetical.switches:
        turned = outcomes(library, {**facts, name: "no" if facts.get(name) == "yes" else "yes"}, hypothetical.route, on)
        moved = [f"{library.jurisdictions[j].name}: {_word(base[j])} becomes {_word(turned[j])}" for j in base if base[j].status != turned[j].status]
        blocks.append(Paragraph(f"{name}, {library.factors.factors[name].name}, {'no' if facts.get(name) == 'yes' else 'yes'}: "
                                + ("; ".join(moved) or "no law comes out differently") + "."))
    blocks.append(Heading("The law behind it", 1))
    for question in hypothetical.see:
        blocks.append(Heading(library.questions.questions[question].ask, 2))
        for j in hypothetical.compare:
            found = library.answer(j, question, on)
            if found:
                owner = found.inherited_from or j
                cited = "; ".join(library.cite(owner, a) for a in found.answer.authority)
                blocks.append(Paragraph(f"{library.jurisdictions[j].name}: {found.answer.note}"))
                blocks.append(Paragraph(f"{cited or 'no authority'} · {found.answer.checked.how}", small=True))
    blocks += [Heading("To discuss", 1), Bullets(hypothetical.discuss)]
    return Document(f"{hypothetical.name}: facilitator's sheet", tuple(blocks))


def _story(hypothetical: Hypothetical, library: Library) -> Blocks:
    return [Paragraph(hypothetical.story), Heading("The facts in short", 1),
            Bullets(tuple(f"{_ask(library, name)} {answer.capitalize()}." for name, answer in hypothetical.facts.items()))]


def _ask(library: Library, name: str) -> str:
    return f"{library.factors.factors[name].ask} ({name})"


def _word(outcome: Outcome) -> str:
    return STATUS[outcome.status].label if outcome.status else "no such route"


def _row(library: Library, outcome: Outcome) -> tuple[str, str, str, str]:
    decisive = "; ".join(f"{e.title}: {STATE[e.state].label.lower()}" for e in outcome.result.elements if e.node in outcome.result.decisive) \
        if outcome.result else ""
    return library.jurisdictions[outcome.jurisdiction].name, outcome.name, _word(outcome), decisive
