"""Who may do what with the notes and the paper of a session; refusals say why."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.models import User
from forum.permissions import is_secretariat
from outcomes import review
from outcomes.compiler.sections import TRANSCRIPT, transcript_label
from outcomes.models import Comment, ImpulsePaper, Note, Transcript
from surveys.models import Survey
from workshops.models import Contributor, Workshop

Role = Contributor.Role
APPROVERS = (Role.RAPPORTEUR, *Contributor.ORGANIZERS, *Contributor.MODERATORS)


def can_take_notes(user: User, workshop: Workshop) -> bool:
    """Its rapporteurs, moderators and organizers, and the Secretariat."""
    return is_secretariat(user) or workshop.has_role(user, *APPROVERS)


def can_change_note(user: User, note: Note) -> bool:
    """One's own notes only: a line stands for the person who heard it."""
    return note.by_id == user.pk and can_take_notes(user, note.workshop)


def can_dispose(user: User, workshop: Workshop) -> bool:
    """Its rapporteurs and organizers say what becomes of a suggestion."""
    return workshop.has_role(user, Role.RAPPORTEUR, *Contributor.ORGANIZERS)


def rearrange_refusal(user: User, workshop: Workshop) -> str:
    """Why this person cannot take away now what a paper leans on; empty when they can."""
    if not can_take_notes(user, workshop):
        return _("Only the people of this session change its draft and its transcript.")
    paper = ImpulsePaper.objects.filter(workshop=workshop).first()
    if paper and paper.is_public:
        return _("The paper is published. What it leans on stays as it is.")
    if paper and paper.signed:
        return _("The paper is approved. Withdraw the approval before changing what it leans on.")
    return ""


def compile_refusal(user: User, workshop: Workshop) -> str:
    """Why this person cannot have the paper compiled now; empty when they can."""
    if not can_take_notes(user, workshop):
        return _("Only the people of this session and the Secretariat compile its paper.")
    begun = [Survey.Status.RUNNING, Survey.Status.ENDED]
    if workshop.surveys.filter(status__in=begun, is_rehearsal=False).exists():
        return _("The survey of this session is not sealed yet. The paper follows the seal.")
    paper = ImpulsePaper.objects.filter(workshop=workshop).first()
    open_states = (ImpulsePaper.Status.DRAFT, ImpulsePaper.Status.FAILED)
    if paper and paper.status == ImpulsePaper.Status.QUEUED:
        return _("The paper is being compiled.")
    if paper and paper.status not in open_states:
        return _("The paper is approved. Withdraw the approval before compiling it again.")
    return ""


def approve_refusal(user: User, paper: ImpulsePaper) -> str:
    """Why this person cannot approve the paper, or its next version, now; empty when they can."""
    if paper.status != ImpulsePaper.Status.DRAFT and not paper.is_public:
        return _("Only a draft can be approved.")
    if not paper.workshop.has_role(user, *APPROVERS):
        return _("The rapporteur, a moderator or an organizer of the session approves its paper.")
    return (
        _round_open(paper)
        or _named_but_declined(paper)
        or _other_transcript(paper)
        or _still_open(paper)
    )


def _round_open(paper: ImpulsePaper) -> str:
    """What a public paper waits for before its next version."""
    if not paper.is_public:
        return ""
    if paper.signed:
        return _("A new version is approved already. Another person publishes it.")
    if paper.takes_comments:
        return _("The final version follows the round of comments, which is still open.")
    waiting = Comment.objects.waiting(paper).count()
    if waiting:
        return ngettext(
            "%(number)s comment has no answer yet. Answer it first.",
            "%(number)s comments have no answer yet. Answer them first.",
            waiting,
        ) % {"number": waiting}
    if paper.status == ImpulsePaper.Status.FINAL and not review.has_changes(paper):
        return _("Nothing was changed since the newest version.")
    return ""


def edit_refusal(user: User, paper: ImpulsePaper) -> str:
    """Why this person cannot change sentences of the paper now; empty when they can."""
    if not paper.workshop.has_role(user, *APPROVERS):
        return _("The rapporteur, a moderator or an organizer of the session reviews its paper.")
    if paper.signed:
        return _("A version is approved. Its approval can be withdrawn before publication.")
    if paper.status != ImpulsePaper.Status.DRAFT and not paper.is_public:
        return _("Only a draft can be changed. An approval can be withdrawn before publication.")
    return ""


def withdraw_refusal(user: User, paper: ImpulsePaper) -> str:
    """Why this person cannot take an approval back; empty when they can."""
    if not paper.signed:
        return _("Only an approval of a version that is not published can be taken back.")
    if not can_take_notes(user, paper.workshop):
        return _("Only the people of this session and the Secretariat can withdraw an approval.")
    return ""


def publish_refusal(user: User, paper: ImpulsePaper) -> str:
    """Why this person cannot publish the approved version now; empty when they can."""
    signed = paper.signed
    if not signed:
        return _("Only an approved paper can be published.")
    if signed.approved_by_id == user.pk:
        return _("You approved this paper. Another person has to publish it.")
    if not (is_secretariat(user) or paper.workshop.has_role(user, *Contributor.ORGANIZERS)):
        return _("Another organizer of the session or the Secretariat publishes the paper.")
    return _named_but_declined(paper)


def _still_open(paper: ImpulsePaper) -> str:
    """What has to be answered before an approval, one sentence each."""
    points = review.open_points(paper)
    if not points:
        return ""
    return _("Before the approval, answer this: %(points)s") % {"points": " ".join(points)}


def _named_but_declined(paper: ImpulsePaper) -> str:
    """Whoever declined after the paper was compiled must not appear in it.

    A public paper is not compiled again: there people take the name out in the review.
    """
    if paper.is_public:
        return ""
    declined = paper.workshop.contributors.filter(answer=Contributor.Answer.DECLINED)
    version = paper.version
    if version and declined.filter(answered_at__gt=version.compiled.created_at).exists():
        return _("Somebody named in the paper has declined since. Compile it again first.")
    return ""


def _other_transcript(paper: ImpulsePaper) -> str:
    """Quotes need the transcript they were compiled from."""
    version = paper.version
    sources = version.compiled.content.get("evidence", []) if version else []
    cited = {source["label"] for source in sources if source["kind"] == TRANSCRIPT}
    kept = Transcript.objects.filter(workshop=paper.workshop).values_list("sha256", flat=True)
    if cited - {transcript_label(sha256) for sha256 in kept}:
        return _("The transcript was changed since the paper was compiled. Compile it again first.")
    return ""


def can_comment(user: User, paper: ImpulsePaper) -> bool:
    """Everybody who is signed in, while the round of a published paper is open."""
    return user.is_authenticated and paper.takes_comments


def can_answer(user: User, comment: Comment) -> bool:
    """The rapporteur of the session; also its moderators and organizers."""
    return comment.paper.workshop.has_role(user, *APPROVERS)


def can_moderate_comments(user: User, paper: ImpulsePaper) -> bool:
    """The people of the session and the Secretariat, as long as the paper is public."""
    return user.is_authenticated and paper.is_public and can_take_notes(user, paper.workshop)


def can_run_round(user: User, paper: ImpulsePaper) -> bool:
    """Dates and named stakeholders of a round: the people of the session and the Secretariat."""
    return user.is_authenticated and paper.is_public and can_take_notes(user, paper.workshop)


def round_refusal(user: User, paper: ImpulsePaper) -> str:
    """Why this person cannot move the end of the round now; empty when they can."""
    if not can_run_round(user, paper):
        return _("The people of the session and the Secretariat set the dates of the round.")
    if paper.status != ImpulsePaper.Status.PUBLISHED:
        return _("The final version is published. Its round of comments is over.")
    if paper.signed:
        return _("The next version is approved. Its approval can be withdrawn before publication.")
    return ""


def invite_refusal(user: User, paper: ImpulsePaper) -> str:
    """Why this person cannot add or mail named stakeholders now; empty when they can."""
    if not can_run_round(user, paper):
        return _("The people of the session and the Secretariat invite stakeholders.")
    if not paper.takes_comments:
        return _("The round of comments is closed.")
    return ""


def can_link_publications(user: User, paper: ImpulsePaper) -> bool:
    """The organizers of the session of a public paper, and the Secretariat."""
    if not paper.is_public:
        return False
    return is_secretariat(user) or paper.workshop.has_role(user, *Contributor.ORGANIZERS)


def can_stop_compiling(user: User) -> bool:
    """The switch is the Secretariat's."""
    return is_secretariat(user)


def can_export(user: User) -> bool:
    """Exports are the Secretariat's."""
    return is_secretariat(user)


def can_write_report(user: User, workshop: Workshop) -> bool:
    """The rapporteurs, moderators and organizers of an accepted, released session."""
    return workshop.is_public and workshop.has_role(user, *APPROVERS)


def file_refusal(user: User, workshop: Workshop) -> str:
    """Why this person cannot file the report now; empty when they can."""
    if not can_write_report(user, workshop):
        return _("The organizers, moderators and rapporteurs of the session file its report.")
    slot = getattr(workshop, "slot", None)
    if slot and slot.starts_at > timezone.now():
        return _("The session has not begun. Its report can be filed from its beginning on.")
    return ""
