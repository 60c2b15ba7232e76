"""Words and icons for states and statuses, so that page, memo and command line say the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """How a state is shown: a label, a bundled Material icon, a colour name, and what it means."""

    label: str
    icon: str
    color: str
    means: str


STATUS = {
    "available": Sign("Available", "check_circle", "green", "Every element is shown on the facts given."),
    "arguable": Sign("Arguable", "balance", "blue", "There is something on both sides, or a point weakens it."),
    "needs-facts": Sign("Needs facts", "help", "orange", "Facts are missing that decide it."),
    "out-of-time": Sign("Out of time", "timer_off", "violet", "A time limit that ends the route has passed."),
    "not-available": Sign("Not available", "block", "red", "An element fails or a defence bars it, on the facts given."),
}
STATE = {
    "met": Sign("Met", "check", "green", "Shown on the facts given."),
    "contested": Sign("Contested", "balance", "blue", "Facts on both sides."),
    "open": Sign("Open", "help", "orange", "Facts are missing."),
    "defeated": Sign("Defeated", "close", "red", "A fact stands against it and none answers it."),
}
SECRECY = {"yes": "kept", "qualified": "kept within limits", "no": "not kept", "unknown": "not known"}
CHECK = {
    "primary": Sign("primary", "verified", "green", "Read against the statute or judgment."),
    "secondary": Sign("secondary", "library_books", "blue", "A reputable source was read."),
    "unchecked": Sign("unchecked", "error", "orange", "Not checked against a source; treat as a lead."),
}
OUTCOME = {
    "holder": Sign("Holder won", "shield", "green", "The holder got what the decision was about, in the main."),
    "opponent": Sign("Opponent won", "gavel", "red", "The other side won what the decision was about, in the main."),
    "mixed": Sign("Mixed", "balance", "blue", "Each side won a part that matters."),
    "settled": Sign("Settled", "handshake", "gray", "Ended by agreement."),
    "pending": Sign("Pending", "hourglass_empty", "gray", "No decision on the merits yet."),
}
VERDICT = {
    "verified": Sign("Verified", "check", "green", "The library has this decision, and names, court and year agree as far as the text gives them."),
    "mismatch": Sign("Mismatch", "error", "red", "The library has a decision with this citation, but names, court or year differ."),
    "not-in-library": Sign("Not in the library", "help", "gray", "The library has no decision with this citation; that says nothing about whether it exists."),
}
