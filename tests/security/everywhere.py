"""Every page of the portal that takes text from people: who opens it, and what it needs to be there."""

from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from booths.actions import messages
from booths.models import Booth
from forum.models import Edition, User
from outcomes.actions import draft
from submissions import requests, sharing
from submissions.actions.rules import ensure_rules
from submissions.models import Call, Rule
from surveys import actions
from surveys.models import Question, Survey
from tests import factories
from tests.outcomes.sessions import make_staffed_session, published, take_note
from tests.surveys.room import seat_moderator
from workshops.models import Workshop

Page = tuple[Client, str]
QUESTION = {"initiative": None, "name": "Vera", "email": "vera@example.org", "text": "Hello?"}


def client_of(user: User | None = None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def _secretariat(edition: Edition) -> Client:
    return client_of(factories.make_secretariat(edition))


def _released_booth(edition: Edition, number: int) -> Booth:
    status = Booth.Status.ACCEPTED
    onsite = {"is_onsite": True, "is_virtual": False}
    return factories.make_booth(status, released=True, edition=edition, number=number, **onsite)


def home(_edition: Edition) -> Page:
    return client_of(), "/"


def sign_up(_edition: Edition) -> Page:
    return client_of(), "/accounts/signup/"


def log_in(_edition: Edition) -> Page:
    return client_of(), "/accounts/login/"


def lost_password(_edition: Edition) -> Page:
    return client_of(), "/accounts/password/reset/"


def own_addresses(_edition: Edition) -> Page:
    return client_of(factories.make_user()), "/accounts/email/"


def session_code(_edition: Edition) -> Page:
    return client_of(), "/j/"


def sessions(edition: Edition) -> Page:
    factories.make_session(edition=edition)
    return client_of(), f"/{edition.year}/sessions/"


def programme(edition: Edition) -> Page:
    factories.make_slot(factories.make_session(edition=edition))
    return client_of(), f"/{edition.year}/programme/"


def village(edition: Edition) -> Page:
    _released_booth(edition, 35)
    return client_of(), f"/{edition.year}/village/"


def booth(edition: Edition) -> Page:
    return client_of(), _released_booth(edition, 35).get_absolute_url()


def letter(edition: Edition) -> Page:
    owned = _released_booth(edition, 35)
    message = messages.write(owned, **QUESTION)
    messages.forward(message, by=factories.make_secretariat(edition))
    return client_of(owned.created_by), f"/my/booths/messages/{message.uuid}/"


def new_proposal(_edition: Edition) -> Page:
    return client_of(factories.make_user()), "/my/proposals/new/"


def proposal(edition: Edition) -> Page:
    user = factories.make_user()
    begun = requests.begin(Workshop(edition=edition), {"title": ["Begun"]}, by=user)
    return client_of(user), f"/my/proposals/{begun.uuid}/"


def shared_proposal(edition: Edition) -> Page:
    user = factories.make_user()
    begun = requests.begin(Workshop(edition=edition), {"title": ["Begun"]}, by=user)
    sharing.share(begun, by=user)
    return client_of(), sharing.path(begun, Call.Kind.SESSION)


def new_booth(_edition: Edition) -> Page:
    return client_of(factories.make_user()), "/my/booths/new/"


def booth_request(edition: Edition) -> Page:
    user = factories.make_user()
    begun = requests.begin(Booth(edition=edition), {"title": ["Begun"]}, by=user)
    return client_of(user), f"/my/booths/{begun.uuid}/"


def partnering(edition: Edition) -> Page:
    factories.make_place("A1", edition)
    _released_booth(edition, 36)
    onsite = {"is_onsite": True, "is_virtual": False}
    asker = factories.make_booth(edition=edition, waiting_since=timezone.now(), **onsite)
    return client_of(asker.created_by), f"/my/booths/{asker.uuid}/"


def invitation(edition: Edition) -> Page:
    person = factories.make_person("Ada", email="ada@example.org")
    session = factories.make_session(edition=edition)
    invited = factories.make_contributor(session, "speaker", person=person)
    return client_of(), f"/my/invitations/{invited.token}/"


def secretariat_programme(edition: Edition) -> Page:
    factories.make_workshop(edition=edition)
    return _secretariat(edition), "/secretariat/programme/"


def proposal_on_the_desk(edition: Edition) -> Page:
    ensure_rules(edition, by=factories.make_secretariat(edition))
    Rule.objects.update(level=Rule.Level.BLOCK)
    waiting = factories.make_workshop(edition=edition)
    return _secretariat(edition), f"/secretariat/programme/{waiting.uuid}/"


def secretariat_village(edition: Edition) -> Page:
    factories.make_booth(edition=edition)
    return _secretariat(edition), "/secretariat/village/"


def booth_on_the_desk(edition: Edition) -> Page:
    ensure_rules(edition, by=factories.make_secretariat(edition))
    Rule.objects.update(level=Rule.Level.BLOCK)
    waiting = factories.make_booth(edition=edition)
    return _secretariat(edition), f"/secretariat/village/{waiting.uuid}/"


def places(edition: Edition) -> Page:
    factories.make_place("A1", edition)
    return _secretariat(edition), "/secretariat/village/places/"


def people(edition: Edition) -> Page:
    factories.make_person("Ada")
    return _secretariat(edition), "/secretariat/people/"


def person(edition: Edition) -> Page:
    return _secretariat(edition), f"/secretariat/people/{factories.make_person('Ada').pk}/"


def organizations(edition: Edition) -> Page:
    factories.make_organization("Office")
    return _secretariat(edition), "/secretariat/people/organizations/"


def mail(edition: Edition) -> Page:
    return _secretariat(edition), "/secretariat/mail/"


def rule(edition: Edition) -> Page:
    client = _secretariat(edition)
    ensure_rules(edition, by=factories.make_secretariat(edition))
    found = Rule.objects.first()
    return client, f"/secretariat/rules/{edition.year}/{found.kind}/{found.code}/"


def survey_design(edition: Edition) -> Page:
    user, session = factories.make_user(), factories.make_session(edition=edition)
    seat_moderator(session, user)
    factories.make_survey(session)
    return client_of(user), f"/moderate/{session.join_code}/design/"


def console(edition: Edition) -> Page:
    user, session = factories.make_user(), factories.make_session(edition=edition)
    seat_moderator(session, user)
    _open_text_survey(session, user)
    return client_of(user), f"/moderate/{session.join_code}/"


def open_answer(edition: Edition) -> Page:
    session = factories.make_session(edition=edition)
    _open_text_survey(session, factories.make_secretariat(edition))
    phone = client_of()
    phone.post(f"/j/{session.join_code}/join/", {"door": "room"})
    return phone, f"/j/{session.join_code}"


def _open_text_survey(session: Workshop, user: User) -> Survey:
    survey = factories.make_survey(session, waves=1)
    survey.questions.update(kind=Question.Kind.TEXT, options=[])
    actions.open_wave(survey.waves.get(), by=user)
    return survey


def session_notes(edition: Edition) -> Page:
    rapporteur = factories.make_user()
    session = make_staffed_session(factories.make_user(), rapporteur, edition=edition)
    draft.add_draft_item(session, title="A point", text="What is proposed.", by=rapporteur)
    take_note(session, rapporteur)
    return client_of(rapporteur), f"/notes/{session.join_code}/"


def one_note(edition: Edition) -> Page:
    rapporteur = factories.make_user()
    session = make_staffed_session(factories.make_user(), rapporteur, edition=edition)
    note = take_note(session, rapporteur)
    return client_of(rapporteur), f"/notes/{session.join_code}/{note.uuid}/"


def paper(edition: Edition) -> Page:
    owner, rapporteur = factories.make_user(), factories.make_user()
    session = make_staffed_session(owner, rapporteur, edition=edition)
    take_note(session, rapporteur)
    found = published(session, rapporteur, factories.make_secretariat(edition))
    return client_of(factories.make_user()), found.get_absolute_url()


def papers(edition: Edition) -> Page:
    return client_of(), f"/{edition.year}/outcomes/"


PAGES: list[Callable[[Edition], Page]] = [
    home, sign_up, log_in, lost_password, own_addresses, session_code, sessions, programme,
    village, booth, letter, new_proposal, proposal, shared_proposal, new_booth,
    booth_request, partnering, invitation, secretariat_programme, proposal_on_the_desk,
    secretariat_village, booth_on_the_desk, places, people, person,
    organizations, mail, rule, survey_design, console, open_answer, session_notes, one_note,
    paper, papers,
]  # fmt: skip
