"""What a session proposal and a booth request have in common, and what is kept beside them."""

from forum.models import Goal, Theme
from submissions.models.following import Attachment, Copy, Handover, Milestone, Version
from submissions.models.request import (
    Call,
    Exemption,
    Involvement,
    Question,
    Rule,
    Submission,
    new_token,
)

__all__ = [
    "Attachment",
    "Call",
    "Copy",
    "Exemption",
    "Goal",
    "Handover",
    "Involvement",
    "Milestone",
    "Question",
    "Rule",
    "Submission",
    "Theme",
    "Version",
    "new_token",
]
