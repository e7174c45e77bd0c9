from workshops.models.programme import Room, Slot
from workshops.models.proposal import (
    NEEDABLE,
    AgendaItem,
    Contributor,
    PolicyQuestion,
    SessionType,
    Workshop,
    WorkshopQuerySet,
    usual_needs,
)

__all__ = [
    "NEEDABLE",
    "AgendaItem",
    "Contributor",
    "PolicyQuestion",
    "Room",
    "SessionType",
    "Slot",
    "Workshop",
    "WorkshopQuerySet",
    "usual_needs",
]
