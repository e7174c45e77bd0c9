from outcomes.models.derived import DerivedPublication
from outcomes.models.discussion import DraftItem, DraftVersion, Note
from outcomes.models.export import Export
from outcomes.models.feedback import Comment, PersonalLink, Stakeholder, UnconfirmedComment
from outcomes.models.paper import ImpulsePaper, PaperVersion
from outcomes.models.reader import Reader
from outcomes.models.report import DutyReminder, ReportVersion, SessionReport
from outcomes.models.review import CompilingSwitch, Edit
from outcomes.models.transcript import Passage, Transcript

__all__ = [
    "Comment",
    "CompilingSwitch",
    "DerivedPublication",
    "DraftItem",
    "DraftVersion",
    "DutyReminder",
    "Edit",
    "Export",
    "ImpulsePaper",
    "Note",
    "PaperVersion",
    "Passage",
    "PersonalLink",
    "Reader",
    "ReportVersion",
    "SessionReport",
    "Stakeholder",
    "Transcript",
    "UnconfirmedComment",
]
