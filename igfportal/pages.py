"""Addresses of the pages that bring all apps together."""

from django.urls import include, path

from igfportal.views import health, home, mail, my, secretariat, shared

secretariat_urls = [
    path("", secretariat.dashboard, name="dashboard"),
    path("mail/", mail.outbox, name="mail"),
    path("mail/<uuid:key>/", mail.message, name="mail_message"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("my/", my.my, name="my"),
    path("my/shared/<str:token>/", shared.shared, name="shared"),
    path("secretariat/", include((secretariat_urls, "secretariat"))),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
