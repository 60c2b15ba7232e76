"""The app: one Streamlit page a file, and what pages share. No law and no logic in them."""
