from surveys.views.attendee import about, enter, join, join_page, vote
from surveys.views.ballot import ballot, stream
from surveys.views.codes import doors, entry_codes
from surveys.views.console import conduct, console
from surveys.views.design import design
from surveys.views.live import qr, screen, state_json

__all__ = [
    "about",
    "ballot",
    "conduct",
    "console",
    "design",
    "doors",
    "enter",
    "entry_codes",
    "join",
    "join_page",
    "qr",
    "screen",
    "state_json",
    "stream",
    "vote",
]
