"""Workshop: one invented dispute, facts as switches, and every law's answer at once."""

from datetime import date
from functools import partial

import streamlit as st

from advisor import settings
from advisor.exports.workshop import facilitator, handout
from advisor.exports.write import content
from advisor.pages import markup, shell
from advisor.pages.tiles import Tile, chart
from advisor.rules.states import STATUS_RANK
from advisor.words import STATE, STATUS
from advisor.workshop import Outcome, difference, hypotheticals, outcomes

library = shell.library()
factors = library.factors.factors
names = {key: record.name for key, record in library.jurisdictions.items()}
LEVELS = {1: "Introductory", 2: "Intermediate", 3: "Advanced"}
on = date.today()

st.title("Workshop")
found, problems = hypotheticals(library, settings.knowledge_dir())
for problem in problems:
    st.error(shell.label(str(problem)))
if not found:
    st.info("There is no hypothetical yet. Add one as a YAML file in the folder *workshop* of the knowledge; CONTRIBUTING says how.")
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = st.selectbox("Hypothetical", list(found), format_func=lambda h: f"{found[h].name} ({LEVELS[found[h].level].lower()})", key="hypothetical",
                          bind="query-params")
    presenting = st.toggle("Presenter view", key="presenter", bind="query-params", help="Large type for the back of the room.")
    asking = st.toggle("Ask first", key="quiz", bind="query-params", help="The room answers before the outcomes are shown.")
hypothetical = found[chosen]
if presenting:
    st.html("<style>.stMainBlockContainer p,.stMainBlockContainer li,.stMainBlockContainer td,.stMainBlockContainer th,"
            ".stMainBlockContainer label p{font-size:1.35rem!important;line-height:1.5}.tsa-badge{font-size:1.15rem!important}</style>")
st.html(f"<p>{markup.text(hypothetical.story)}</p><p class='tsa-small'>Teaches: {markup.text(hypothetical.teaches)}</p>")

st.subheader("Turn a fact")
facts: dict[str, str] = dict(hypothetical.facts)
with st.container(horizontal=True, gap="medium"):
    for name in hypothetical.switches:
        facts[name] = "yes" if st.toggle(shell.label(f"{factors[name].name} ({name})"), value=hypothetical.facts.get(name) == "yes", key=f"{chosen}-{name}",
                                         persist_state="session", help=shell.label(factors[name].ask)) else "no"
with st.expander("All facts of the story"):
    st.html("<ul>" + "".join(f"<li>{markup.text(factors[name].ask)} <strong>{answer.capitalize()}</strong> <span class='tsa-small'>{name}</span></li>"
                             for name, answer in facts.items()) + "</ul>")

everywhere = outcomes(library, facts, hypothetical.route, on)


def word(outcome: Outcome) -> str:
    """The status of an outcome in words."""
    return STATUS[outcome.status].label if outcome.status else "No such route"


def badge(outcome: Outcome) -> str:
    """The status as a badge."""
    return markup.badge(STATUS[outcome.status]) if outcome.status else '<span class="tsa-small">no such route</span>'


if asking:
    st.subheader(f"What does each law say? ({shell.label(library.terms.route_kinds[hypothetical.route].label.lower())})")
    labels = {status: STATUS[status].label for status in ("available", "arguable", "needs-facts", "not-available")}
    answers = {j: st.segmented_control(shell.label(names[j]), list(labels), format_func=labels.__getitem__, key=f"quiz-{chosen}-{j}", persist_state="session")
               for j in hypothetical.compare}
    if not all(answers.values()):
        st.info("Answer for each law; then the outcomes are shown.")
        st.stop()
    right = [j for j, answer in answers.items() if answer == everywhere[j].status]
    st.success(f"{len(right)} of {len(answers)} as the rules have it.")
    st.html(markup.table(["Law", "The room", "The rules"], [[markup.text(names[j]), markup.text(labels[a]), badge(everywhere[j])]
                                                            for j, a in answers.items() if a], "The room and the rules"))

st.subheader("How each law comes out")
st.vega_lite_chart(chart(library, {j: Tile(word(o), STATUS_RANK[o.status] if o.status else None, o.status is not None) for j, o in everywhere.items()},
                         library.terms.route_kinds[hypothetical.route].label, 1.6 if presenting else 1), key="workshop-map",
                   alt="Tile map of outcomes. The table below says the same.")
st.caption("On the facts alone: places and dates are left aside. Dark: available; light: not available; white: no such route.")
grouped: dict[str, list[str]] = {}
for j, outcome in sorted(everywhere.items(), key=lambda item: -STATUS_RANK[item[1].status] if item[1].status else 1):
    grouped.setdefault(badge(outcome), []).append(names[j])
st.html(markup.table(["Outcome", "Laws"], [[sign, f"{len(laws)}: {markup.text(', '.join(laws))}"] for sign, laws in grouped.items()], "Outcomes"))

st.subheader("Why does it differ here?")
with st.container(horizontal=True):
    one = st.selectbox("One law", list(names), index=list(names).index(hypothetical.compare[0]), format_func=names.__getitem__, key=f"one-{chosen}")
    other = st.selectbox("The other", list(names), index=list(names).index(hypothetical.compare[1]), format_func=names.__getitem__,
                         key=f"other-{chosen}")
why = difference(library, everywhere[one], everywhere[other], hypothetical.see, on)
st.html(f"<p>{markup.text(names[one])}: {badge(everywhere[one])} &nbsp; {markup.text(names[other])}: {badge(everywhere[other])}</p>")
if why.elements:
    st.html(markup.table(["Issue", names[one], names[other]], [
        [markup.text(issue), *(f"{markup.text(e.title)} {markup.badge(STATE[e.state])}<div class='tsa-small'>{markup.text('; '.join(e.authority))}</div>"
                               if e else "not an element" for e in pair)] for issue, *pair in why.elements], "Elements that stand differently"))
else:
    st.caption("No element stands differently on these facts.")
st.html(markup.table(["Question", names[one], names[other]], [
    [markup.text(library.questions.questions[question].ask),
     *(f"<strong>{markup.text(c.words)}</strong><div>{markup.text(c.note)}</div><div class='tsa-small'>"
       f"{markup.authorities(c.authority, c.urls)} "
       f"{markup.check(c.how, c.on, c.reservation)}</div>" if c else "no answer" for c in pair)] for question, *pair in why.answers],
    "The law behind it", "tsa-compare"))
st.subheader("To discuss")
st.html("<ul>" + "".join(f"<li>{markup.text(line)}</li>" for line in hypothetical.discuss) + "</ul>")

st.subheader("On paper")
with st.container(horizontal=True):
    for title, stem, made in (("Facilitator's sheet (Word)", "facilitator", partial(facilitator, hypothetical, library, facts, on)),
                              ("Handout (Word)", "handout", partial(handout, hypothetical, library))):
        st.download_button(title, partial(content, ".docx", made), file_name=f"{chosen}-{stem}.docx", on_click="ignore", key=f"paper-{stem}")
