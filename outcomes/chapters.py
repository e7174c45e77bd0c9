"""How the sessions and the Village become one outcome report."""

from collections.abc import Callable
from typing import Any

from booths.chapter import figures
from forum.models import Edition
from forum.spreadsheets import INTEGER, Column, Sheet
from outcomes.exports import booths, sessions

NUMBER_COLUMNS = [
    Column("About", lambda figure: figure.about),
    Column("What", lambda figure: figure.what),
    Column("Number", lambda figure: figure.count, INTEGER),
]


def numbers(edition: Edition) -> Sheet:
    """What is counted about the Village of the edition."""
    return Sheet("Village numbers", NUMBER_COLUMNS, figures(edition))


def one_table(edition: Edition) -> Sheet:
    """Sessions, then booths, under one header: the columns of sessions, then what only booths have.

    A booth fills the columns it shares with a session. Without booths it is the table of sessions.
    """
    first, second = sessions(edition), booths(edition)
    if not list(second.objects):
        return first
    renamed = {"Booth": "Session", "Topic": "Title", "Themes": edition.theme_label}
    own = {renamed.get(column.header, column.header): column for column in second.columns}
    shared = {column.header: column for column in first.columns}
    columns = [
        Column(header, _either(shared.get(header), own.get(header)), (shared | own)[header].kind)
        for header in [*shared, *(header for header in own if header not in shared)]
    ]
    rows = [(row, None) for row in first.objects] + [(None, row) for row in second.objects]
    return Sheet("Outcome report", columns, rows)


def _either(of_session: Column | None, of_booth: Column | None) -> Callable[[tuple], Any]:
    """The cell of a row that is a session or a booth; None where it has no such column."""

    def value(row: tuple) -> Any:
        session, booth = row
        column, thing = (of_booth, booth) if session is None else (of_session, session)
        return column.value(thing) if column else None

    return value
