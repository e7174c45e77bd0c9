"""Addresses of the pages that bring all apps together."""

from django.urls import include, path

from igfportal.views import (
    calls,
    health,
    home,
    mail,
    my,
    people,
    rules,
    secretariat,
    shared,
    timeline,
)

secretariat_urls = [
    path("", secretariat.dashboard, name="dashboard"),
    path("people/", people.people, name="people"),
    path("people/<int:person>/", people.person, name="person"),
    path("people/merge/", people.merge_people, name="merge_people"),
    path("people/apart/", people.tell_people_apart, name="tell_people_apart"),
    path("people/duplicates/", people.same, name="duplicates"),
    path("people/organizations/", people.organizations, name="organizations"),
    path("people/organizations/<int:organization>/", people.organization, name="organization"),
    path(
        "people/organizations/apart/",
        people.tell_organizations_apart,
        name="tell_organizations_apart",
    ),
    path("people/organizations/merge/", people.merge_organizations, name="merge_organizations"),
    path("mail/", mail.outbox, name="mail"),
    path("mail/<uuid:key>/", mail.message, name="mail_message"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<int:year>/<slug:kind>/", calls.call, name="call"),
    path("calls/<int:year>/<slug:kind>/extend/", calls.extend_call, name="extend_call"),
    path("calls/<int:year>/<slug:kind>/codes/", calls.issue, name="issue_code"),
    path("calls/<int:year>/<slug:kind>/codes/<int:access>/", calls.revoke, name="revoke_code"),
    path("calls/<int:year>/<slug:kind>/form/", calls.form_fields, name="form_fields"),
    path("calls/<int:year>/<slug:kind>/form/preview/", calls.form_preview, name="form_preview"),
    path("calls/<int:year>/<slug:kind>/form/<slug:field>/", calls.form_field, name="form_field"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<int:year>/add/", rules.add_rules, name="add_rules"),
    path("rules/<int:year>/<slug:kind>/<slug:code>/", rules.rule, name="rule"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("timeline/<int:milestone>/", timeline.change, name="milestone"),
    path("timeline/<int:milestone>/delete/", timeline.delete, name="delete_milestone"),
    path("timeline/<int:year>/<slug:kind>/", timeline.add, name="add_milestone"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("my/", my.my, name="my"),
    path("my/shared/<str:token>/", shared.shared, name="shared"),
    path("secretariat/", include((secretariat_urls, "secretariat"))),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
