from outcomes.models.discussion import DraftItem, DraftVersion, Note
from outcomes.models.paper import Comment, ImpulsePaper, PaperVersion

__all__ = ["Comment", "DraftItem", "DraftVersion", "ImpulsePaper", "Note", "PaperVersion"]
