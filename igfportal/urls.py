"""Every address of the portal: each app mounts its own, this file composes them."""

from django.contrib import admin
from django.urls import include, path

from igfportal import api

urlpatterns = [
    path("", include("igfportal.pages")),
    path("", include("workshops.urls")),
    path("", include("booths.urls")),
    path("", include("surveys.urls")),
    path("", include("outcomes.urls")),
    path("api/v1/", api.urls),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
