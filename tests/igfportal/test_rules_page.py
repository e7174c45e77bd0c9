"""The Secretariat's page about the rules of an edition."""

import pytest

from forum.models import AuditEntry
from submissions.actions.rules import ensure_rules
from submissions.models import Rule
from tests import factories

LIST = "/secretariat/rules/"
ONE = "/secretariat/rules/2027/session/confirmed_speakers/"
VALID = {"level": "warn", "text": "Three, please.", "source": "A call", "least": "4", "types": []}


@pytest.mark.parametrize("page", [LIST, ONE, "/secretariat/rules/2027/add/"])
def test_the_rules_belong_to_the_secretariat(edition, as_user, organizer, mag_member, page):
    ensure_rules(edition)

    visitor = as_user().post(page, VALID)
    others = [as_user(user).post(page, VALID) for user in (organizer, mag_member)]

    assert visitor.status_code in {302, 405}
    assert {answer.status_code for answer in others} <= {403, 405}
    assert not Rule.objects.filter(text="Three, please.").exists()


def test_an_edition_gets_the_rules_once(edition, as_user, secretariat):
    client = as_user(secretariat)

    client.post("/secretariat/rules/2027/add/")
    client.post("/secretariat/rules/2027/add/")

    assert Rule.objects.filter(edition=edition).count() == 18
    assert AuditEntry.objects.filter(verb="added the default rules").count() == 1
    page = client.get(LIST).content.decode()
    assert "At least {least} speakers are provisionally confirmed" in page
    assert "not set in this edition" not in page


def test_text_source_numbers_and_types_are_edited(edition, as_user, secretariat):
    ensure_rules(edition)
    factories.make_type(edition, "of", name="Open Forum")

    as_user(secretariat).post(ONE, VALID | {"types": ["ws", "of"]})

    rule = Rule.objects.get(kind="session", code="confirmed_speakers")
    assert (rule.level, rule.text, rule.source) == ("warn", "Three, please.", "A call")
    assert rule.parameters == {"least": 4, "types": ["ws", "of"]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("level", "never"),
        ("text", ""),
        ("text", "x" * 501),
        ("text", "a\x00b"),
        ("source", "x" * 301),
        ("least", "0"),
        ("least", "many"),
        ("types", ["circus"]),
    ],
)
def test_wrong_input_is_refused_at_its_field(edition, as_user, secretariat, field, value):
    ensure_rules(edition)

    page = as_user(secretariat).post(ONE, VALID | {field: value})

    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert Rule.objects.get(kind="session", code="confirmed_speakers").level == "block"


@pytest.mark.parametrize(
    "page", ["2027/session/unknown/", "1999/session/one_role/", "2027/x/one_role/"]
)
def test_a_rule_that_is_not_there_is_not_found(edition, as_user, secretariat, page):
    assert as_user(secretariat).get(LIST + page).status_code == 404
