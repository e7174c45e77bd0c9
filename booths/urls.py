from django.urls import include, path

from booths.views import desk, plan, request, sharing, village
from submissions.secretariat.request import addresses
from submissions.urls import beside, fetched

app_name = "booths"
village_urls = [
    path("", village.village, name="village"),
    path("<int:number>/", village.booth, name="booth"),
]
desk_urls = [
    path("", desk.desk, name="desk"),
    path("places/", plan.places, name="places"),
    path("places/rows/", plan.generate_places, name="generate_places"),
    path("allocation/", plan.allocation, name="allocation"),
    path("allocation/move/", plan.move, name="move"),
    path("name-sheets.pdf", plan.name_sheets, name="name_sheets"),
    path("qr-sheet.pdf", plan.qr_sheet, name="qr_sheet"),
    path("messages/", plan.inbox, name="inbox"),
    path("messages/<uuid:uuid>/", plan.decide_message, name="decide_message"),
    path("<uuid:uuid>/place/", plan.take_place_back, name="take_place_back"),
    *addresses(desk.OFFICE),
]
my_urls = [
    path("new/", request.request_new, name="request_new"),
    path("names/", request.names, name="names"),
    path("offers/<str:token>/", sharing.offer, name="offer"),
    path("messages/<uuid:uuid>/", sharing.letter, name="letter"),
    path("<uuid:uuid>/", request.booth_request, name="request"),
    path("<uuid:uuid>/preview/", request.booth_preview, name="request_preview"),
    path("<uuid:uuid>/partner/", sharing.ask_partner, name="ask_partner"),
    path("<uuid:uuid>/partner/answer/", sharing.answer_partner, name="answer_partner"),
]
urlpatterns = [
    path("<int:year>/village/", include(village_urls)),
    path("secretariat/village/", include(desk_urls)),
    path("my/booths/", include(my_urls)),
    path("my/booths/", include(beside(request.REQUESTS, "request"))),
    path("files/booths/", include(fetched(request.REQUESTS, "request"))),
]
