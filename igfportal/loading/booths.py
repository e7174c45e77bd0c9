from django.utils import timezone

from booths.actions.plan import generate
from booths.capacity import open_places
from booths.models import Booth, Place
from forum.models import Edition, Organization, Theme
from igfportal.loading import people
from igfportal.sample.booth35 import BOOTH35
from igfportal.sample.booths import BOOTH_REQUESTS, BOOTHS
from submissions import numbering

SAMPLE_YEAR = 2027


def load() -> None:
    """Booth #35 of 2020 and the invented village of 2027 with one request for the desk."""
    for facts in [BOOTH35, *BOOTHS, *BOOTH_REQUESTS]:
        if not find(facts):
            booth(facts)
    _places()


def _places() -> None:
    """The plan of the sample edition: 24 places, one not in use; its booths in alphabetical order."""
    edition = Edition.objects.get(year=SAMPLE_YEAR)
    if not Place.objects.filter(edition=edition).exists():
        generate(edition, count=24, per_row=6, by=None)
        Place.objects.filter(edition=edition, label="19").update(is_available=False)
    unplaced = Booth.objects.hosting().filter(edition=edition, is_sample=True, stand=None)
    for made in unplaced.order_by("organization__name"):
        made.stand = open_places(edition).first()
        made.save(update_fields=["stand"])


def find(facts: dict) -> Booth | None:
    """The booth of these facts: by its number, else (an invented one) by its topic."""
    rows = Booth.objects.filter(edition__year=facts["edition"])
    numbered = rows.filter(number=facts["number"]).first()
    return numbered or rows.filter(title=facts["topic"], is_sample=True).first()


def booth(facts: dict) -> Booth:
    """A booth with all its rows."""
    login = facts.get("requested_by")
    made = Booth.objects.create(
        edition=Edition.objects.get(year=facts["edition"]),
        created_by=people.account(login) if login else None,
        **_columns(facts),
        **_state(facts),
    )
    numbering.reserve(made, facts["number"], by=None)
    made.goals.set(facts["goals"])
    made.themes.set(Theme.objects.filter(edition=made.edition, title__in=facts["themes"]))
    made.partners.set([_organization(name) for name in facts["partners"]])
    for position, text in enumerate(facts["policy_questions"], start=1):
        made.policy_questions.create(position=position, text=text)
    for position, initiative in enumerate(facts["initiatives"], start=1):
        _initiative(made, position, initiative)
    return made


def _organization(name: str) -> Organization:
    return Organization.objects.get_or_create(name=name)[0]


def _columns(facts: dict) -> dict:
    names = ["background", "content", "contribution", "other_activities", "links"]
    names += ["is_sample", "is_onsite", "is_virtual"]
    return {
        **{name: facts[name] for name in names},
        "title": facts["topic"],
        "organization": _organization(facts["organization"]),
    }


def _state(facts: dict) -> dict:
    now = timezone.now()
    submitted = {"submitted_at": now, "people_agreed": facts["is_sample"]}
    if facts.get("status") == Booth.Status.SUBMITTED:
        return {**submitted, "status": Booth.Status.SUBMITTED}
    return {
        **submitted,
        "status": Booth.Status.ACCEPTED,
        "decided_at": now,
        "released_at": now,
    }


def _initiative(booth: Booth, position: int, facts: dict) -> None:
    booth.initiatives.create(
        position=position,
        title=facts["title"],
        text=facts["text"],
        founders="\n".join(facts["founders"]),
        partners="\n".join(facts["partners"]),
        since=facts["since"],
        figures=facts["figures"],
        link=facts["link"],
    )
