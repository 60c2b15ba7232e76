"""Compare: jurisdictions side by side, differences marked, authority one click away."""

from datetime import date
from functools import partial

import streamlit as st

from advisor.comparison import Cell, Row, compare
from advisor.exports.comparison import as_document, as_table
from advisor.exports.write import content
from advisor.pages import links, markup, shell

library = shell.library()
names = {key: record.name for key, record in library.jurisdictions.items()}
groups = library.questions.groups

st.title("Compare")
st.write("The same questions put to each law. A bar on the left marks answers that differ; open *Authority* under an answer "
         "for its source and how it was checked.")

DEFAULT = links.shown_first(library)
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = st.multiselect("Jurisdictions (two to six)", list(names), default=DEFAULT, format_func=names.__getitem__, max_selections=6,
                            key="compare", bind="query-params", select_all=False)
    on = st.date_input("Law as at", value=date.today(), key="as_at", bind="query-params", format="YYYY-MM-DD",
                       help="The law changes: ask for an earlier day to see what held then.")
group = st.pills("Group of questions", list(groups), default=next(iter(groups)), format_func=lambda g: groups[g].name, key="group",
                 bind="query-params", required=True)
only = st.toggle("Only differences", key="differences", bind="query-params")

if len(chosen) < 2:
    st.info("Choose at least two jurisdictions to compare.")
    st.stop()


def answer(cell: Cell | None, row: Row) -> str:
    """One cell: value first, note under it, authority one click away."""
    if cell is None:
        return '<span class="tsa-small">No answer held on this day.</span>'
    parts = [f'<div class="tsa-value">{markup.text(cell.words)}</div>', f'<div class="tsa-note">{markup.text(cell.note)}</div>']
    inherited = f" · from {markup.text(names[cell.inherited_from])}" if cell.inherited_from else ""
    since = f" · since {cell.since.isoformat()}" if cell.since else ""
    parts.append('<div class="tsa-small">' + markup.details(
        f"Authority {markup.check(cell.how, cell.on)}", f"{markup.authorities(cell.authority, cell.urls) or 'none'}{since}{inherited}") + "</div>")
    return f'<div class="{"tsa-differs" if row.differs else ""}">{"".join(parts)}</div>'


result = compare(library, chosen, on, [group], only)
differing = sum(row.differs for row in result.rows)
st.subheader(groups[group].name)
st.caption(f"{groups[group].about} {differing} of {len(result.rows)} answers differ.")
if result.rows:
    rows = [[f"{markup.text(row.ask)}{'<div class=tsa-small>differs</div>' if row.differs else ''}",
             *(answer(cell, row) for cell in row.answers.values())] for row in result.rows]
    st.html(markup.table(["Question", *(names[j] for j in result.jurisdictions)], rows, f"Comparison: {groups[group].name}", "tsa-compare"))
else:
    st.info("These laws answer every question of this group alike. Turn off *Only differences* to see the answers.")

st.subheader("Take it with you")
st.caption("All groups of questions, with authority and check, as at the day above.")


def export(suffix: str) -> bytes:
    """The whole comparison in one format, made when the button is pressed."""
    whole = compare(library, chosen, on, (), only)
    return content(suffix, lambda: as_document(whole, library), lambda: as_table(whole, library))


with st.container(horizontal=True):
    for label, suffix in (("Excel", ".xlsx"), ("Word", ".docx"), ("CSV", ".csv"), ("Markdown", ".md")):
        st.download_button(label, partial(export, suffix), file_name=f"comparison-{'-'.join(chosen)}{suffix}", on_click="ignore",
                           key=f"export{suffix}")
