from django.urls import include, path

from submissions.secretariat.request import addresses
from submissions.urls import beside, fetched
from workshops.views import (
    conversion,
    desk,
    invitation,
    people,
    programme,
    proposal,
    review,
    session,
    types,
)

app_name = "workshops"
programme_urls = [
    path("", programme.programme, name="programme"),
    path("calendar.ics", programme.programme_calendar, name="calendar"),
]
session_urls = [
    path("", programme.sessions, name="sessions"),
    path("<slug:code>/", session.session, name="session"),
    path("<slug:code>/calendar.ics", session.session_calendar, name="session_calendar"),
]
desk_urls = [
    path("", desk.desk, name="desk"),
    *addresses(desk.OFFICE),
    path("<uuid:uuid>/place/", desk.place, name="place"),
    path("<uuid:uuid>/unplace/", desk.unplace, name="unplace"),
    path("<uuid:uuid>/convert/", conversion.convert, name="convert"),
]
type_urls = [
    path("", types.types, name="types"),
    path("<int:year>/new/", types.kind_new, name="type_new"),
    path("<int:year>/<slug:code>/", types.kind, name="type"),
]
my_urls = [
    path("proposals/new/", proposal.proposal_new, name="proposal_new"),
    path("proposals/<uuid:uuid>/", proposal.proposal, name="proposal"),
    path("proposals/<uuid:uuid>/remind/", invitation.remind, name="remind"),
    path("proposals/<uuid:uuid>/preview/", proposal.proposal_preview, name="proposal_preview"),
    path("invitations/<slug:token>/", invitation.invitation, name="invitation"),
    path("invitations/<slug:token>/photo", invitation.invitation_photo, name="invitation_photo"),
    path("names/", people.names, name="names"),
]
urlpatterns = [
    path("<int:year>/programme/", include(programme_urls)),
    path("<int:year>/sessions/", include(session_urls)),
    path("secretariat/programme/", include(desk_urls)),
    path("secretariat/types/", include(type_urls)),
    path("my/", include(my_urls)),
    path("my/proposals/", include(beside(proposal.PROPOSALS, "proposal"))),
    path("files/sessions/", include(fetched(proposal.PROPOSALS, "proposal"))),
    path("people/<uuid:uuid>/photo", people.photo, name="photo"),
    path("review/", review.review, name="review"),
]
