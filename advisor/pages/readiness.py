"""Readiness: what protects the secret today against what each law asks, with the gaps that would cost a claim."""

from datetime import date
from functools import partial

import streamlit as st

from advisor.exports.readiness import as_document, as_table
from advisor.exports.write import content
from advisor.pages import links, markup, shell
from advisor.readiness import Inventory, actions, assess, dump_inventory, lost_on_measures, parse_inventory
from advisor.records.problems import BadInput

library = shell.library()
measures, threats = library.measures.measures, library.terms.threats
names = {key: record.name for key, record in library.jurisdictions.items() if record.measures}

st.title("Readiness")
st.write("What protects the secret today, against what each law makes of it. A measure that is missing when the secret is taken cannot be made up for later: "
         "in most laws it decides whether there is a secret at all.")
with st.container(horizontal=True, vertical_alignment="bottom"):
    where = st.multiselect("Laws", list(names), default=[j for j in links.shown_first(library) if j in names], format_func=names.__getitem__,
                           key="laws", bind="query-params", select_all=True)
    threat = st.selectbox("Threat", list(threats), index=None, format_func=lambda t: threats[t].label, key="against", bind="query-params",
                          placeholder="Every threat", help="Show the measures that answer one threat.", width=260)
    given = st.file_uploader("Open a saved list", type=["yaml", "yml"], key="measures-file", width=320)
if given is not None and st.session_state.get("measures-opened") != given.file_id:
    st.session_state["measures-opened"] = given.file_id
    try:
        for name, answer in parse_inventory(given.getvalue(), library, given.name).measures.items():
            st.session_state[f"measure-{name}"] = answer
        st.rerun()
    except BadInput as error:
        for problem in error.problems:
            st.error(shell.label(str(problem)))
if threat:
    st.caption(shell.label(threats[threat].means))

shown = [name for name, measure in measures.items() if not threat or threat in measure.threats]
asking, answering = st.columns([2, 3], gap="large")
with asking:
    st.subheader("In place today")
    for name in shown:
        st.segmented_control(shell.label(measures[name].ask), ["yes", "no", "unknown"], default="unknown", key=f"measure-{name}", required=True,
                             persist_state="session", format_func=str.capitalize)
inventory = Inventory(measures={name: st.session_state.get(f"measure-{name}") or "unknown" for name in measures})
if not where:
    with answering:
        st.info("Choose at least one law above.")
    st.stop()
on = date.today()
findings = [f for f in assess(library, inventory, where, on) if f.measure in shown]
gaps = [f for f in findings if f.gap]

with answering:
    st.subheader(f"{len(gaps)} gap{'s' if len(gaps) != 1 else ''}")
    st.caption("A gap is a measure that a law requires or expects and that is not known to be in place.")
    todo = actions(library, findings)
    if todo:
        st.html(markup.table(["What to do", "Required in", "Expected in"], [
            [f"<strong>{markup.text(a.name)}</strong><div class='tsa-small'>{markup.text('not in place' if a.in_place == 'no' else 'not known')}</div>",
             markup.text(", ".join(names[j] for j in a.required) or "–"), markup.text(", ".join(names[j] for j in a.expected) or "–")]
            for a in todo], "Action list"))
    else:
        st.success("Every measure that these laws require or expect is in place.")
    for j in where:
        own = [f for f in findings if f.jurisdiction == j]
        rows = "".join(f"<li><strong>{markup.text(f.name)}</strong> ({markup.text(f.level)}{', <strong>gap</strong>' if f.gap else ''}): {markup.text(f.note)} "
                       f"<span class='tsa-small'>{markup.text('; '.join(f.authority))} {markup.check(f.how)}</span></li>" for f in own)
        with st.expander(f"{shell.label(names[j])}: {sum(f.gap for f in own)} gaps in {len(own)} measures"):
            st.html(f"<ul>{rows}</ul>")
    lost = lost_on_measures(library, where)
    if lost:
        st.subheader("Where measures were found wanting")
        for case in lost[:8]:
            st.page_link("advisor/pages/cases.py", label=shell.label(f"{case.short} ({names.get(case.jurisdiction, case.jurisdiction)}, {case.date[:4]})"),
                         query_params=[("case", case.id)])
            st.html(f"<div class='tsa-small'>{markup.text(case.holding)}</div>")

st.subheader("Take it with you")
with st.container(horizontal=True):
    for title, suffix in (("Action list (Word)", ".docx"), ("Excel", ".xlsx"), ("CSV", ".csv"), ("Markdown", ".md")):
        made = partial(content, suffix, partial(as_document, findings, library, inventory.name, on), partial(as_table, findings, library))
        st.download_button(title, made, file_name=f"readiness{suffix}", on_click="ignore", key=f"readiness{suffix}")
    st.download_button("Save the list", lambda: dump_inventory(inventory), file_name="measures.yaml", mime="application/yaml", on_click="ignore",
                       key="save-measures")
