"""About the law: what is covered, how it was checked, what is new and pending, and what the reasoning is worth."""

import streamlit as st

from advisor.coverage import count_checks, coverage, most_unknown
from advisor.pages import markup, shell
from advisor.pages.tiles import Tile, chart
from advisor.words import CHECK

library = shell.library()
rows = coverage(library)
counts = count_checks(library)
questions = library.questions.questions
total = sum(counts.values()) or 1

st.title("About the law")
st.write(f"The Atlas knows {len(rows)} laws and {len(library.cases)} decided cases. Every statement names its authority and says "
         "how it was checked. It informs; it is not legal advice, and it does not replace counsel in the place concerned.")
st.html("<p>" + "<br>".join(f"{markup.badge(CHECK[how])} {counts[how]} ({counts[how] / total:.0%}): {markup.text(CHECK[how].means)}"
                            for how in counts) + "</p>")

st.subheader("Share read in the primary text")
st.vega_lite_chart(chart(library, {row.jurisdiction: Tile(f"{row.share:.0%} primary, {row.unknown} unknown", min(4, int(row.share * 5)))
                                   for row in rows}, "Checked"), key="coverage-map", 
                   alt="Tile map of all jurisdictions, darker where more was read in the primary text. The table below says the same.")
st.html(markup.table(
    ["Jurisdiction", "Answered", "Unknown", "Unsettled", "From its parent", "Primary", "Secondary", "Unchecked", "Share primary", "Routes",
     "Cases", "Oldest check"],
    [[markup.text(f"{row.name} ({row.jurisdiction})"),
      *map(str, (row.answered, row.unknown, row.unsettled, row.inherited, row.primary, row.secondary, row.unchecked)),
      f"{row.share:.0%}", str(row.routes), str(row.cases), markup.day(row.oldest)] for row in rows], "Coverage by jurisdiction"))
reserved = sum(1 for record in library.jurisdictions.values() for answer in record.answers.values() if answer.checked.how == "primary" and answer.checked.note)
st.caption(f"{reserved} answers marked primary carry a note that says which part was not read in the primary text; a star beside the mark shows it, "
           "and the note stands on hover and under *Authority*.")
st.caption("Answered, unknown, unsettled and inherited count the comparison questions; the checks count answers and route elements.")
with st.expander("What is most often unknown"):
    st.html("<ul>" + "".join(f"<li>{markup.text(questions[name].ask)} ({n} laws)</li>" for name, n in most_unknown(library)) + "</ul>")

st.subheader("The laws that are cited")
law = library.jurisdictions[st.selectbox("Jurisdiction", list(library.jurisdictions), format_func=lambda j: library.jurisdictions[j].name, key="laws-of",
                                         bind="query-params")]
st.html(markup.table(["Cited as", "Name", "Official citation", "In force", "What was read"], [
    [markup.link(item.short, item.url), markup.text(" / ".join(filter(None, (item.name, item.original)))), markup.text(item.citation),
     markup.text(item.times[:1].upper() + item.times[1:]), markup.text(". ".join(part.rstrip(".") for part in (item.text, item.note) if part))]
    for item in law.instruments.values()], f"Laws cited in the record of {law.name}"))

st.subheader("What is pending")
picked = st.multiselect("Jurisdictions (none: all)", list(library.jurisdictions), format_func=lambda j: library.jurisdictions[j].name, key="reform-of",
                        bind="query-params", select_all=False)
reforms = [(name, item) for name in picked or library.jurisdictions for item in library.jurisdictions[name].reform]
st.html(markup.table(["Jurisdiction", "Reform", "Authority"], [
    [markup.text(library.jurisdictions[name].name), markup.text(item.note),
     markup.authorities([library.cite(name, a) for a in item.authority], [library.url(name, a) for a in item.authority])
     + f" {markup.check(item.checked.how, item.checked.on)}"] for name, item in reforms], "Reform"))
st.caption("What has changed already is on the page *Compare*, under *What changed*.")

st.subheader("How the reasoning works, and what it is worth")
st.markdown("""
- **Facts** are answered yes, no or unknown. Each bears on an element of a route, strongly or weakly, for or against; a strong fact answers a weak one, a
  knock-out answers all. The records say which fact bears on what, with authority. Unknown facts leave an element open: nothing is assumed.
- **Cases** are compared by the facts that were coded from the decisions. A precedent binds only within its law, by the rank of its court, and while it stands;
  others illustrate.
- **The outcome signal** hears the rules, the cases most like it, and what facts have weighed in decided cases. It follows the rules unless another voice
  contradicts them; where they leave it open, both others must agree; else it abstains. Codings were made by readers who knew the outcome, so it looks
  better here than it would on a new dispute. Use it to find the cases to read, not to forecast.
- **Dates** follow the calendar. Extensions for weekends and holidays, suspensions and agreements are not applied.
""")
