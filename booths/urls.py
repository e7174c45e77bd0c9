from django.urls import include, path

from booths.views import desk, request, village

app_name = "booths"
village_urls = [
    path("", village.village, name="village"),
    path("<int:number>/", village.booth, name="booth"),
]
desk_urls = [
    path("", desk.desk, name="desk"),
    path("<uuid:uuid>/", desk.request_page, name="desk_request"),
    path("<uuid:uuid>/accept/", desk.accept, name="accept"),
    path("<uuid:uuid>/decline/", desk.decline, name="decline"),
    path("<uuid:uuid>/exception/", desk.make_exception, name="make_exception"),
    path("<uuid:uuid>/release/", desk.release, name="release"),
]
my_urls = [
    path("new/", request.request_new, name="request_new"),
    path("<uuid:uuid>/", request.booth_request, name="request"),
    path("<uuid:uuid>/preview/", request.booth_preview, name="request_preview"),
]
urlpatterns = [
    path("<int:year>/village/", include(village_urls)),
    path("secretariat/village/", include(desk_urls)),
    path("my/booths/", include(my_urls)),
]
