"""Cases: search, filter, read, collect into a basket, and check the citations of a text."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import cast

import streamlit as st

from advisor.analogy.factors import analogies
from advisor.cite import cite_as
from advisor.citecheck import MOST, check_text
from advisor.documents import LONGEST, read_document
from advisor.exports.references import as_document, as_table, to_csl, to_ris
from advisor.exports.write import content
from advisor.pages import links, markup, shell
from advisor.records.models import Case
from advisor.records.problems import BadInput
from advisor.records.values import money
from advisor.search.documents import citation_line
from advisor.search.engine import Hit, Results
from advisor.search.filters import Filters, Kind
from advisor.words import OUTCOME, VERDICT

library = shell.library()
warming = shell.search()
names = {key: record.name for key, record in library.jurisdictions.items()}
factors = library.factors.factors
PAGE = 20
SAME = 40   # letters by which the words found are known to be the account that stands above them anyway
years = [int(case.date[:4]) for case in library.cases.values()] or [date.today().year]
YEARS = (min(years), max(*years, min(years) + 1))

terms = library.terms
VIEWS = {"search": "Search", "basket": "Basket", "check": "Check citations"}
FACET_LABELS = {"jurisdiction": names, "outcome": {o: OUTCOME[o].label for o in OUTCOME}, "threat": {t: w.label for t, w in terms.threats.items()},
                "industry": {i: w.label for i, w in terms.industries.items()}}
SORTS = {"best": "Best match", "newest": "Newest", "oldest": "Oldest"}


def basket() -> list[str]:
    """The ids of the cases collected in this session, in the order in which they were put in."""
    kept: list[str] = st.session_state.setdefault("basket", [])
    return kept


def put_in(ids: Iterable[str]) -> None:
    """Collect cases."""
    basket().extend(name for name in ids if name not in basket())


def take_out(name: str) -> None:
    """Remove a case from the basket; it can be put back."""
    basket().remove(name)
    st.session_state["taken-out"] = name


def open_case(name: str) -> None:
    """Show a case in the reading pane, and in the link."""
    st.query_params["case"] = name


def narrow(facet: str, key: str) -> None:
    """Set the filter of a count that was clicked."""
    state = st.session_state
    if facet == "jurisdiction":
        state["where"] = [key]
    elif facet == "decade":
        first = int(key[:4])
        state["years"] = (max(first, YEARS[0]), min(first + 9, YEARS[1]))
    else:
        state[facet] = key


def widen() -> None:
    """Take every filter off."""
    st.session_state.update({"where": [], "outcome": None, "years": YEARS, "factors": [], "threat": None, "industry": None})


def item(hit: Hit) -> str:
    """What stands under a case in the list, or a whole answer: citation, signs, and the words that matched."""
    if hit.kind == "answer":
        record, _, question = hit.id.partition("#")
        target = links.to_compare(library, [record], question.partition(".")[0])
        return f'<p><strong>{markup.text(hit.name)}</strong><br><span class="tsa-small">{markup.text(hit.citation)}</span>' \
               f'<br>{markup.marked(hit.snippet, hit.marks)}' \
               f'<br><a class="tsa-small" href="{markup.text(target)}" target="_self">Open in Compare</a></p>'
    case = library.cases[hit.id]
    found = "" if case.plain and hit.snippet.startswith(case.plain[:SAME]) and not hit.marks else f"<br>{markup.marked(hit.snippet, hit.marks)}"
    return f'<div class="tsa-small">{markup.text(case.name)}<br>{markup.text(citation_line(library, case))} {markup.badge(OUTCOME[case.outcome])} ' \
           f'{markup.check(case.checked.how, case.checked.on)}{f"<br><em>{markup.text(case.plain)}</em>" if case.plain else ""}{found}</div>'


def read(case: Case) -> None:
    """The reading pane."""
    court = library.courts(case.jurisdiction).get(case.court)
    st.header(shell.label(case.short), anchor=False)
    cited = " · ".join(filter(None, (*case.citations, *case.docket, case.ecli)))
    st.html(f"<p>{markup.text(case.name)}<br>{markup.text(court.name if court else case.court)}, {markup.text(case.date)}<br>"
            f"{markup.link(cited, case.url)}</p><p>{markup.badge(OUTCOME[case.outcome])} {markup.check(case.checked.how, case.checked.on)} "
            f'<span class="tsa-small">{markup.text(case.law)}</span></p>')
    with st.container(horizontal=True, vertical_alignment="center"):
        if case.id in basket():
            st.button("In the basket: remove", on_click=take_out, args=(case.id,), key="collect", icon=":material/playlist_remove:")
        else:
            st.button("Put into the basket", on_click=put_in, args=([case.id],), key="collect", icon=":material/playlist_add:")
    st.caption("Cite as")
    st.code(cite_as(library, case), language=None, wrap_lines=True)
    if case.checked.note:
        st.html(f'<p class="tsa-small">Check: {markup.text(case.checked.note)}</p>')
    parts = [("In everyday words", case.plain), ("Facts", case.facts), ("Issues", "\n".join(f"{i}. {issue}" for i, issue in enumerate(case.issues, 1))),
             ("Holding", case.holding), ("Why it matters", case.significance), ("Often misread", case.misread)]
    st.html("".join(f"<h3>{title}</h3><p>{markup.text(body)}</p>" for title, body in parts if body))
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
    st.html("<h3>Cases that read alike</h3>")
    for hit in warming.engine.like(case.id, k=4, wait=False).hits:
        st.button(shell.label(f"{library.cases[hit.id].short} ({names[hit.jurisdiction]})"), on_click=open_case, args=(hit.id,), type="tertiary",
                  key=f"alike-{hit.id}")


def search_view() -> None:
    """The box, the filters, the hits with their facets, and the reading pane."""
    query = st.text_input("Search", key="query", persist_state="session", type="search",
                          placeholder='431 F.2d 1012 · "need to know" · engineer copied drawings before leaving · court:BGH year:2015..')
    with st.container(horizontal=True, vertical_alignment="bottom"):
        where = st.multiselect("Jurisdiction", list(names), format_func=names.__getitem__, key="where", bind="query-params", select_all=False)
        outcome = st.selectbox("Outcome", list(OUTCOME), index=None, format_func=lambda o: OUTCOME[o].label, key="outcome", bind="query-params",
                               placeholder="Any")
        kind = st.segmented_control("Show", ["case", "answer"], format_func={"case": "Cases", "answer": "Answers"}.__getitem__, default="case",
                                    key="kind", bind="query-params")
        sort = st.selectbox("Order", list(SORTS), format_func=SORTS.__getitem__, key="order", bind="query-params")
    with st.expander("More filters, and how to write a search"), st.container(horizontal=True):
        span = st.slider("Year of decision", *YEARS, YEARS, key="years")
        wanted = st.multiselect("Facts present", list(factors), format_func=lambda f: f"{f} {factors[f].name}", key="factors", bind="query-params",
                                select_all=False)
        threat = st.selectbox("Threat", list(terms.threats), index=None, format_func=lambda t: terms.threats[t].label,
                              key="threat", bind="query-params", placeholder="Any")
        industry = st.selectbox("Industry", list(terms.industries), index=None, format_func=lambda i: terms.industries[i].label,
                                key="industry", bind="query-params", placeholder="Any")
        st.markdown('`"exact phrase"` · `copied AND drawings NOT patent` · `micro*` · `court:BGH` · `jurisdiction:japan` · `year:2015..2020` · '
                    "`factor:F4` · `outcome:holder` · `industry:chemicals` · `threat:cyber`")
    shell.show_search_state(warming)
    since, until = span if span != YEARS else (None, None)
    filters = Filters(where, cast(Kind, kind), since, until, outcome, wanted, industry, threat)
    if on := [*(names[j] for j in where), *([OUTCOME[outcome].label] if outcome else []), *([f"{since} to {until}"] if since else []),
              *(factors[f].name for f in wanted), *(FACET_LABELS[facet][key] for facet, key in (("threat", threat), ("industry", industry)) if key)]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"Only: {shell.label(' · '.join(on))}", width="content")
            st.button("Take the filters off", on_click=widen, type="tertiary", icon=":material/filter_alt_off:", key="widen")
    results = warming.engine.search(query, 400, filters=filters, wait=False) if query and query.strip() else warming.engine.listed(filters)
    hits = list(results.hits)
    if sort != "best":
        hits.sort(key=lambda hit: library.cases[hit.id].date if hit.id in library.cases else "", reverse=sort == "newest")
    chosen = library.cases.get(st.query_params.get("case", ""))
    with st.container(key="case-open" if chosen else "case-list"):   # on a narrow screen an open case stands above the list
        listing, reading = st.columns([2, 3], gap="large")
    with listing:
        hit_list(hits, results, bool(query))
    with reading:
        if chosen is None and hits:
            chosen = next((library.cases[h.id] for h in hits if h.kind == "case"), None)
        if chosen is not None:
            read(chosen)
        else:
            st.caption("Open a case from the list to read it here.")


def hit_list(hits: list[Hit], results: Results, asked: bool) -> None:
    """What was found: notes, counts by facet, and the hits a page at a time."""
    for note in results.notes:
        st.caption(shell.label(note))
    if not hits:
        st.info("Nothing matches. Loosen a filter, try fewer or other words, or describe the facts in a sentence.")
        return
    st.caption(f"{results.total} found" + (", best match first" if asked else ", newest first"))
    with st.expander("What was found, counted"):
        for facet, found in results.facets.items():
            if found:
                with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"facet-{facet}"):
                    st.caption(facet.capitalize(), width="content")
                    for key, n in list(found.items())[:8]:
                        st.button(shell.label(f"{FACET_LABELS.get(facet, {}).get(key, key)} {n}"), on_click=narrow, args=(facet, key), type="tertiary",
                                  key=f"only-{facet}-{key}", help="Show only these")
    pages = max(1, -(-len(hits) // PAGE))
    page = st.pagination(pages, key="page") if pages > 1 else 1
    shown = hits[(page - 1) * PAGE:page * PAGE]
    if any(hit.kind == "case" for hit in shown):
        st.button("Put this page into the basket", on_click=put_in, args=([hit.id for hit in shown if hit.kind == "case"],), type="tertiary",
                  icon=":material/playlist_add:", key="collect-page")
    for hit in shown:
        with st.container(gap="xxsmall"):
            if hit.kind == "case":
                st.button(f"**{shell.label(library.cases[hit.id].short)}**", on_click=open_case, args=(hit.id,), type="tertiary", key=f"open-{hit.id}")
            st.html(item(hit))


def basket_view() -> None:
    """The cases that were collected, and their exports."""
    removed = st.session_state.get("taken-out")
    if removed and removed not in basket():
        st.button(f"Put back: {shell.label(library.cases[removed].short)}", on_click=put_in, args=([removed],), key="undo", icon=":material/undo:")
    cases = [library.cases[name] for name in basket() if name in library.cases]
    if not cases:
        st.info("The basket is empty. Collect cases with *Put into the basket* while you read or search; they stay for this session.")
        return
    for case in cases:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f"<strong>{markup.text(case.short)}</strong> {markup.badge(OUTCOME[case.outcome])}<div class='tsa-small'>"
                    f"{markup.text(cite_as(library, case))}</div>", width="stretch")
            st.button("Remove", on_click=take_out, args=(case.id,), type="tertiary", key=f"remove-{case.id}", help=shell.label(f"Remove {case.short}"))
    st.subheader("Take them with you")
    with st.container(horizontal=True):
        for title, suffix in (("Digest (Word)", ".docx"), ("Excel", ".xlsx"), ("CSV", ".csv"), ("Markdown", ".md")):
            made = partial(content, suffix, partial(as_document, library, cases), partial(as_table, library, cases))
            st.download_button(title, made, file_name=f"cases{suffix}", on_click="ignore", key=f"basket{suffix}")
        st.download_button("RIS", partial(to_ris, library, cases), file_name="cases.ris", mime="application/x-research-info-systems",
                           on_click="ignore", key="basket-ris")
        st.download_button("CSL-JSON", partial(to_csl, library, cases), file_name="cases.json", mime="application/json", on_click="ignore",
                           key="basket-csl")


def check_view() -> None:
    """Citations of a pasted or dropped text against the library."""
    st.caption("Paste a text or drop a file. Every citation in it is looked up in the library: US reporters, ECLI, neutral citations and docket numbers. "
               "Nothing leaves this machine, and nothing is kept.")
    given = st.file_uploader("A file (Word, PDF or plain text)", type=["docx", "pdf", "txt", "md"], key="citations-file")
    text = st.text_area("Or the text itself", key="citations-text", height=180, max_chars=LONGEST)
    try:
        whole = read_document(given.getvalue(), given.name) if given is not None else text or ""
    except BadInput as error:
        st.error(shell.label(str(error)))
        return
    if not whole.strip():
        return
    found = check_text(whole, library)
    if not found:
        st.info("No citation was recognised in this text.")
        return
    if len(found) == MOST or len(whole) == LONGEST:
        st.warning(f"Only the first {LONGEST:,} characters and {MOST:,} citations of a text are read. Check a longer one part by part.")
    counts = {verdict: sum(c.verdict == verdict for c in found) for verdict in VERDICT}
    st.html("<p>" + " &nbsp; ".join(f"{markup.badge(VERDICT[v])} {n}" for v, n in counts.items()) + "</p>")
    st.html(markup.table(["Citation", "Where", "Verdict", "Why"], [
        [f"<strong>{markup.text(c.written)}</strong>",
         f"<span class='tsa-small'>… {markup.text(' '.join(whole[max(0, c.start - 60):c.end + 20].split()))} …</span>",
         markup.badge(VERDICT[c.verdict]), markup.text(c.why)] for c in found], "Citations found"))
    matched = list(dict.fromkeys(c.case for c in found if c.case))
    if matched:
        st.button(f"Put the {len(matched)} matched into the basket", on_click=put_in, args=(matched,), key="collect-checked")


st.title("Cases")
st.write("Search decided cases and the answers of every jurisdiction: a citation, a party, a section, or the facts in plain words.")
view = st.segmented_control("View", list(VIEWS), default="search", key="part", bind="query-params", required=True, label_visibility="collapsed",
                            format_func=lambda v: f"{VIEWS[v]} ({len(basket())})" if v == "basket" and basket() else VIEWS[v])
{"search": search_view, "basket": basket_view, "check": check_view}[view]()
