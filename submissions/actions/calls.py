"""The Secretariat's hand on the calls: their times, their forms, and who may still come in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum import audit, outbox
from forum.errors import RuleError
from forum.models import User
from submissions import requests
from submissions.drafts import Draft
from submissions.models import AccessCode, Call, ClosingChange, FieldSetting, Submission
from submissions.permissions import may_be_reopened

BUILT_IN = {"label": "", "help": "", "limit": None, "unit": "", "required": None, "is_new": False}


@transaction.atomic
def plan(
    call: Call, *, opens_at: datetime, closes_at: datetime | None, note: str, by: User
) -> None:
    """Set the times of a call that has not opened yet, also of a new one."""
    before = _locked(call) if call.pk else None
    if before and before.has_opened():
        raise RuleError(_("The call has opened. It can only be extended."), on=call)
    call.opens_at, call.closes_at, call.note = opens_at, closes_at, note
    _store(call)
    if before and before.closes_at != closes_at:
        _remember(call, before.closes_at, "", by)
    audit.record(by, "planned the call", call, details=_times(call))


@transaction.atomic
def describe(call: Call, *, note: str, by: User) -> None:
    """Change the words above the form."""
    call.note = note
    call.save(update_fields=["note"])
    audit.record(by, "changed the words of the call", call, details={"note": note})


@transaction.atomic
def extend(call: Call, *, closes_at: datetime, note: str, by: User) -> None:
    """Let a call that has opened close later, also one that is closed; everybody reads the note.

    A call without a closing time gets one.
    """
    before = _locked(call)
    if closes_at <= timezone.now() or closes_at <= before.opens_at:
        raise RuleError(_("This time is over."), on=call, field="closes_at")
    if before.closes_at and closes_at <= before.closes_at:
        refusal = _("A call can only be extended: choose a later time than before.")
        raise RuleError(refusal, on=call, field="closes_at")
    call.closes_at = closes_at
    call.save(update_fields=["closes_at"])
    _remember(call, before.closes_at, note, by)
    details = _times(call) | {"was": _iso(before.closes_at), "note": note}
    audit.record(by, "extended the call", call, details=details)


@transaction.atomic
def set_field(call: Call, field: str, values: Mapping[str, Any], *, by: User) -> bool:
    """Change one field of the form, from now on; returns whether anything changed.

    What is as built in needs no row. Once the call has opened this makes a new form version.
    """
    stored = _locked(call)
    setting = FieldSetting.objects.filter(call=call, field=field).first()
    before = {name: getattr(setting, name) for name in BUILT_IN} if setting else BUILT_IN
    if before == dict(values):
        return False
    if dict(values) == BUILT_IN:
        FieldSetting.objects.filter(call=call, field=field).delete()
    else:
        FieldSetting.objects.update_or_create(call=call, field=field, defaults=dict(values))
    if stored.has_opened():
        Call.objects.filter(pk=call.pk).update(form_version=F("form_version") + 1)
    call.refresh_from_db()
    details = {
        "field": field,
        "before": before,
        "after": dict(values),
        "form_version": call.form_version,
    }
    audit.record(by, "changed a field of the form", call, details=details)
    return True


@transaction.atomic
def issue_code(
    call: Call,
    *,
    request: Submission | None,
    email: str,
    expires_at: datetime,
    note: str,
    to: str,
    page: str,
    by: User,
) -> AccessCode:
    """Make a code for one request, or for one new request of an address, and send it to `to`."""
    if expires_at <= timezone.now():
        raise RuleError(_("This time is over."), on=call, field="expires_at")
    code = AccessCode.objects.create(
        call=call,
        about=request.uuid if request else None,
        email=email,
        expires_at=expires_at,
        note=note,
        issued_by=by,
    )
    outbox.add("access_code", code, to=[to], page=f"{page}?code={code.shown}")
    audit.record(by, "issued an access code", request or call, details={"until": _iso(expires_at)})
    return code


@transaction.atomic
def revoke_code(code: AccessCode, *, by: User) -> None:
    """End a code at once; what it reopened is closed again."""
    if AccessCode.objects.valid().filter(pk=code.pk).update(revoked_at=timezone.now()):
        audit.record(by, "took an access code back", code)


@transaction.atomic
def redeem(code: AccessCode, request: Submission, *, kind: str, by: User) -> None:
    """Reopen the request a code was issued for; using it again changes nothing."""
    if code.about != request.uuid:
        raise RuleError(_("This code was issued for another request."), on=request)
    if AccessCode.objects.valid().filter(pk=code.pk, redeemed_at__isnull=False).exists():
        return
    if not may_be_reopened(request, kind):
        raise RuleError(_("No code can reopen this request."), on=request)
    _claim(code, code.about, by)
    audit.record(by, "used an access code", request)


@transaction.atomic
def begin_with(code: AccessCode, new: Submission, draft: Draft, *, by: User) -> Submission:
    """Begin the one new request a code allows the account with its address."""
    if code.email.casefold() != by.email.casefold():
        raise RuleError(_("This code was issued for another e-mail address."), on=code)
    _claim(code, new.uuid, by)
    requests.begin(new, draft, by=by)
    audit.record(by, "used an access code", new)
    return new


def _claim(code: AccessCode, about: Any, by: User) -> None:
    unused = AccessCode.objects.valid().filter(pk=code.pk, redeemed_at=None)
    if not unused.update(about=about, redeemed_by=by, redeemed_at=timezone.now()):
        raise RuleError(_("This code was used or ended a moment ago."), on=code)


def _store(call: Call) -> None:
    try:
        with transaction.atomic():
            call.save()
    except IntegrityError as error:
        refusal = _("Somebody else planned this call a moment ago. Open its page again.")
        raise RuleError(refusal, on=call.edition) from error


def _locked(call: Call) -> Call:
    return Call.objects.select_for_update().get(pk=call.pk)


def _remember(call: Call, was: datetime | None, note: str, by: User) -> None:
    ClosingChange.objects.create(call=call, was=was, became=call.closes_at, note=note, by=by)


def _times(call: Call) -> dict[str, str]:
    return {"opens": _iso(call.opens_at), "closes": _iso(call.closes_at)}


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
