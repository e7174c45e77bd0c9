from outcomes.models.discussion import DraftItem, DraftVersion, Note
from outcomes.models.export import Export
from outcomes.models.paper import Comment, ImpulsePaper, PaperVersion
from outcomes.models.report import DutyReminder, ReportVersion, SessionReport

__all__ = [
    "Comment",
    "DraftItem",
    "DraftVersion",
    "DutyReminder",
    "Export",
    "ImpulsePaper",
    "Note",
    "PaperVersion",
    "ReportVersion",
    "SessionReport",
]
