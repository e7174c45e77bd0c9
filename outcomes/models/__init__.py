from outcomes.models.discussion import DraftItem, DraftVersion, Note
from outcomes.models.paper import Comment, ImpulsePaper, PaperVersion
from outcomes.models.review import CompilingSwitch, Edit

__all__ = [
    "Comment",
    "CompilingSwitch",
    "DraftItem",
    "DraftVersion",
    "Edit",
    "ImpulsePaper",
    "Note",
    "PaperVersion",
]
