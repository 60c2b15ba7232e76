"""The app: ``streamlit run app.py``."""

from starlette.middleware import Middleware
from streamlit.starlette import App

from advisor.pages.guard import Guard

app = App("main.py", middleware=[Middleware(Guard)])
