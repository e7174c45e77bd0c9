"""Addresses of the pages that bring all apps together."""

from django.urls import include, path

from igfportal.views import health, home, mail, my, people, rules, secretariat, shared, transfer

secretariat_urls = [
    path("", secretariat.dashboard, name="dashboard"),
    path("people/", people.people, name="people"),
    path("people/<int:person>/", people.person, name="person"),
    path("people/merge/", people.merge_people, name="merge_people"),
    path("people/duplicates/", people.same, name="duplicates"),
    path("people/organizations/", people.organizations, name="organizations"),
    path("people/organizations/<int:organization>/", people.organization, name="organization"),
    path("people/organizations/merge/", people.merge_organizations, name="merge_organizations"),
    path("mail/", mail.outbox, name="mail"),
    path("mail/<uuid:key>/", mail.message, name="mail_message"),
    path(
        "requests/export/<int:year>/sessions.<slug:kind>",
        transfer.export_sessions,
        name="export_sessions",
    ),
    path(
        "requests/export/<int:year>/booths.<slug:kind>",
        transfer.export_booths,
        name="export_booths",
    ),
    path("requests/import/", transfer.import_requests, name="import_requests"),
    path("requests/import/<uuid:key>/", transfer.imported, name="imported"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<int:year>/add/", rules.add_rules, name="add_rules"),
    path("rules/<int:year>/<slug:kind>/<slug:code>/", rules.rule, name="rule"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("my/", my.my, name="my"),
    path("my/shared/<str:token>/", shared.shared, name="shared"),
    path("secretariat/", include((secretariat_urls, "secretariat"))),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
