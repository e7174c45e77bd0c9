"""The outcome report of an edition as sheets and as data: the same rows in every form."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.models import Edition
from forum.spreadsheets import Sheet
from outcomes import chapters, participation
from outcomes import exports as rows_of
from outcomes.exports import SessionRow
from outcomes.participation import SHARE_COLUMNS

FORMAT = "igf-outcome-report"
LICENCE = "CC BY 4.0"
LICENCE_NOTE = (
    "Texts, numbers and results may be reused under Creative Commons Attribution 4.0 "
    "(https://creativecommons.org/licenses/by/4.0/): name the Internet Governance Forum, the "
    "edition and the session. Names of people are published for the purpose of the forum only."
)


@dataclass(frozen=True)
class OutcomeReport:
    """Everything in the report, read once."""

    edition: Edition
    sessions: Sheet
    booths: Sheet
    village: Sheet
    by_theme: Sheet
    by_type: Sheet
    shares: Sheet
    public: bool = False

    @property
    def sheets(self) -> list[Sheet]:
        """The numbers of the Village count requests nobody else knows of: not in public."""
        village = [] if self.public else [self.village]
        return [self.sessions, self.booths, *village, self.by_theme, self.by_type, self.shares]

    @property
    def rows(self) -> list[SessionRow]:
        return list(self.sessions.objects)


def outcome_report(edition: Edition, *, public: bool = False) -> OutcomeReport:
    """The report with the rows of its sheets already read; `public` is what everybody may know."""
    sessions = rows_of.sessions(edition, public=public)
    found: list[SessionRow] = list(sessions.objects)
    themes = participation.summaries(found, participation.theme_of)
    types = participation.summaries(found, participation.type_of)
    return OutcomeReport(
        edition,
        sessions,
        rows_of.booths(edition, public=public),
        chapters.numbers(edition),
        participation.summary_sheet("By theme", edition.theme_label, themes),
        participation.summary_sheet("By type", "Type", types),
        Sheet("Participation", SHARE_COLUMNS, participation.shares(edition, found)),
        public,
    )


def as_data(report: OutcomeReport) -> dict[str, Any]:
    """The same rows for programs; moments are UTC unless their header names another zone."""
    edition = report.edition
    return {
        "format": FORMAT,
        "edition": {"year": edition.year, "title": edition.title, "sample": edition.is_sample},
        "licence": LICENCE,
        "licence_note": LICENCE_NOTE,
        **{sheet.name.lower().replace(" ", "_"): records(sheet) for sheet in report.sheets},
    }


def records(sheet: Sheet) -> list[dict[str, Any]]:
    """The rows of a sheet as objects, each cell under its header."""
    headers = sheet.headers()
    return [dict(zip(headers, map(_plain, row), strict=True)) for row in sheet.rows()]


def _plain(value: object) -> object:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value
