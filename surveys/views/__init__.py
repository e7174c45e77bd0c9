from surveys.views.attendee import about, enter, join, join_page, vote
from surveys.views.ballot import ballot, stream
from surveys.views.codes import doors, entry_codes
from surveys.views.console import conduct, console, console_news
from surveys.views.design import design
from surveys.views.floor import open_answers
from surveys.views.ideas import ideas, support
from surveys.views.live import qr, screen, state_json

__all__ = [
    "about",
    "ballot",
    "conduct",
    "console",
    "console_news",
    "design",
    "doors",
    "enter",
    "entry_codes",
    "ideas",
    "join",
    "join_page",
    "open_answers",
    "qr",
    "screen",
    "state_json",
    "stream",
    "support",
    "vote",
]
