"""Map and graph: every law on one question or on the current matter, the rule graph of a route, and the cases around an element."""

from datetime import date

import streamlit as st

from advisor.comparison import Cell
from advisor.options import Option, advise
from advisor.pages import markup, shell
from advisor.pages.matters import current_matter, open_first
from advisor.pages.tiles import Tile, chart
from advisor.records.problems import BadInput
from advisor.survey import shade, survey
from advisor.words import STATUS

library = shell.library()
names = {key: record.name for key, record in library.jurisdictions.items()}
questions, groups = library.questions.questions, library.questions.groups
RANK = {"available": 4, "arguable": 3, "needs-facts": 2, "out-of-time": 1, "not-available": 0}

st.title("Map and graph")
st.write("Every law as one tile, coloured by its answer to a question or by what it offers the current matter. Click a tile to read behind it.")
by = st.segmented_control("Colour by", ["question", "matter"], default="question", key="colour", bind="query-params", required=True,
                          format_func={"question": "A question", "matter": "The current matter"}.__getitem__)


def by_question() -> None:
    """Tiles by the answer to one question; the answer behind the chosen tile."""
    name = st.selectbox("Question", list(questions), format_func=lambda n: f"{groups[n.partition('.')[0]].name}: {questions[n].name}", key="question",
                        bind="query-params", index=list(questions).index("criminal.offence") if "criminal.offence" in questions else 0)
    answers = survey(library, name, date.today())
    question = questions[name]
    st.subheader(question.ask)

    def tile(cell: Cell | None) -> Tile:
        known = cell is not None and cell.value not in ("unknown", "unsettled")
        return Tile(cell.words if cell else "no answer", shade(question, cell.value) if cell else None, known)

    chosen = show({j: tile(c) for j, c in answers.items()}, question.name)
    counted: dict[str, list[str]] = {}
    for j, cell in answers.items():
        counted.setdefault(cell.words if cell else "no answer", []).append(names[j])
    if chosen and (cell := answers[chosen]):
        st.html(f"<h3>{markup.text(names[chosen])}: {markup.text(cell.words)}</h3><p>{markup.text(cell.note)}</p>"
                f"<p class='tsa-small'>{markup.authorities(cell.authority, cell.urls)} {markup.check(cell.how, cell.on)}</p>")
        st.page_link("advisor/pages/compare.py", label="Open in Compare", icon=":material/arrow_forward:",
                     query_params=[("compare", names[chosen]), ("group", groups[name.partition(".")[0]].name)])
    if len(counted) <= 12:
        st.html(markup.table(["Answer", "Laws"], [[f"<strong>{markup.text(words)}</strong> ({len(laws)})", markup.text(", ".join(laws))]
                                                   for words, laws in sorted(counted.items(), key=lambda item: -len(item[1]))], "Answers"))
    else:
        st.html(markup.table(["Jurisdiction", "Answer"], [[markup.text(names[j]), markup.text(c.words if c else "no answer")]
                                                           for j, c in answers.items()], "Answers"))


def by_matter() -> None:
    """Tiles by the best route of a kind that each law offers the matter on the page Advise, as if it were linked to every place."""
    try:
        open_first(library)
        matter = current_matter(library)
    except (BadInput, ValueError):
        st.info("The matter on the page *Advise* does not hold together yet. Mend it there.")
        return
    kinds = library.terms.route_kinds
    kind = st.selectbox("Route", list(kinds), format_func=lambda k: kinds[k].label, key="kind-of-route", bind="query-params")
    everywhere = matter.model_copy(update={"jurisdictions": tuple(library.jurisdictions)})
    advice = advise(library, everywhere, analogies_each=0)
    best: dict[str, Option] = {}
    for option in advice.options:
        if option.kind == kind and (option.jurisdiction not in best or RANK[option.status] > RANK[best[option.jurisdiction].status]):
            best[option.jurisdiction] = option
    st.caption(f"The facts of “{shell.label(matter.name)}” (page *Advise*) under every law, as if it were linked to each. "
               "Dark: available; light: not available; white: no such route.")
    chosen = show({j: Tile(STATUS[best[j].status].label, RANK[best[j].status]) if j in best else Tile("no such route", None, False) for j in names},
                  kinds[kind].label)
    if chosen and chosen in best:
        option = best[chosen]
        st.html(f"<h3>{markup.text(names[chosen])}: {markup.text(option.name)} {markup.badge(STATUS[option.status])}</h3><p>{markup.text(option.why)}</p>")
    elif chosen:
        reason = library.jurisdictions[chosen].no_routes.get(kind)
        st.html(f"<h3>{markup.text(names[chosen])}</h3><p>{markup.text(reason.note if reason else 'No such route in the record.')}</p>")
    st.html(markup.table(["Jurisdiction", "Status", "Why"], [
        [markup.text(names[j]), markup.badge(STATUS[o.status]), markup.text(o.why)] for j, o in sorted(best.items(), key=lambda i: -RANK[i[1].status])],
        "Status in every law"))


def show(tiles: dict[str, Tile], title: str) -> str | None:
    """Draw the map; the jurisdiction of the chosen tile."""
    state = st.altair_chart(chart(library, tiles, title), on_select="rerun", key="tiles",
                            alt=f"Tile map of all jurisdictions: {title}. The table below says the same.")
    picked = state.selection.get("place", [])
    return picked[0].get("id") if picked else None


if by == "question":
    by_question()
else:
    by_matter()
