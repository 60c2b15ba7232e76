"""Map and graph: every law on one question or on the current matter, the rule graph of a route, and the cases around an element."""

from datetime import date
from typing import Any

import streamlit as st

from advisor.comparison import Cell
from advisor.matter import Matter
from advisor.options import Option, advise
from advisor.pages import links, markup, shell
from advisor.pages.drawings import case_drawing, rule_drawing
from advisor.pages.geography import geographic
from advisor.pages.matters import current_matter, open_first
from advisor.pages.option_card import elements_table
from advisor.pages.tiles import Tile, chart
from advisor.records.models import Case
from advisor.records.problems import BadInput
from advisor.rules.states import STATUS_RANK
from advisor.survey import shade, survey
from advisor.words import OUTCOME, STATUS

library = shell.library()
names = {key: record.name for key, record in library.jurisdictions.items()}
questions, groups = library.questions.questions, library.questions.groups

st.title("Map and graph")
st.write("Every law on a map, coloured by its answer to a question or by what it offers the current matter; the rules of a route as a graph; "
         "and the cases around an element. Click a place or a point to read behind it.")
VIEWS = {"question": "Map by question", "matter": "Map by matter", "rules": "Rules of a route", "cases": "Cases around an element"}
DRAWN = {"tiles": "Tile map", "land": "Geographic map"}
view = st.segmented_control("View", list(VIEWS), default="question", key="map", bind="query-params", required=True, format_func=VIEWS.__getitem__,
                            label_visibility="collapsed")


def by_question() -> None:
    """Tiles by the answer to one question; the answer behind the chosen tile."""
    name = st.selectbox("Question", list(questions), format_func=lambda n: f"{groups[n.partition('.')[0]].name}: {questions[n].name}", key="question",
                        bind="query-params", index=list(questions).index("criminal.offence") if "criminal.offence" in questions else 0)
    answers = survey(library, name, date.today())
    question = questions[name]
    st.subheader(shell.label(question.ask))

    def tile(cell: Cell | None) -> Tile:
        known = cell is not None and cell.value not in ("unknown", "unsettled")
        return Tile(cell.words if cell else "no answer", shade(question, cell.value) if cell else None, known)

    tiles = {j: tile(c) for j, c in answers.items()}
    chosen = show(tiles, question.name)
    counted: dict[str, list[str]] = {}
    for j in answers:
        counted.setdefault(tiles[j].words, []).append(j)
    if chosen and (cell := answers[chosen]):
        st.html(f"<h3>{markup.text(names[chosen])}: {markup.text(cell.words)}</h3><p>{markup.text(cell.note)}</p>"
                f"<p class='tsa-small'>{markup.authorities(cell.authority, cell.urls)} {markup.check(cell.how, cell.on, cell.reservation)}</p>")
        st.page_link("advisor/pages/compare.py", label="Open in Compare", icon=":material/arrow_forward:",
                     query_params=links.comparison(library, [chosen], name.partition(".")[0]))
    if len(counted) <= 12:
        st.html(markup.table(["Answer", "Laws"], [
            [f"{markup.swatch(tiles[laws[0]].fill)} <strong>{markup.text(words)}</strong> ({len(laws)})", markup.text(", ".join(names[j] for j in laws))]
            for words, laws in sorted(counted.items(), key=lambda item: -len(item[1]))], "Answers"))
    else:
        st.html(markup.table(["Jurisdiction", "Answer"], [[markup.text(names[j]), f"{markup.swatch(tile.fill)} {markup.text(tile.words)}"]
                                                           for j, tile in tiles.items()], "Answers"))


def by_matter() -> None:
    """Tiles by the best route of a kind that each law offers the matter on the page Advise, as if it were linked to every place."""
    matter = the_matter()
    if matter is None:
        return
    kinds = library.terms.route_kinds
    kind = st.selectbox("Route", list(kinds), format_func=lambda k: kinds[k].label, key="kind-of-route", bind="query-params")
    everywhere = matter.model_copy(update={"jurisdictions": tuple(library.jurisdictions)})
    advice = advise(library, everywhere, analogies_each=0)
    best: dict[str, Option] = {}
    for option in advice.options:
        if option.kind == kind and (option.jurisdiction not in best or STATUS_RANK[option.status] > STATUS_RANK[best[option.jurisdiction].status]):
            best[option.jurisdiction] = option
    st.caption(f"The facts of “{shell.label(matter.name)}” (page *Advise*) under every law, as if it were linked to each. "
               "Dark: available; light: not available; white: no such route.")
    chosen = show({j: Tile(STATUS[best[j].status].label, STATUS_RANK[best[j].status]) if j in best else Tile("no such route", None, False) for j in names},
                  kinds[kind].label)
    if chosen and chosen in best:
        option = best[chosen]
        st.html(f"<h3>{markup.text(names[chosen])}: {markup.text(option.name)} {markup.badge(STATUS[option.status])}</h3><p>{markup.text(option.why)}</p>")
    elif chosen:
        reason = library.jurisdictions[chosen].no_routes.get(kind)
        st.html(f"<h3>{markup.text(names[chosen])}</h3><p>{markup.text(reason.note if reason else 'No such route in the record.')}</p>")
    st.html(markup.table(["Jurisdiction", "Status", "Why"], [
        [markup.text(names[j]), markup.badge(STATUS[o.status]), markup.text(o.why)] for j, o in sorted(best.items(), key=lambda i: -STATUS_RANK[i[1].status])],
        "Status in every law"))


def show(tiles: dict[str, Tile], title: str) -> str | None:
    """Draw the map as tiles or as land; the jurisdiction that was chosen on it, or in the field that says the same."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        drawn = st.segmented_control("Drawn as", list(DRAWN), default="tiles", format_func=DRAWN.__getitem__, key="drawn", bind="query-params", required=True)
        region = st.selectbox("Part of the world", list(library.map.regions), key="region", bind="query-params", width=240) if drawn == "land" else None
        chosen = st.selectbox("Law to read", list(tiles), format_func=names.__getitem__, key="place", bind="query-params", index=None, width=300,
                              placeholder="Choose here, or click on the map")
    key = f"map-{drawn}"

    def clicked() -> None:
        picked = st.session_state[key].selection.get("place", [])
        found = picked[0].get("id") if picked else None
        st.session_state.place = found if found in tiles else None

    st.vega_lite_chart(geographic(library, tiles, title, region) if region else chart(library, tiles, title), on_select=clicked,
                       height="stretch" if region else "content", key=key,
                       alt=f"{DRAWN[drawn]} of all jurisdictions: {title}. The table below says the same.")
    if region:
        st.caption("Grey: no record. A State or province with a record of its own lies on its country; points are laws without a shape of their own, and "
                   "small places. Shapes: Natural Earth and the US Census Bureau, public domain; borders take no position.")
    return chosen


def the_matter() -> Matter | None:
    """The matter of the page Advise, or None with a line when it does not hold together."""
    try:
        open_first(library)
        return current_matter(library)
    except (BadInput, ValueError):
        st.info("The matter on the page *Advise* does not hold together yet. Mend it there.")
        return None


def rules() -> None:
    """The rule graph of one route, with the path of the current matter lit."""
    matter = the_matter()
    if matter is None:
        return
    with_routes = [name for name, record in library.jurisdictions.items() if record.routes]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = next((with_routes.index(name) for name in matter.jurisdictions if name in with_routes), 0)
        place = st.selectbox("Jurisdiction", with_routes, index=first, format_func=names.__getitem__, key="rules-of", bind="query-params")
        routes = library.jurisdictions[place].routes
        route = st.selectbox("Route", list(routes), format_func=lambda r: routes[r].name, key="route", bind="query-params")
        all_facts = st.toggle("Every fact that bears", value=False, key="every-fact", bind="query-params",
                              help="Off: only facts that the current matter answers yes.")
    advice = advise(library, matter.model_copy(update={"jurisdictions": (place,)}), analogies_each=0)
    option = next((o for o in advice.options if o.route == route), None)
    if option is None:
        st.info("This route did not exist on the day of the acts of the current matter.")
        return
    st.caption(f"Lit: what “{shell.label(matter.name)}” shows. Solid: strong, dashed: weak; red: speaks against. Click a point for its authority.")
    drawing, ids, height = rule_drawing(library, option, option.basis.facts, all_facts)
    picked = graph(drawing, ids, height + 60, "rules", "Graph from facts over elements to the route. The table below says the same.")
    if picked in library.factors.factors:
        factor = library.factors.factors[picked]
        st.html(f"<h3>{markup.text(factor.name)} ({picked})</h3><p>{markup.text(factor.ask)} {markup.text(factor.why)}</p>")
    elif picked == "":
        st.html(f"<h3>{markup.text(option.name)} {markup.badge(STATUS[option.status])}</h3><p>{markup.text(option.record.summary)}</p>")
    elements = [e for e in option.elements if picked in (None, "", e.name) or picked in {r.factor for r in e.because} | set(e.missing)]
    st.html(elements_table(library, option, elements))


def cases_around() -> None:
    """The cases that are about one element of a law, as a network."""
    counted: dict[str, list[Case]] = {}
    for case in library.cases.values():
        for element in case.elements:
            counted.setdefault(element, []).append(case)
    ordered = sorted(counted, key=lambda e: (-len(counted[e]), e))
    if not ordered:
        st.info("No case in the library is linked to an element yet.")
        return

    def title(element: str) -> str:
        place, _, rest = element.partition(":")
        route, _, name = rest.partition(".")
        return f"{names[place]}: {library.jurisdictions[place].routes[route].elements[name].title} ({len(counted[element])})"

    element = st.selectbox("Element", ordered, format_func=title, key="element", bind="query-params")
    cases = counted[element]
    st.caption("Green: the holder won; red: the opponent; blue: mixed. Thick: related decisions; thin: two coded facts or more in common.")
    drawing, ids = case_drawing(library, cases)
    picked = graph(drawing, ids, 600, "network", "Network of the cases in the table below.")
    st.html(markup.table(["Case", "Outcome", "Holding"], [
        [markup.text(f"{case.short}, {case.date}"), markup.badge(OUTCOME[case.outcome]), markup.text(case.holding)]
        for case in cases if picked in (None, case.id)], "Cases around the element"))
    if picked:
        st.page_link("advisor/pages/cases.py", label="Open in Cases", icon=":material/arrow_forward:", query_params=[("case", picked)])


def graph(drawing: dict[str, Any], ids: list[str], height: int, key: str, alt: str) -> str | None:
    """Draw a graph, which a phone leaves to the table; the id behind the point that was chosen on it, or None."""
    st.html('<p class="tsa-narrow tsa-small">On a narrow screen the table stands for the graph.</p>')
    with st.container(key=f"graph-{key}"):
        state = st.echarts_chart(drawing, height=height, on_select="rerun", key=key, alt=alt)
    chosen = [i for group in state.selection.selected if group["data_type"] in ("main", "node") for i in group["data_indices"]]
    return ids[chosen[0]] if chosen and chosen[0] < len(ids) else None


{"question": by_question, "matter": by_matter, "rules": rules, "cases": cases_around}[view]()
