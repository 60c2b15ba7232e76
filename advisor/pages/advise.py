"""Advise: a matter's facts, its enforcement options, what is missing, and by when to act."""

from datetime import date
from functools import partial

import streamlit as st

from advisor.exports.calendar import to_ics
from advisor.exports.memo import as_memo
from advisor.exports.write import content
from advisor.matter import dump_matter, parse_matter
from advisor.options import advise
from advisor.pages import markup, shell
from advisor.pages.matters import current_matter, example_names, load_example, open_first, opened_elsewhere, put_matter
from advisor.pages.option_card import card, listed
from advisor.pages.tiles import Tile, chart, timeline
from advisor.plan import plan
from advisor.records.problems import BadInput
from advisor.records.source import digest_of
from advisor.rules.states import STATUS_RANK
from advisor.search.encoder import NoModel
from advisor.words import STATUS

library = shell.library()
factors = library.factors.factors
terms = library.terms
names = {key: record.name for key, record in library.jurisdictions.items()}
places = {**names, **{code: f"{record.name} ({code})" for record in library.jurisdictions.values() for code in record.covers}}
examples = example_names()

# --- the matter -----------------------------------------------------------------------------------


def open_example(name: str | None = None) -> None:
    """Replace the matter by a worked matter (the one that was chosen)."""
    try:
        put_matter(load_example(name or st.session_state.matter, library), factors)
    except BadInput as error:
        shell.stop_with(error)


def recognise() -> None:
    """Keep what the words of the matter suggest and no answer says yet, or why nothing can be said."""
    state = st.session_state
    known = [name for name in factors if state.get(f"fact-{name}", "unknown") != "unknown"]
    try:
        with st.spinner("Reading the facts of decided cases; the first time takes some seconds …"):
            state.proposed = shell.search().engine.recogniser().propose(state["m-summary"], known)
    except NoModel as error:
        state.proposed = str(error)


def answer_ticked() -> None:
    """Answer yes what the user has ticked of the proposals, and put them away."""
    for proposal in st.session_state.pop("proposed", ()):
        if st.session_state.get(f"take-{proposal.factor}"):
            st.session_state[f"fact-{proposal.factor}"] = "yes"


def forget_proposals() -> None:
    """Put the proposals away."""
    st.session_state.pop("proposed", None)


try:
    open_first(library)
except BadInput as error:
    shell.stop_with(error)

with st.sidebar:
    st.header("The matter", anchor=False)
    st.selectbox("Start from", list(examples), format_func=examples.__getitem__, key="matter", bind="query-params", on_change=open_example,
                 help="Worked matters, and an empty one. Choosing one replaces the facts below; save yours first if you want it back.")
    given = st.file_uploader("Open a saved matter", type=["yaml", "yml"], key="upload")
    if given is not None and st.session_state.get("opened") != given.file_id:
        st.session_state.opened = given.file_id
        try:
            put_matter(parse_matter(given.getvalue(), library, given.name), factors)
            st.session_state.saved_as = digest_of(given.getvalue())
            st.rerun()
        except BadInput as error:
            for problem in error.problems:
                st.error(shell.label(str(problem)))
    st.text_input("Name", key="m-name", persist_state="session", max_chars=200)
    st.text_area("What happened", key="m-summary", persist_state="session", height=120, max_chars=20_000)
    st.button("Find facts in these words", on_click=recognise, key="recognise", disabled=not str(st.session_state.get("m-summary", "")).strip(),
              help="Proposes the facts that your words suggest, each with the words; nothing is answered until you say so. The words stay on this machine.")
    with st.expander("Who and where", expanded=False):
        st.selectbox("Holder's country", list(places), format_func=places.__getitem__, key="m-holder", index=None, persist_state="session")
        st.selectbox("Opponent", ["former-employee", "competitor", "partner", "supplier", "state-linked", "unknown"],
                     format_func=lambda k: terms.party_kinds[k].label, key="m-kind", persist_state="session")
        st.selectbox("Opponent's country", list(places), format_func=places.__getitem__, key="m-opponent", index=None, persist_state="session")
        for key, title in (("acts", "Where it was taken or used"), ("harm", "Where the harm is felt"), ("goods_sold", "Where goods are sold"),
                           ("evidence", "Where evidence is"), ("assets", "Where the opponent has assets")):
            st.multiselect(title, list(places), format_func=places.__getitem__, key=f"m-{key}", persist_state="session", select_all=False)
    with st.expander("Dates", expanded=False):
        st.date_input("Date of advice", key="m-on", persist_state="session", format="YYYY-MM-DD", min_value=date(1950, 1, 1))
        st.date_input("Taken on", value=None, key="m-taken", persist_state="session", format="YYYY-MM-DD", min_value=date(1950, 1, 1))
        st.date_input("Known since", value=None, key="m-discovered", persist_state="session", format="YYYY-MM-DD", min_value=date(1950, 1, 1),
                      help="When the holder knew, or should have known, of the act and who did it.")
    st.multiselect("What matters most", list(terms.aims), format_func=lambda a: terms.aims[a].label, key="m-aims", persist_state="session",
                   select_all=False)
    if st.session_state.get("m-aims"):
        with st.expander("How much each counts"):
            for aim in st.session_state["m-aims"]:
                st.slider(terms.aims[aim].label, 0, 3, 1, key=f"weight-{aim}", persist_state="session", help="0 leaves it out of the ranking.")
    st.multiselect("Jurisdictions", list(names), format_func=names.__getitem__, key="m-jurisdictions", persist_state="session", select_all=False,
                   placeholder="All that the matter is linked to")
    st.subheader("Facts", anchor=False)
    for key, group in library.factors.groups.items():
        inside = [name for name, factor in factors.items() if factor.group == key]
        answered = sum(st.session_state.get(f"fact-{name}", "unknown") != "unknown" for name in inside)
        with st.expander(f"{shell.label(group.name)} ({answered} of {len(inside)} answered)", key=f"facts-{key}", on_change="rerun") as opened:
            for name in inside if opened.open else ():   # eighty switches at once make a browser slow
                st.segmented_control(shell.label(f"{factors[name].ask} ({name})"), ["yes", "no", "unknown"], key=f"fact-{name}", required=True,
                                     persist_state="session", format_func=str.capitalize, help=shell.label(factors[name].why))

state = st.session_state
try:
    matter = current_matter(library)
except ValueError as error:
    reason = error.errors()[0]["msg"].removeprefix("Value error, ") if hasattr(error, "errors") else str(error)
    st.title("Enforcement options")
    st.error(f"The matter does not hold together: {shell.label(reason)}")
    st.stop()

clashes = [(a, b) for a in sorted(matter.present()) for b in factors[a].conflicts if b in matter.present() and a < b]
denied = [(a, b) for a in sorted(matter.present()) for b in factors[a].implies if matter.facts.get(b) == "no"]
advice = advise(library, matter, weights={aim: float(state.get(f"weight-{aim}", 1)) for aim in matter.aims})

# --- the first screen -----------------------------------------------------------------------------

st.title("Enforcement options")
st.html(f"<p><strong>{markup.text(matter.name)}</strong>{'. ' + markup.text(matter.summary) if matter.summary else ''}</p>"
        f'<p class="tsa-small">Law and dates as at {matter.on.isoformat()}. Change the facts in the sidebar; everything below follows.</p>')
if state.get("saved_as") and opened_elsewhere(state.saved_as):
    st.warning("This saved matter is also open in another window, which opened it first. Neither window sees what the other changes: save under two "
               "names, or close one.")
for a, b in clashes:
    st.warning(f"{a} ({shell.label(factors[a].name)}) and {b} ({shell.label(factors[b].name)}) cannot both be yes. Answer one of them no.")
for a, b in denied:
    st.warning(f"{a} ({shell.label(factors[a].name)}) cannot be yes where {b} ({shell.label(factors[b].name)}) is no. Change one of the two.")
follows = sorted(library.factors.present(matter.facts) - matter.present())
if follows:
    st.caption(shell.label(f"Taken as yes too, since it follows from your answers: {'; '.join(f'{factors[name].name} ({name})' for name in follows)}."))

proposed = state.get("proposed")
if isinstance(proposed, str):
    st.info(shell.label(f"No facts can be proposed: {proposed}."))
elif proposed is not None:
    with st.container(border=True):
        st.subheader("Facts that your words suggest", anchor=False)
        st.caption("Tick what is true; nothing else is answered. About two in three of the proposals are right, and a fact that is not proposed may "
                   "still be there.")
        for proposal in proposed:
            st.checkbox(shell.label(f"{factors[proposal.factor].ask} ({proposal.factor})"), key=f"take-{proposal.factor}")
            like = f" Coded so in {library.cases[proposal.case].short}: “{proposal.like}”." if proposal.case in library.cases else ""
            st.caption(shell.label(f"Your words: “{proposal.words.rstrip('.')}”.{like}"))
        if not proposed:
            st.write("Nothing in these words is like a fact of a decided case. Tell what was taken, by whom, how, and how it had been protected.")
        with st.container(horizontal=True):
            st.button("Answer the ticked ones yes", on_click=answer_ticked, type="primary", key="take", disabled=not proposed)
            st.button("Put away", on_click=forget_proposals, key="forget")

connected = [option for option in advice.options if option.connects]
if not connected:
    st.info("No route is linked to this matter yet. Say in the sidebar, under *Who and where*, where it was taken, where goods are sold or where the "
            "opponent is.")
kinds = [kind for kind in terms.route_kinds if any(option.kind == kind for option in connected)]


apart = {(item.jurisdiction, library.jurisdictions[item.jurisdiction].routes[item.route].kind) for item in advice.excluded if item.route}


def grid_cell(jurisdiction: str, kind: str) -> str:
    """The statuses of one kind of route in one jurisdiction, each with its route's name on hover."""
    found = [option for option in connected if option.jurisdiction == jurisdiction and option.kind == kind]
    if found:
        return "<br>".join(markup.badge(STATUS[option.status], option.name) for option in found)
    return f'<span class="tsa-small">{"not linked" if (jurisdiction, kind) in apart else "none"}</span>'


if connected:
    order = list(dict.fromkeys(option.jurisdiction for option in connected))
    rows = [[markup.text(names[j]), *(grid_cell(j, kind) for kind in kinds)] for j in order]
    st.html(markup.table(["", *(terms.route_kinds[kind].label for kind in kinds)], rows, "Status of every route by jurisdiction"))
    with st.expander("On the map"):
        best = {j: max((o.status for o in connected if o.jurisdiction == j), key=STATUS_RANK.__getitem__) for j in order}
        tiles = {j: Tile(STATUS[best[j]].label, STATUS_RANK[best[j]]) if j in best else Tile("not linked", None, False) for j in names}
        st.vega_lite_chart(chart(library, tiles, "Best status"), key="matter-map",
                           alt="Tile map of the best status in each linked law; the table above says the same.")
        st.caption("Dark: available; light: not available; white: not linked to this matter.")


def answer_fact(name: str, value: str) -> None:
    """Answer a fact from the list of what is missing."""
    st.session_state[f"fact-{name}"] = value


missing: dict[str, float] = {}
for option in connected:
    for item in option.missing:
        missing[item.factor] = missing.get(item.factor, 0.0) + item.weight
if missing:
    st.subheader("Find out next")
    st.caption("Unknown facts in the order of what they would settle over all routes.")
    for name in sorted(missing, key=lambda f: (-missing[f], int(f[1:])))[:4]:
        factor = factors[name]
        settles = [o for o in connected if any(m.factor == name and (m.if_yes != o.status or m.if_no != o.status) for m in o.missing)]
        words, buttons = st.columns([4, 1], vertical_alignment="center")
        words.html(f"<p><strong>{markup.text(factor.ask)}</strong> <span class='tsa-small'>{name}</span><br>{markup.text(factor.why)}<br>"
                   f"<span class='tsa-small'>Usually proved by {markup.text(', '.join(factor.evidence))}. "
                   f"It can change the status of {len(settles)} route{'s' if len(settles) != 1 else ''}"
                   f"{': ' + markup.text('; '.join(f'{o.jurisdiction_name}, {o.name}' for o in settles[:3])) if settles else ''}.</span></p>")
        with buttons, st.container(horizontal=True):
            st.button("Yes", key=f"yes-{name}", on_click=answer_fact, args=(name, "yes"), help=f"Answer {name} yes")
            st.button("No", key=f"no-{name}", on_click=answer_fact, args=(name, "no"), help=f"Answer {name} no")

dates = sorted({(due.date, due.what, option.jurisdiction_name, option.name, due.why, "; ".join(due.authority))
                for option in connected for due in option.deadlines if due.date and not due.passed})
if dates:
    st.subheader("By when")
    happened = [(day, what, "past") for day, what in ((matter.dates.taken, "taken"), (matter.dates.discovered, "known")) if day]
    st.vega_lite_chart(timeline([*happened, (matter.on, "day of advice", "today"), *((due[0], f"{due[2]}: {due[1]}", "due") for due in dates[:8])]),
                       alt="Timeline of the matter; the table below says the same.", key="timeline")
    st.html(markup.table(["Date", "What", "Where", "How counted", "Authority"],
                         [[markup.day(day), markup.text(what), markup.text(f"{where}: {route}"), markup.text(why), markup.text(source)]
                          for day, what, where, route, why, source in dates[:8]], "Next dates"))
    st.caption("Counted by the calendar; extensions for weekends and holidays, suspensions and agreements are not applied.")

route_plan = plan(library, advice)
if route_plan.steps:
    st.subheader("The plan, step by step")
    st.html(markup.table(["Step", "Where", "Route", "Status", "Before", "Find out first"], [
        [markup.text(f"{i}. {terms.route_kinds[step.option.kind].label}"), markup.text(step.option.jurisdiction_name), markup.text(step.option.name),
         markup.badge(STATUS[step.option.status]), markup.day(step.before or "no date"),
         markup.text("; ".join(factors[f].name for f in step.missing))] for i, step in enumerate(route_plan.steps, 1)], "Steps in order"))
    st.caption("Evidence first, then orders that stop the use, then sanctions, then the merits; within each, what must be done soonest.")
    for title, notes in (("Evidence that can serve elsewhere", route_plan.evidence),
                         ("Where parallel steps endanger each other", route_plan.dangers)):
        if notes:
            with st.expander(f"{title} ({len(notes)})"):
                st.html(listed([
                    (f"<strong>{markup.text(f'{n.jurisdiction_name}, {n.question.lower()}: {n.answer.words}.')}</strong> "
                     f"{markup.text(n.answer.note)}",
                     f"{markup.authorities(n.answer.authority, n.answer.urls)} {markup.check(n.answer.how, n.answer.on)}") for n in notes]))

# --- the options ----------------------------------------------------------------------------------

if connected:
    st.subheader("The options")
    open_to = st.pills("Jurisdiction", order, format_func=lambda j: shell.label(names[j]), key="options-of", selection_mode="multi",
                       label_visibility="collapsed", default=None)
    shown = [option for option in connected if not open_to or option.jurisdiction in open_to]
    everything = st.toggle("Show routes that are not available or out of time", key="all-options", value=False)
    hidden = [o for o in shown if o.status in ("not-available", "out-of-time")]
    for option in shown if everything else [o for o in shown if o not in hidden]:
        card(library, option)
    if hidden and not everything:
        st.caption(f"{len(hidden)} route{'s' if len(hidden) != 1 else ''} not available or out of time: "
                   + shell.label("; ".join(f"{o.jurisdiction_name}, {o.name}" for o in hidden)))

if advice.excluded:
    with st.expander(f"Listed apart: {len(advice.excluded)} without a link to the matter"):
        st.html(listed([(f"<strong>{markup.text(e.jurisdiction_name)}</strong>", markup.text(e.why)) for e in advice.excluded]))

st.subheader("Take it with you")
with st.container(horizontal=True):
    for title, suffix in (("Memo (Word)", ".docx"), ("Memo (Markdown)", ".md")):
        made = partial(content, suffix, partial(as_memo, advice, library))
        st.download_button(title, made, file_name=f"memo{suffix}", on_click="ignore", key=f"memo{suffix}")
    if dates:
        st.download_button("Dates (.ics)", lambda: to_ics(advice), file_name="dates.ics", mime="text/calendar", on_click="ignore", key="ics",
                           help="The dates that lie ahead, for a calendar, with reminders 30 and 7 days before.")
    st.download_button("Save the matter", lambda: dump_matter(matter), file_name="matter.yaml", mime="application/yaml", on_click="ignore",
                       key="save")
