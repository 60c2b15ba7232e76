"""Compare: laws side by side, all laws on a group of questions, laws that meet conditions, and what changed."""

from datetime import date
from functools import partial

import streamlit as st

from advisor.comparison import Cell, Row, compare
from advisor.exports.comparison import as_document, as_table
from advisor.exports.write import content
from advisor.pages import links, markup, shell
from advisor.records.values import words_of
from advisor.survey import Wish, allowed_tests, changes, matching, shade, survey

library = shell.library()
names = {key: record.name for key, record in library.jurisdictions.items()}
groups = library.questions.groups

VIEWS = {"side": "Side by side", "all": "All laws", "find": "Find laws", "changed": "What changed"}
ASKED_FIRST = ("criminal.offence", "remedies.interim-exparte", "limitation.civil")
questions = library.questions.questions

st.title("Compare")
st.write("The same questions put to each law: side by side, as a map of all laws, by conditions, or between two days.")
view = st.segmented_control("View", list(VIEWS), default="side", format_func=VIEWS.__getitem__, key="view", bind="query-params", required=True,
                            label_visibility="collapsed")


def answer(cell: Cell | None, row: Row) -> str:
    """One cell: value first, note under it, authority one click away."""
    if cell is None:
        return '<span class="tsa-small">No answer held on this day.</span>'
    parts = [f'<div class="tsa-value">{markup.text(cell.words)}</div>', f'<div class="tsa-note">{markup.text(cell.note)}</div>']
    inherited = f" · from {markup.text(names[cell.inherited_from])}" if cell.inherited_from else ""
    since = f" · since {cell.since.isoformat()}" if cell.since else ""
    reserved = f"<div>Check: {markup.text(cell.reservation)}</div>" if cell.reservation else ""
    parts.append('<div class="tsa-small">' + markup.details(
        f"Authority {markup.check(cell.how, cell.on, cell.reservation)}",
        f"{markup.authorities(cell.authority, cell.urls) or 'none'}{since}{inherited}{reserved}") + "</div>")
    return f'<div class="{"tsa-differs" if row.differs else ""}">{"".join(parts)}</div>'


def side_by_side() -> None:
    """Two to six laws, question by question, with exports."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect("Jurisdictions (two to six)", list(names), default=links.shown_first(library), format_func=names.__getitem__,
                                max_selections=6, key="compare", bind="query-params", select_all=False)
        on = day_of_law()
    group = group_of_questions()
    only = st.toggle("Only differences", key="differences", bind="query-params")
    if len(chosen) < 2:
        st.info("Choose at least two jurisdictions to compare.")
        return
    st.caption("A bar on the left marks answers that differ; open *Authority* under an answer for its source and how it was checked.")
    result = compare(library, chosen, on, [group], only)
    differing = sum(row.differs for row in result.rows)
    st.subheader(shell.label(groups[group].name))
    st.caption(f"{shell.label(groups[group].about)} {differing} of {len(result.rows)} answers differ.")
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


def day_of_law() -> date:
    """The day whose law is shown."""
    day: date = st.date_input("Law as at", value=date.today(), key="as_at", bind="query-params", format="YYYY-MM-DD", width=240,
                              help="The law changes: ask for an earlier day to see what held then.")
    return day


def group_of_questions() -> str:
    """The group of questions that is shown."""
    group: str = st.pills("Group of questions", list(groups), default=next(iter(groups)), format_func=lambda g: shell.label(groups[g].name), key="group",
                          bind="query-params", required=True)
    return group


def all_laws() -> None:
    """Every law on every question of a group: value in words, shade by value, note on hover."""
    on, group = day_of_law(), group_of_questions()
    asked = [name for name in questions if name.partition(".")[0] == group]
    answers = {name: survey(library, name, on) for name in asked}
    st.caption("Dark: yes, more, longer. Light: no, less, shorter. Dotted: unknown or unsettled. No shade: a value without an order. "
               "Hover over a cell for the note; choose *Side by side* for authority.")

    def shaded(name: str, jurisdiction: str) -> str:
        found = answers[name][jurisdiction]
        if found is None:
            return "<span class='tsa-small'>none then</span>"
        level = shade(questions[name], found.value)
        kind = "open" if found.value in ("unknown", "unsettled") else "none" if level is None else str(level)
        return f'<div class="tsa-heat tsa-heat-{kind}" title="{markup.text(found.note)}">{markup.text(found.words)}</div>'

    st.html(markup.table(["Jurisdiction", *(questions[name].name for name in asked)],
                         [[markup.text(names[j]), *(shaded(name, j) for name in asked)] for j in names],
                         f"All laws: {groups[group].name}", "tsa-heatmap"))


def find_laws() -> None:
    """Laws that meet every condition, with the answers that do."""
    on = day_of_law()
    askable = [name for name, question in questions.items() if allowed_tests(question)]
    picked = st.multiselect("Conditions on", askable, default=[n for n in ASKED_FIRST if n in askable],
                            format_func=lambda n: f"{groups[n.partition('.')[0]].name}: {questions[n].name}", key="conditions",
                            bind="query-params", select_all=False, max_selections=6)
    wishes = []
    for name in picked:
        question = questions[name]
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"condition-{name.replace('.', '-')}"):
            if allowed_tests(question) == ("is",):
                labels = {value: word.label for value, word in words_of(question).items()}
                value = st.selectbox(shell.label(question.ask), list(labels), format_func=labels.__getitem__, key=f"is-{name}", persist_state="session")
                wishes.append(Wish(name, "is", value))
            else:
                unit = "years" if question.type == "period" else question.unit or ""
                test = st.selectbox(shell.label(question.ask), allowed_tests(question), format_func=lambda t: t.replace("-", " "), key=f"test-{name}",
                                    persist_state="session")
                amount = st.number_input(f"How many ({unit})", min_value=0.0, value=3.0, step=1.0, format="%g", key=f"amount-{name}", persist_state="session")
                wishes.append(Wish(name, test, amount))
    if not wishes:
        st.info("Choose a question above to set a condition on its answer.")
        return
    found = matching(library, wishes, on)
    st.subheader(f"{len(found)} of {len(names)} laws")
    if not found:
        st.info("No law meets every condition. Loosen one, or remove one.")
        return
    st.html(markup.table(["Jurisdiction", *(questions[w.question].name for w in wishes)],
                         [[markup.text(names[j]), *(f"<strong>{markup.text(c.words)}</strong><div class='tsa-small'>{markup.text(c.note)}</div>"
                                                    f"<div class='tsa-small'>{markup.authorities(c.authority, c.urls)} "
                                                    f"{markup.check(c.how, c.on, c.reservation)}</div>"
                                                    for c in cells)] for j, cells in found.items()], "Laws that meet every condition", "tsa-compare"))


def what_changed() -> None:
    """Answers that are not the same on two days."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.date_input("From", value=date(2018, 1, 1), key="from", bind="query-params", format="YYYY-MM-DD", min_value=date(1950, 1, 1))
        second = st.date_input("To", value=date.today(), key="to", bind="query-params", format="YYYY-MM-DD", min_value=date(1950, 1, 1))
        chosen = st.multiselect("Jurisdictions (none: all)", list(names), format_func=names.__getitem__, key="changed-in", bind="query-params",
                                select_all=False)
    if first >= second:
        st.error("The first day must be before the second.")
        return
    found = [c for c in changes(library, chosen or names, first, second) if c.before]
    st.caption(f"{len(found)} answers changed, as far as the records keep the former law.")
    if found:
        st.html(markup.table(["Jurisdiction", "Question", f"On {first}", f"On {second}"], [
            [markup.text(names[c.jurisdiction]), markup.text(questions[c.question].ask),
             *(f"<strong>{markup.text(x.words)}</strong><div class='tsa-small'>{markup.text(x.note)} {markup.authorities(x.authority, x.urls)}</div>"
               if x else "none"
               for x in (c.before, c.after))] for c in found], "What changed", "tsa-compare"))
    else:
        st.info("No answer changed between these days. Take an earlier first day.")


{"side": side_by_side, "all": all_laws, "find": find_laws, "changed": what_changed}[view]()
