"""What a session proposal and a booth request have in common, and what is kept beside them."""

from forum.models import Goal, Theme
from submissions.models.call import AccessCode, Call, ClosingChange, FieldSetting
from submissions.models.following import Attachment, Copy, Handover, Milestone, Version
from submissions.models.request import (
    GivenNumber,
    Involvement,
    Question,
    Submission,
    new_token,
)
from submissions.models.rule import Exemption, Rule
from submissions.models.view import SavedView

__all__ = [
    "AccessCode",
    "Attachment",
    "Call",
    "ClosingChange",
    "Copy",
    "Exemption",
    "FieldSetting",
    "GivenNumber",
    "Goal",
    "Handover",
    "Involvement",
    "Milestone",
    "Question",
    "Rule",
    "SavedView",
    "Submission",
    "Theme",
    "Version",
    "new_token",
]
