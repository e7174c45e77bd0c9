"""The outcome report as DOCX: real headings and lists, to be edited."""

import io
import re
from datetime import datetime
from typing import Any

from forum.models import Edition

NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_docx(edition: Edition, themes: list[dict[str, Any]], *, moment: datetime) -> bytes:
    """One document: themes as first, sessions as second headings."""
    from docx import Document

    document = Document()
    properties = document.core_properties
    properties.title = f"{edition}: outcome report"
    properties.author = properties.last_modified_by = "IGF Portal"
    properties.created = properties.modified = moment.replace(tzinfo=None)
    properties.language = "en"
    document.add_heading(_clean(properties.title), level=0)
    document.add_paragraph(_clean(edition.title))
    for theme in themes:
        document.add_heading(_clean(theme["title"]), level=1)
        for session in theme["sessions"]:
            _session(document, session)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _session(document: Any, session: dict[str, Any]) -> None:
    document.add_heading(_clean(session["name"]), level=2)
    for line in (session["when"], session["marks"].capitalize()):
        if line:
            document.add_paragraph(_clean(line))
    _people(document, session)
    for title, name, style in (
        ("Key takeaways", "takeaways", "List Number"),
        ("Calls to action", "calls", "List Number"),
        ("Results of the survey", "results", "List Bullet"),
    ):
        if session[name]:
            document.add_heading(title, level=3)
            for text in session[name]:
                document.add_paragraph(_clean(text), style=style)
    if any(session["narrative"]):
        document.add_heading("What was discussed", level=3)
        for text in session["narrative"]:
            document.add_paragraph(_clean(text))
    for label, name in (("Paper: ", "paper"), ("Record, SHA-256: ", "record")):
        if session[name]:
            document.add_paragraph(label + session[name])


def _people(document: Any, session: dict[str, Any]) -> None:
    rows = [("Joined the survey", session["joined"]), ("As reported", session["reported"])]
    rows = [(label, doors) for label, doors in rows if any(n is not None for n in doors.values())]
    if not rows:
        return
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("People", "Room", "Online"), strict=True):
        cell.text = text
    for label, doors in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, (label, doors.get("room"), doors.get("online")), strict=True):
            cell.text = "" if text is None else str(text)
    document.add_paragraph()


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return NOT_IN_XML.sub("", text)
