from workshops.models.programme import Room, Slot
from workshops.models.proposal import (
    AgendaItem,
    Contributor,
    PolicyQuestion,
    SessionType,
    Workshop,
)

__all__ = [
    "AgendaItem",
    "Contributor",
    "PolicyQuestion",
    "Room",
    "SessionType",
    "Slot",
    "Workshop",
]
