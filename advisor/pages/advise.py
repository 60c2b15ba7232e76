"""Advise: a matter's facts, its enforcement options, what is missing, and by when to act."""

from datetime import date

import streamlit as st

from advisor.exports.memo import as_memo
from advisor.exports.write import content
from advisor.matter import Dates, Holder, Matter, Opponent, Places, dump_matter, parse_matter
from advisor.options import Option, advise
from advisor.pages import markup, shell
from advisor.pages.matters import example_names, load_example, put_matter
from advisor.records.problems import BadInput
from advisor.words import OUTCOME, STATE, STATUS

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


if "base" not in st.session_state:
    wanted = st.query_params.get("matter")
    open_example(wanted if wanted in examples else next(iter(examples)))

with st.sidebar:
    st.header("The matter", anchor=False)
    st.selectbox("Start from", list(examples), format_func=examples.__getitem__, key="matter", bind="query-params", on_change=open_example,
                 help="Worked matters, and an empty one. Choosing one replaces the facts below; save yours first if you want it back.")
    given = st.file_uploader("Open a saved matter", type=["yaml", "yml"], key="upload")
    if given is not None and st.session_state.get("opened") != given.file_id:
        st.session_state.opened = given.file_id
        try:
            put_matter(parse_matter(given.getvalue(), library, given.name), factors)
            st.rerun()
        except BadInput as error:
            for problem in error.problems:
                st.error(shell.label(str(problem)))
    st.text_input("Name", key="m-name", persist_state="session", max_chars=200)
    st.text_area("What happened", key="m-summary", persist_state="session", height=120, max_chars=20_000)
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
    st.multiselect("Jurisdictions", list(names), format_func=names.__getitem__, key="m-jurisdictions", persist_state="session", select_all=False,
                   placeholder="All that the matter is linked to")
    st.subheader("Facts", anchor=False)
    for key, group in library.factors.groups.items():
        inside = [name for name, factor in factors.items() if factor.group == key]
        answered = sum(st.session_state.get(f"fact-{name}", "unknown") != "unknown" for name in inside)
        with st.expander(f"{group.name} ({answered} of {len(inside)} answered)"):
            for name in inside:
                st.segmented_control(f"{factors[name].ask} ({name})", ["yes", "no", "unknown"], key=f"fact-{name}", required=True,
                                     persist_state="session", format_func=str.capitalize, help=shell.label(factors[name].why))

state = st.session_state
try:
    matter = Matter(
        name=state["m-name"].strip() or "Unnamed matter", on=state["m-on"] or date.today(), holder=Holder(country=state["m-holder"]),
        opponent=Opponent(kind=state["m-kind"], country=state["m-opponent"]),
        places=Places(**{key: tuple(state[f"m-{key}"]) for key in Places.model_fields}),
        dates=Dates(taken=state["m-taken"], discovered=state["m-discovered"], ended=state["base"].dates.ended),
        facts={name: state[f"fact-{name}"] for name in factors if state.get(f"fact-{name}", "unknown") != "unknown"},
        aims=tuple(state["m-aims"]), summary=state["m-summary"], jurisdictions=tuple(state["m-jurisdictions"]), amounts=state["base"].amounts)
except ValueError as error:
    reason = error.errors()[0]["msg"].removeprefix("Value error, ") if hasattr(error, "errors") else str(error)
    st.title("Enforcement options")
    st.error(f"The matter does not hold together: {shell.label(reason)}")
    st.stop()

clashes = [(a, b) for a in sorted(matter.present()) for b in factors[a].conflicts if b in matter.present() and a < b]
advice = advise(library, matter)

# --- the first screen -----------------------------------------------------------------------------

st.title("Enforcement options")
st.html(f"<p><strong>{markup.text(matter.name)}</strong>{'. ' + markup.text(matter.summary) if matter.summary else ''}</p>"
        f'<p class="tsa-small">Law and dates as at {matter.on.isoformat()}. Change the facts in the sidebar; everything below follows.</p>')
for a, b in clashes:
    st.warning(f"{a} ({shell.label(factors[a].name)}) and {b} ({shell.label(factors[b].name)}) cannot both be yes. Answer one of them no.")

connected = [option for option in advice.options if option.connects]
if not connected:
    st.info("No route is linked to this matter yet. Say in the sidebar, under *Who and where*, where it was taken, where goods are sold or where the "
            "opponent is.")
kinds = [kind for kind in terms.route_kinds if any(option.kind == kind for option in connected)]


def grid_cell(options: list[Option]) -> str:
    """The statuses of one kind of route in one jurisdiction."""
    return "<br>".join(f"{markup.badge(STATUS[o.status])}" for o in options) or '<span class="tsa-small">none</span>'


if connected:
    order = list(dict.fromkeys(option.jurisdiction for option in connected))
    rows = [[markup.text(names[j]), *(grid_cell([o for o in connected if o.jurisdiction == j and o.kind == kind]) for kind in kinds)] for j in order]
    st.html(markup.table(["", *(terms.route_kinds[kind].label for kind in kinds)], rows, "Status of every route by jurisdiction"))


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
    st.html(markup.table(["Date", "What", "Where", "How counted", "Authority"],
                         [[markup.text(day.isoformat()), markup.text(what), markup.text(f"{where}: {route}"), markup.text(why), markup.text(source)]
                          for day, what, where, route, why, source in dates[:8]], "Next dates"))
    st.caption("Counted by the calendar; extensions for weekends and holidays, suspensions and agreements are not applied.")

# --- the options ----------------------------------------------------------------------------------


def elements_table(option: Option) -> str:
    """What must be proved, the state of each element, and why."""
    rows = []
    for e in option.elements:
        record = option.record.elements[e.name]
        version = record.at(option.law_on) or record
        facts = "".join(f"<div>{markup.text(reason)}</div>" for reason in e.because) or "no known fact"
        unknown = f'<div class="tsa-small">unknown: {markup.text(", ".join(f"{f} {factors[f].name}" for f in e.missing))}</div>' if e.missing else ""
        urls = [library.url(option.jurisdiction, a) for a in version.authority]
        rows.append([markup.text(e.title), markup.badge(STATE[e.state]), facts + unknown, markup.text(e.burden),
                     markup.details(f"Authority {markup.check(version.checked.how, version.checked.on)}",
                                    f"{markup.authorities([library.cite(option.jurisdiction, a) for a in version.authority], urls)}"
                                    f"<div>{markup.text(version.note or '')}</div>")])
    return markup.table(["Element", "State", "Facts", "Burden", "Authority"], rows, f"Elements of {option.name}")


def listed(pairs: list[tuple[str, str]]) -> str:
    """A list of statements, each with its authority in small type."""
    return "<ul>" + "".join(f"<li>{body}<div class='tsa-small'>{source}</div></li>" for body, source in pairs) + "</ul>"


def card(option: Option) -> None:
    """One option: the summary first, everything behind it one click away."""
    with st.container(border=True):
        st.html(f"<h3>{markup.text(option.jurisdiction_name)}: {markup.text(option.name)} {markup.badge(STATUS[option.status])}</h3>"
                f"<p>{markup.text(option.why)}</p>")
        due = next((d for d in option.deadlines if d.date and not d.passed), None)
        get = ", ".join(r.label for r in option.remedies if r.state != "missing")
        more = ", ".join(r.label for r in option.remedies if r.state == "missing")
        lacking = "; ".join(factors[m.factor].name for m in option.missing[:3])
        st.html('<div class="tsa-small">'
                f"<p><strong>What you get</strong> {markup.text(get)}{f' (on further facts: {markup.text(more)})' if more else ''}</p>"
                f"<p><strong>What is missing</strong> {markup.text(lacking) or 'nothing that would change the status'}</p>"
                f"<p><strong>By when</strong> {markup.text(f'{due.date} ({due.what})') if due else 'no date can be computed yet'}</p>"
                f"<p><strong>Secrecy in the proceedings</strong> {markup.text(option.record.secrecy.protected)}</p></div>")
        with st.expander("What must be proved, authority, remedies, dates and cases"):
            st.html(f"<p>{markup.text(option.record.summary)}</p><p class='tsa-small'>Linked by {markup.text(', '.join(option.links).replace('_', ' '))}. "
                    f"Substantive law as at {option.law_on.isoformat()}.</p>" + elements_table(option))
            raised = [d for d in option.defences if d.raised]
            if raised:
                st.html("<h4>Defences that the facts raise</h4>" + listed(
                    [(markup.text(f"{d.title}{' (answered)' if d.answered else ''}"), markup.text("; ".join(d.authority))) for d in raised]))
            others = [d for d in option.defences if not d.raised]
            if others:
                st.html("<h4>Defences not raised yet</h4>" + listed([(markup.text(d.title), markup.text("; ".join(d.authority))) for d in others]))
            st.html("<h4>Remedies</h4>" + listed(
                [(f"<strong>{markup.text(r.label)}</strong>{' (needs ' + markup.text(', '.join(r.needs)) + ')' if r.state == 'missing' else ''}: "
                  f"{markup.text(r.note)}", markup.text("; ".join(r.authority))) for r in option.remedies]))
            if option.deadlines:
                st.html("<h4>Dates</h4>" + listed(
                    [(f"<strong>{markup.text(d.date or 'No date yet')}</strong> {markup.text(d.what)}: {markup.text(d.why)}"
                      f"{' — passed' if d.passed else ''}", markup.text("; ".join(d.authority))) for d in option.deadlines]))
            forum = option.record.forum
            st.html(f"<h4>Forum</h4><p>{markup.text(forum.note)}</p><h4>Secrecy in the proceedings</h4><p>{markup.text(option.record.secrecy.note)}</p>"
                    f"<p class='tsa-small'>{markup.text('; '.join(library.cite(option.jurisdiction, a) for a in (*forum.authority, *option.record.secrecy.authority)))}</p>")
            if option.analogies:
                st.html("<h4>Cases most like it</h4>" + listed(
                    [(f'<a href="cases?case={markup.text(a.id)}" target="_self">{markup.text(a.name)}</a> {markup.badge(OUTCOME[a.outcome])}',
                      markup.text("shares " + ", ".join(factors[f].name for f in a.shared)
                                  + ("; differs: " + ", ".join(factors[f].name for f in a.weaker) if a.weaker else ""))) for a in option.analogies]))
            else:
                st.caption("No case of this law in the library shares a fact with the matter yet.")


if connected:
    st.subheader("The options")
    open_to = st.pills("Jurisdiction", order, format_func=names.__getitem__, key="options-of", selection_mode="multi", label_visibility="collapsed",
                       default=None)
    shown = [option for option in connected if not open_to or option.jurisdiction in open_to]
    everything = st.toggle("Show routes that are not available or out of time", key="all-options", value=False)
    hidden = [o for o in shown if o.status in ("not-available", "out-of-time")]
    for option in shown if everything else [o for o in shown if o not in hidden]:
        card(option)
    if hidden and not everything:
        st.caption(f"{len(hidden)} route{'s' if len(hidden) != 1 else ''} not available or out of time: "
                   + shell.label("; ".join(f"{o.jurisdiction_name}, {o.name}" for o in hidden)))

if advice.excluded:
    with st.expander(f"Listed apart: {len(advice.excluded)} without a link to the matter"):
        st.html(listed([(f"<strong>{markup.text(e.jurisdiction_name)}</strong>", markup.text(e.why)) for e in advice.excluded]))

st.subheader("Take it with you")
with st.container(horizontal=True):
    st.download_button("Memo (Word)", lambda: content(".docx", lambda: as_memo(advice, library)), file_name="memo.docx", on_click="ignore", key="memo-docx")
    st.download_button("Memo (Markdown)", lambda: content(".md", lambda: as_memo(advice, library)), file_name="memo.md", on_click="ignore", key="memo-md")
    st.download_button("Save the matter", lambda: dump_matter(matter), file_name="matter.yaml", mime="application/yaml", on_click="ignore", key="save")
