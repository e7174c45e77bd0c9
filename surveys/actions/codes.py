"""How one gets into a survey: by the link alone, or with a one-time code from the Secretariat."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forum import audit, outbox
from forum.errors import RuleError
from forum.models import OutgoingMail, User
from forum.references import reference
from surveys import entry_codes, news
from surveys.actions.conduct import locked
from surveys.entry_codes import MAIL
from surveys.models import Attendee, EntryCode, Survey
from surveys.plan import CODES_AT_ONCE

AT_MOST = 20_000


@transaction.atomic
def choose_level(survey: Survey, level: str, *, by: User) -> None:
    """Open or Codes, before the first wave opens.

    Whoever joined under the other level has to join again; codes made before are worthless.
    """
    stored = locked(survey)
    if stored.status != Survey.Status.PREPARING:
        raise RuleError(
            _("The first survey was opened; this cannot be changed any more."), on=survey
        )
    if level not in Survey.Level.values:
        raise RuleError(_("Choose one of the options."), on=survey, field="level")
    if level == stored.level:
        return
    Survey.objects.filter(pk=survey.pk).update(level=level, codes_given=0)
    EntryCode.objects.filter(survey=survey).delete()
    Attendee.objects.filter(survey=survey).delete()
    survey.refresh_from_db()
    audit.record(by, "chose how to join", survey, details={"level": level})
    news.after_commit(survey.pk)


@transaction.atomic
def make_codes(survey: Survey, number: int, *, by: User) -> list[str]:
    """So many new codes, in no order; this is the only time anybody can read them."""
    if not 1 <= number <= CODES_AT_ONCE:
        message = _("Make from 1 to %(most)s codes at once.") % {"most": CODES_AT_ONCE}
        raise RuleError(message, on=survey, field="number")
    _refuse_unless_by_code(survey, number)
    made = _add(survey, number)
    audit.record(by, "made one-time codes for", survey, details={"number": number})
    return made


@transaction.atomic
def mail_codes(survey: Survey, addresses: Iterable[str], *, by: User) -> list[OutgoingMail]:
    """A mail with a code of its own to every address that has not got one for this survey.

    The codes are made while the mails are sent, and nothing keeps which one went where.
    """
    wanted = list(dict.fromkeys(address.lower() for address in addresses))
    _refuse_unless_by_code(survey, len(wanted))
    about = reference(survey)
    had = OutgoingMail.objects.filter(kind=MAIL, about=about, to__in=wanted).values_list("to")
    fresh = [address for address in wanted if (address,) not in set(had)]
    mails = outbox.add(MAIL, survey, to=fresh, workshop=survey.workshop, slot=outbox.SLOT)
    audit.record(by, "mailed one-time codes for", survey, details={"number": len(mails)})
    return mails


@transaction.atomic
def take_back(survey: Survey, code: str, *, by: User | None) -> None:
    """Make a code that nobody used worthless. Raises RuleError for a used or unknown one."""
    stored = locked(survey)
    found = EntryCode.objects.none()
    if stored.secret:
        found = EntryCode.objects.filter(survey=survey, digest=entry_codes.digest(stored, code))
    if not found.delete()[0]:
        message = _(
            "This code was used already or does not exist. A used code cannot be taken back."
        )
        raise RuleError(message, on=survey, field="code")
    Survey.objects.filter(pk=survey.pk).update(codes_given=F("codes_given") - 1)
    audit.record(by, "took back a one-time code of", survey)


@contextmanager
def code_in_mail(mail: OutgoingMail) -> Iterator[str]:
    """A fresh code for the mail being sent; taken back when it could not be sent.

    Raises RuleError when the survey takes nobody any more.
    """
    with transaction.atomic():
        survey = Survey.objects.get(pk=mail.about.partition(":")[2])
        _refuse_unless_by_code(survey, 1)
        code = _add(survey, 1)[0]
    try:
        yield code
    except OSError:
        take_back(survey, code, by=None)
        raise


def _refuse_unless_by_code(survey: Survey, number: int) -> None:
    stored = locked(survey)
    if stored.level != Survey.Level.CODES:
        raise RuleError(_("This survey is open to everybody with the link."), on=survey)
    if stored.status not in {Survey.Status.PREPARING, Survey.Status.RUNNING}:
        raise RuleError(_("The session has ended."), on=survey)
    if stored.codes_given + number > AT_MOST:
        raise RuleError(_("No survey gives out that many codes."), on=survey)


def _add(survey: Survey, number: int) -> list[str]:
    made = [entry_codes.new() for _number in range(number)]
    EntryCode.objects.bulk_create(
        EntryCode(survey=survey, digest=entry_codes.digest(survey, code)) for code in made
    )
    Survey.objects.filter(pk=survey.pk).update(codes_given=F("codes_given") + number)
    survey.refresh_from_db()
    return made
