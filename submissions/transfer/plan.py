"""What an import would do, request by request, and everything that is wrong with its file."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from forum.models import User
from submissions.forms import RequestForms
from submissions.models import Submission
from submissions.rows import MOST
from submissions.transfer.layout import ACCOUNT, KEY, NUMBER, Layout, Typed, header, numbered
from submissions.transfer.reading import Problem, Reading, Sent

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Options:
    """What the Secretariat ticks: invite the people added, keep numbers, pass blocking rules."""

    invite: bool = False
    keep_numbers: bool = False
    despite_rules: bool = False


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


@dataclass
class Entry:
    """One request of the file. `request` is the stored one; without it a new one would be made."""

    sent: Sent
    typed: Typed
    uuid: UUID
    request: Submission | None = None
    state: str = NEW
    content: dict[str, Any] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    number: int | None = None
    account: User | None = None

    @property
    def name(self) -> str:
        if self.request:
            return self.request.full_name  # type: ignore[attr-defined]
        return "".join(self.typed.fields.get("title", [])) or self.sent.key


class Plan:
    """The outcome of a dry run: nothing is written by it."""

    def __init__(
        self, layout: Layout, reading: Reading, stored: QuerySet, options: Options
    ) -> None:
        self.layout, self.options, self.left_out = layout, options, reading.left_out
        self.transfer, self.edition = layout.transfer, layout.edition
        self._numbers: set[tuple[str, int]] = set()
        self._keys: set[str] = set()
        self._titles = {title.casefold() for title in self._siblings(stored)}
        known = self._known(reading.requests, stored)
        self.entries = [self._entry(sent, known) for sent in reading.requests]
        self.problems = reading.problems + [
            problem for entry in self.entries for problem in entry.problems
        ]

    def having(self, state: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.state == state]

    @property
    def is_applicable(self) -> bool:
        return not self.problems and bool(self.having(NEW) or self.having(CHANGED))

    @property
    def digest(self) -> str:
        """Changes whenever applying would do anything else than what was shown."""
        facts = [
            [
                str(entry.request and entry.request.uuid),
                entry.state,
                entry.number,
                entry.typed.essence(),
            ]
            + [entry.request and [entry.request.revision, entry.request.status]]
            for entry in self.entries
        ]
        text = json.dumps([facts, vars(self.options), len(self.problems)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def _siblings(self, stored: QuerySet) -> QuerySet:
        return stored.filter(edition=self.edition).values_list("title", flat=True)

    def _known(self, sent: list[Sent], stored: QuerySet) -> dict[UUID, Submission]:
        keys = [key for item in sent if (key := _uuid(item.key))]
        found = stored.filter(uuid__in=keys).select_related("edition", "created_by")
        return {request.uuid: request for request in found}

    def _entry(self, sent: Sent, known: dict[UUID, Submission]) -> Entry:
        uuid = _uuid(sent.key)
        request = known.get(uuid) if uuid else None
        entry = Entry(sent, Typed(), uuid or uuid4(), request)
        if problem := self._misplaced(entry):
            entry.problems.append(problem)
            entry.state = REFUSED
            return entry
        before = self.layout.of(request) if request else Typed()
        entry.typed = self._typed(sent, before)
        entry.problems += self._about(entry)
        if request and entry.typed.essence() == before.essence():
            entry.state = UNCHANGED
        else:
            self._judge(entry, before)
        if entry.problems:
            entry.state = REFUSED
        return entry

    def _misplaced(self, entry: Entry) -> Problem | None:
        sent, request = entry.sent, entry.request
        key = sent.key.casefold()
        if key and key in self._keys:
            return sent.problem(_("This uuid comes twice. Take one of the rows out."), KEY)
        self._keys.add(key)
        if request and request.edition_id != self.edition.pk:
            text = _("This request belongs to %(edition)s. Import it there.")
            return sent.problem(text % {"edition": request.edition}, KEY)
        if request and request.status == request.Status.DRAFT:
            text = _("This is a draft that was not sent yet. Take the row out.")
            return sent.problem(text, KEY)
        return None

    def _typed(self, sent: Sent, before: Typed) -> Typed:
        """What is stored, with what the file says over it."""
        fields, rows = self.layout.fields, self.layout.rows
        said = {name: fields[name].read(text) for name, text in sent.texts.items()}
        found = {
            prefix: [
                {name: rows[prefix][name].read(text) for name, text in row.texts.items()}
                for row in items[:MOST]
            ]
            for prefix, items in sent.rows.items()
        }
        return Typed({**before.fields, **said}, {**before.rows, **found})

    def _about(self, entry: Entry) -> Iterator[Problem]:
        """The number and the account, which are no fields of the form."""
        number, address = entry.sent.about.get(NUMBER, ""), entry.sent.about.get(ACCOUNT, "")
        if entry.request:
            stored = "" if entry.request.number is None else str(entry.request.number)
            if NUMBER in entry.sent.about and number != stored:
                text = _("A number is not changed by an import. Write “%(number)s” again.")
                yield entry.sent.problem(text % {"number": stored}, NUMBER)
        elif address:
            entry.account = account_of(address)
            if entry.account is None:
                entry.warnings.append(
                    _("No confirmed account has the address %(address)s, so it will be yours.")
                    % {"address": address[:100]}
                )
        if not entry.request and number and self.options.keep_numbers:
            if not WHOLE_NUMBER.fullmatch(number):
                yield entry.sent.problem(_("Write a whole number, or leave it empty."), NUMBER)
            else:
                entry.number = int(number)

    def _judge(self, entry: Entry, before: Typed) -> None:
        """Everything the form would say about what is new or changed."""
        request = entry.request
        entry.state = CHANGED if request else NEW
        forms = self.transfer.forms(self.edition, entry.typed.data(), check=True)
        entry.differences = list(self._differences(before, entry.typed))
        entry.problems += self._refused(entry, before)
        entry.problems += _elsewhere(entry.problems, self._complaints(entry))
        if not forms.is_valid():
            entry.problems += _elsewhere(entry.problems, self._errors(entry.sent, forms))
        if not entry.problems:
            entry.content = forms.content()
            self._check(entry)

    def _refused(self, entry: Entry, before: Typed) -> Iterator[Problem]:
        request, sent = entry.request, entry.sent
        for prefix, items in sent.rows.items():
            if len(items) > MOST:
                text = _("At most %(most)d rows are possible.") % {"most": MOST}
                yield sent.problem(text, header(prefix))
        if request is None:
            return
        if request.status == request.Status.WITHDRAWN:
            yield sent.problem(_("It was withdrawn, so it can no longer be changed."), KEY)
        old, new = before.essence()["fields"], entry.typed.essence()["fields"]
        for name, reason in self.transfer.kept(request).items():
            if old.get(name) != new.get(name):
                yield sent.problem(reason, header(name))

    def _complaints(self, entry: Entry) -> Iterator[Problem]:
        """Words that a column does not know, each with those it knows."""
        for name, text in entry.sent.texts.items():
            if complaint := self.layout.fields[name].complaint(text):
                yield entry.sent.problem(complaint, header(name))
        for prefix, items in entry.sent.rows.items():
            for row in items:
                for name, text in row.texts.items():
                    if complaint := self.layout.rows[prefix][name].complaint(text):
                        yield Problem(complaint, row.sheet, row.row, row.headers[name])

    def _errors(self, sent: Sent, forms: RequestForms) -> Iterator[Problem]:
        for name, errors in forms.form.errors.items():
            column = header(name) if name in self.layout.fields else ""
            yield from (sent.problem(str(error), column) for error in errors)
        for prefix, row_set in forms.rows.items():
            for error in row_set.non_form_errors():
                yield sent.problem(str(error), header(prefix))
            for index, form in enumerate(row_set.forms):
                for name, errors in form.errors.items():
                    for error in errors:
                        yield _in_row(sent, prefix, index, name, str(error))

    def _check(self, entry: Entry) -> None:
        """The rules of the edition, and what cannot be seen by looking at one request."""
        found = self.transfer.check(self.edition, entry.content, entry.request)
        for finding in found.blocking:
            if self.options.despite_rules:
                entry.warnings.append(str(finding.text))
            else:
                entry.problems.append(entry.sent.problem(str(finding.text)))
        if entry.request and entry.request.draft:
            entry.warnings.append(
                _("Changes to it were begun and not sent. If they are sent later, they count.")
            )
        title = entry.content["title"].casefold()
        if not entry.request and title in self._titles:
            entry.warnings.append(_("There is another request with this title."))
        if entry.number is not None:
            self._take(entry, entry.number)

    def _take(self, entry: Entry, number: int) -> None:
        siblings = self.transfer.siblings(self.edition, entry.content)
        scope = (str(siblings.query), number)
        if scope in self._numbers or siblings.filter(number=number).exists():
            entry.problems.append(entry.sent.problem(_("This number is taken."), NUMBER))
        self._numbers.add(scope)

    def _differences(self, before: Typed, after: Typed) -> Iterator[Difference]:
        """What changes, as people read it."""
        old, new = (
            {
                fact.name: fact
                for _title, facts in self.transfer.forms(self.edition, typed.data()).facts()
                for fact in facts
            }
            for typed in (before, after)
        )
        for name in dict.fromkeys([*new, *old]):
            was, is_now = old.get(name), new.get(name)
            texts = (was.text if was else "", is_now.text if is_now else "")
            if texts[0] != texts[1]:
                label = (is_now or was).label  # type: ignore[union-attr]
                yield Difference(label, *texts)


def account_of(address: str) -> User | None:
    """The account that has confirmed the address."""
    found = EmailAddress.objects.filter(email__iexact=address, verified=True)
    confirmed = found.select_related("user").first()
    return confirmed.user if confirmed else None


def _elsewhere(known: list[Problem], found: Iterable[Problem]) -> list[Problem]:
    """Those found in cells that nothing is said about yet."""
    at = {(problem.sheet, problem.row, problem.column) for problem in known}
    return [p for p in found if (p.sheet, p.row, p.column) not in at]


def _in_row(sent: Sent, prefix: str, index: int, name: str, message: str) -> Problem:
    rows = sent.rows.get(prefix, [])
    if index < len(rows):
        return Problem(
            message, rows[index].sheet, rows[index].row, rows[index].headers.get(name, "")
        )
    return sent.problem(message, numbered(prefix, index + 1, name))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == 36 else None
    except ValueError:
        return None
