"""The app: ``streamlit run app.py``. The server imports this file for ``app``; a browser session runs it as a script, which draws the pages."""

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from advisor.pages import shell
from advisor.pages.guard import Guard

app = App(__file__, middleware=[Middleware(Guard)])

if __name__ == "__main__":
    shell.frame()
    page = st.navigation([
        st.Page("advisor/pages/advise.py", title="Advise", default=True,
                help="The enforcement options of a matter, what is missing, and by when to act."),
        st.Page("advisor/pages/compare.py", title="Compare", help="Jurisdictions side by side, question by question."),
        st.Page("advisor/pages/cases.py", title="Cases", help="Search decided cases and answers, and read them."),
        st.Page("advisor/pages/workshop.py", title="Workshop", help="One invented dispute under every law, with facts to turn; for teaching."),
        st.Page("advisor/pages/readiness.py", title="Readiness", help="What protects the secret today, against what each law asks."),
        st.Page("advisor/pages/atlas.py", title="Map and graph", help="Every law on one question, or on the current matter; rules and cases as a graph."),
        st.Page("advisor/pages/about.py", title="About the law", help="What is covered, how it was checked, what is pending, what the reasoning is worth."),
    ], position="top")
    with shell.kept_view(page.url_path):
        page.run()
    shell.foot()
