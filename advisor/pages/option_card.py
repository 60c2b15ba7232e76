"""One option as a card: the summary first, everything behind it one click away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from advisor.assessment import assess
from advisor.options import Option
from advisor.pages import links, markup
from advisor.records.library import Library
from advisor.rules.evaluate import ElementResult
from advisor.words import OUTCOME, SECRECY, STATE, STATUS


def card(library: Library, option: Option) -> None:
    """Show one option in a bordered container."""
    with st.container(border=True):
        st.html(_summary(library, option))
        with st.expander("What must be proved, arguments, remedies, dates and cases", key=f"card-{option.jurisdiction}-{option.route}",
                         on_change="rerun") as opened:
            if opened.open:   # the reasoning is worked out when it is asked for
                for part in (_elements, _reasoning, _remedies_and_dates, _cases):
                    st.html(part(library, option))


def listed(pairs: list[tuple[str, str]]) -> str:
    """A list of statements (HTML), each with its authority in small type."""
    return "<ul>" + "".join(f"<li>{body}<div class='tsa-small'>{source}</div></li>" for body, source in pairs) + "</ul>"


def _names(library: Library, codes: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"{library.factors.factors[code].name} ({code})" for code in codes)


def _summary(library: Library, option: Option) -> str:
    factors = library.factors.factors
    due = next((d for d in option.deadlines if d.date and not d.passed), None)
    get = ", ".join(r.label for r in option.remedies if r.state != "missing")
    more = ", ".join(r.label for r in option.remedies if r.state == "missing")
    lacking = "; ".join(factors[m.factor].name for m in option.missing[:3] if m.if_yes != option.status or m.if_no != option.status)
    aims = "; ".join(f"{library.terms.aims[c.aim].label} {c.value:.0%} ({c.why})" for c in option.criteria)
    lines = [("What you get", get + (f" (on further facts: {more})" if more else "")),
             ("What is missing", lacking or "nothing that would change the status"),
             ("By when", f"{due.date} ({due.what})" if due else "no date can be computed yet"),
             ("Secrecy in the proceedings", SECRECY[option.record.secrecy.protected])] + ([("How it serves your aims", aims)] if aims else [])
    return (f"<h3>{markup.text(option.jurisdiction_name)}: {markup.text(option.name)} {markup.badge(STATUS[option.status])}</h3>"
            f"<p>{markup.text(option.why)}</p><div class='tsa-small'>"
            + "".join(f"<p><strong>{title}</strong> {markup.text(words)}</p>" for title, words in lines) + "</div>")


def elements_table(library: Library, option: Option, elements: Sequence[ElementResult]) -> str:
    """Elements of an option with state, facts, burden and authority, as HTML."""
    rows = []
    for e in elements:
        record = option.record.elements[e.name]
        version = record.at(option.law_on) or record
        facts = "".join(f"<div>{markup.text(reason)} <span class='tsa-small'>{markup.text('; '.join(reason.authority))}</span></div>"
                        for reason in e.because) or "no known fact"
        unknown = f'<div class="tsa-small">unknown: {markup.text(_names(library, e.missing))}</div>' if e.missing else ""
        urls = [library.url(option.jurisdiction, a) for a in version.authority]
        cites = [library.cite(option.jurisdiction, a) for a in version.authority]
        rows.append([markup.text(e.title), markup.badge(STATE[e.state]), facts + unknown, markup.text(e.burden),
                     markup.details(f"Authority {markup.check(version.checked.how, version.checked.on, version.checked.note or '')}",
                                    f"{markup.authorities(cites, urls)}<div>{markup.text(version.note or '')}</div>")])
    return markup.table(["Element", "State", "Facts", "Burden", "Authority"], rows, f"Elements of {option.name}")


def _elements(library: Library, option: Option) -> str:
    return (f"<p>{markup.text(option.record.summary)}</p><p class='tsa-small'>Linked by {markup.text(', '.join(option.links).replace('_', ' '))}. "
            f"Substantive law as at {option.law_on.isoformat()}.</p>" + elements_table(library, option, option.elements))


def _reasoning(library: Library, option: Option) -> str:
    parts = []
    unsettled = assess(library, option)
    if unsettled:
        parts.append("<h4>Where it stands</h4>" + "".join(
            f"<p><strong>{markup.text(item.issue)}</strong> {markup.text(item.rule)} "
            f"<span class='tsa-small'>{markup.text('; '.join(item.authority))}</span><br>"
            f"{markup.text(item.application)}<br><em>{markup.text(item.conclusion)}</em></p>" for item in unsettled))
    for argument in option.arguments:
        parts.append(f"<h4>The argument on: {markup.text(argument.title)}</h4><ol>"
                     + "".join(f"<li>{markup.text(ply.text)}</li>" for ply in argument.plies) + "</ol>")
    if option.flips:
        parts.append("<h4>What carries this result</h4>" + listed([
            (f"{markup.text(_names(library, (f.factor,)))}: were it {f.otherwise} instead of {f.now}, the route would be "
             f"{markup.badge(STATUS[f.status])}", "usually proved by " + markup.text(", ".join(library.factors.factors[f.factor].evidence)))
            for f in option.flips]))
    if option.chains:
        body = "".join("<p>" + " &rarr; ".join(markup.text(link) for link in links) + "</p>" for links in option.chains)
        parts.append(markup.details("Why, as a chain from fact to route", body))
    return "".join(parts)


def _remedies_and_dates(library: Library, option: Option) -> str:
    parts = []
    for title, chosen in (("Defences that the facts raise", True), ("Defences not raised yet", False)):
        found = [d for d in option.defences if d.raised is chosen]
        if found:
            parts.append(f"<h4>{title}</h4>" + listed([(markup.text(f"{d.title}{' (answered)' if d.answered else ''}"),
                                                        markup.text("; ".join(d.authority))) for d in found]))
    parts.append("<h4>Remedies</h4>" + listed([
        (f"<strong>{markup.text(r.label)}</strong>{' (needs ' + markup.text(_names(library, r.needs)) + ')' if r.state == 'missing' else ''}: "
         f"{markup.text(r.note)}", markup.text("; ".join(r.authority))) for r in option.remedies]))
    if option.deadlines:
        parts.append("<h4>Dates</h4>" + listed([
            (f"<strong>{markup.text(d.date or 'No date yet')}</strong> {markup.text(d.what)}: {markup.text(d.why)}{' (passed)' if d.passed else ''}",
             markup.text("; ".join(d.authority))) for d in option.deadlines]))
    for title, statement in (("Forum", option.record.forum), ("Secrecy in the proceedings", option.record.secrecy)):
        parts.append(f"<h4>{title}</h4><p>{markup.text(statement.note)}</p><p class='tsa-small'>"
                     + markup.text("; ".join(library.cite(option.jurisdiction, a) for a in statement.authority)) + "</p>")
    return "".join(parts)


def _cases(library: Library, option: Option) -> str:
    factors = library.factors.factors
    if not option.analogies:
        return "<p class='tsa-small'>No case of this law in the library shares a fact with the matter yet.</p>"
    return "<h4>Cases most like it</h4>" + listed([
        (f'<a href="{markup.text(links.to_case(a.id))}" target="_self">{markup.text(a.name)}</a> {markup.badge(OUTCOME[a.outcome])}',
         markup.text("shares " + ", ".join(factors[f].name for f in a.shared)
                     + ("; differs: " + ", ".join(factors[f].name for f in a.weaker) if a.weaker else ""))) for a in option.analogies])
