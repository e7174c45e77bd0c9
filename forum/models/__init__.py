from forum.models.accounts import Role, User
from forum.models.edition import Edition, Goal, Theme, Topic
from forum.models.people import Difference, Organization, Person
from forum.models.traces import AuditEntry, Job, OutgoingMail

__all__ = [
    "AuditEntry",
    "Difference",
    "Edition",
    "Goal",
    "Job",
    "Organization",
    "OutgoingMail",
    "Person",
    "Role",
    "Theme",
    "Topic",
    "User",
]
