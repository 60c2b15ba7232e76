"""Cases: search, filter, read, and see the nearest analogies."""

from typing import cast

import streamlit as st

from advisor.analogy.factors import analogies
from advisor.pages import links, markup, shell
from advisor.records.models import Case
from advisor.records.values import money
from advisor.search.documents import citation_line
from advisor.search.engine import Hit, Results
from advisor.search.filters import Filters, Kind
from advisor.words import OUTCOME

library = shell.library()
warming = shell.search()
names = {key: record.name for key, record in library.jurisdictions.items()}
factors = library.factors.factors
PAGE = 20

st.title("Cases")
st.write("Search decided cases and the answers of every jurisdiction: a citation, a party, a section, or the facts in plain words.")

query = st.text_input("Search", key="query", persist_state="session", type="search",
                      placeholder='431 F.2d 1012 · "need to know" · engineer copied drawings before leaving')
with st.container(horizontal=True, vertical_alignment="bottom"):
    where = st.multiselect("Jurisdiction", list(names), format_func=names.__getitem__, key="where", bind="query-params", select_all=False)
    outcome = st.selectbox("Outcome", list(OUTCOME), index=None, format_func=lambda o: OUTCOME[o].label, key="outcome", bind="query-params",
                           placeholder="Any")
    kind = st.segmented_control("Show", ["case", "answer"], format_func={"case": "Cases", "answer": "Answers"}.__getitem__, default="case",
                                key="kind", bind="query-params")
with st.expander("More filters"), st.container(horizontal=True):
    years = [int(case.date[:4]) for case in library.cases.values()] or [1900, 2026]
    span = st.slider("Year of decision", min(years), max(years), (min(years), max(years)), key="years")
    wanted = st.multiselect("Facts present", list(factors), format_func=lambda f: f"{f} {factors[f].name}", key="factors", bind="query-params",
                            select_all=False)
    threat = st.selectbox("Threat", list(library.terms.threats), index=None, format_func=lambda t: library.terms.threats[t].label,
                          key="threat", bind="query-params", placeholder="Any")

shell.show_search_state(warming)


def open_case(name: str) -> None:
    """Show a case in the reading pane, and in the link."""
    st.query_params["case"] = name


def find() -> Results:
    """The hits of the query, or all records that pass the filters when nothing is typed."""
    narrowed = span if span != (min(years), max(years)) else (None, None)
    filters = Filters(where, cast(Kind, kind), narrowed[0], narrowed[1], outcome, wanted)
    if query and query.strip():
        found = warming.engine.search(query, 200, filters=filters, wait=False)
        hits = found.hits
    else:
        docs = [d for d in warming.engine.documents.values() if filters.admits(d)]
        docs.sort(key=lambda d: (-d.year, d.name))
        hits = tuple(Hit(d.id, d.kind, d.name, d.citation, d.jurisdiction, 0.0, "") for d in docs)
        found = Results(hits, "words", (), len(hits))
    if threat:
        hits = tuple(h for h in hits if h.kind == "case" and threat in library.cases[h.id].threat)
    return Results(hits, found.mode, found.notes, len(hits))


def item(hit: Hit) -> str:
    """A hit in the list: name, citation, and the words that matched."""
    case = library.cases.get(hit.id)
    signs = f" {markup.badge(OUTCOME[case.outcome])} {markup.check(case.checked.how, case.checked.on)}" if case else ""
    line = citation_line(library, case) if case else hit.citation
    if hit.kind == "answer":
        record, _, question = hit.id.partition("#")
        target = links.to_compare(library, [record], question.partition(".")[0])
        return f'<p><strong>{markup.text(hit.name)}</strong><br><span class="tsa-small">{markup.text(line)}</span>' \
               f'<br>{markup.marked(hit.snippet, hit.marks)}' \
               f'<br><a class="tsa-small" href="{markup.text(target)}" target="_self">Open in Compare</a></p>'
    return f'<div class="tsa-small">{markup.text(line)}{signs}</div><div class="tsa-small">{markup.marked(hit.snippet, hit.marks)}</div>'


def read(case: Case) -> None:
    """The reading pane."""
    court = library.courts(case.jurisdiction).get(case.court)
    st.header(case.short, anchor=False)
    cited = " · ".join(filter(None, (*case.citations, *case.docket, case.ecli)))
    st.html(f"<p>{markup.text(case.name)}<br>{markup.text(court.name if court else case.court)}, {markup.text(case.date)}<br>"
            f"{markup.link(cited, case.url)}</p><p>{markup.badge(OUTCOME[case.outcome])} {markup.check(case.checked.how, case.checked.on)} "
            f'<span class="tsa-small">{markup.text(case.law)}</span></p>')
    if case.checked.note:
        st.html(f'<p class="tsa-small">Check: {markup.text(case.checked.note)}</p>')
    parts = [("Facts", case.facts), ("Issues", "\n".join(f"{i}. {issue}" for i, issue in enumerate(case.issues, 1))), ("Holding", case.holding),
             ("Why it matters", case.significance)] + ([("Often misread", case.misread)] if case.misread else [])
    st.html("".join(f"<h3>{title}</h3><p>{markup.text(body)}</p>" for title, body in parts))
    rows = [[markup.text(f"{name} {factors[name].name}"), "holder" if factors[name].side == "holder" else "opponent", markup.text(words)]
            for name, words in case.factors.items()]
    st.html("<h3>Facts that matter</h3>" + markup.table(["Factor", "Favours", "In this case"], rows, "Coded factors"))
    if case.remedies:
        st.html("<h3>Remedies</h3><ul>" + "".join(
            f"<li>{markup.text(library.terms.remedies[a.remedy].label)}{'' if a.granted else ' (refused)'}"
            f"{': ' + markup.text(money(a.amount)) if a.amount else ''}{' — ' + markup.text(a.note) if a.note else ''}</li>"
            for a in case.remedies) + "</ul>")
    if case.history:
        st.html("<h3>History</h3><ul>" + "".join(
            f"<li>{markup.text(e.date or 'undated')}, {markup.text(e.court)}: {markup.text(e.what)}</li>" for e in case.history) + "</ul>")
    for relation in case.related:
        other = library.cases[relation.case]
        st.button(f"{relation.how}: {shell.label(other.short)}", on_click=open_case, args=(other.id,), type="tertiary", key=f"related-{other.id}")
    st.html("<h3>Sources</h3><ul>" + "".join(f"<li>{markup.link(s.title, s.url)}</li>" for s in case.sources) + "</ul>")
    st.html("<h3>Nearest cases on the facts</h3>")
    near = analogies(library, set(case.factors), k=5, without=[case.id])
    if not near:
        st.caption("No other case in the library shares a coded fact with this one.")
    for like in near:
        shared = ", ".join(factors[f].name for f in like.shared)
        st.button(shell.label(f"{like.short} ({names[like.jurisdiction]})"), on_click=open_case, args=(like.id,), type="tertiary",
                  key=f"near-{like.id}")
        st.html(f'<div class="tsa-small">{markup.badge(OUTCOME[like.outcome])} shares {markup.text(shared)}'
                f'{"; differs for its winner: " + markup.text(", ".join(factors[f].name for f in like.weaker[:4])) if like.weaker else ""}</div>')


results = find()
chosen = library.cases.get(st.query_params.get("case", ""))
with st.container(key="case-open" if chosen else "case-list"):   # on a narrow screen an open case stands above the list
    listing, reading = st.columns([2, 3], gap="large")
with listing:
    for note in results.notes:
        st.caption(shell.label(note))
    if not results.hits:
        st.info("Nothing matches. Loosen a filter, try fewer or other words, or describe the facts in a sentence.")
    else:
        st.caption(f"{results.total} found" + (", best match first" if query else ", newest first"))
    pages = max(1, -(-len(results.hits) // PAGE))
    page = st.pagination(pages, key="page") if pages > 1 else 1
    for hit in results.hits[(page - 1) * PAGE:page * PAGE]:
        if hit.kind == "case":
            st.button(shell.label(hit.name), on_click=open_case, args=(hit.id,), type="tertiary", key=f"open-{hit.id}")
        st.html(item(hit))
with reading:
    if chosen is None and results.hits:
        chosen = next((library.cases[h.id] for h in results.hits if h.kind == "case"), None)
    if chosen is not None:
        read(chosen)
    else:
        st.caption("Open a case from the list to read it here.")
