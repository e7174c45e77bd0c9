import pytest
from django.http import QueryDict

from forum.errors import RuleError
from submissions import drafts
from tests import factories
from workshops.models import Workshop


def test_packing_and_unpacking_gives_back_what_was_typed():
    data = QueryDict("title=%D8%B9%D9%86&goals=4&goals=10&odd%5B%5D=%00x&action=save&add-links=1")

    unpacked = drafts.unpack(drafts.pack(data))

    assert {name: unpacked.getlist(name) for name in unpacked} == {
        "title": ["عن"],
        "goals": ["4", "10"],
        "odd[]": ["\x00x"],
    }


def test_a_draft_that_is_too_large_is_refused_with_its_size():
    data = QueryDict(mutable=True)
    data["description"] = "x" * 250_000

    with pytest.raises(RuleError) as refusal:
        drafts.pack(data)

    assert "250 kilobytes" in refusal.value.message


def test_keeping_a_draft_over_an_older_revision_changes_nothing(db):
    workshop = factories.make_workshop(status=Workshop.Status.DRAFT)
    drafts.keep(workshop, {"title": ["First"]}, revision=0)

    with pytest.raises(drafts.Stale):
        drafts.keep(workshop, {"title": ["Second"]}, revision=0)

    workshop.refresh_from_db()
    assert (workshop.draft, workshop.revision) == ({"title": ["First"]}, 1)


def test_a_draft_lends_its_title_only_while_nothing_is_submitted(db):
    draft = factories.make_workshop(status=Workshop.Status.DRAFT)
    submitted = factories.make_workshop(title="Submitted title")

    for workshop in (draft, submitted):
        drafts.keep(workshop, {"title": ["Typed\r\ntitle"]}, revision=0)

    assert (draft.title, submitted.title) == ("Typed title", "Submitted title")


def test_replacing_rows_keeps_the_identity_of_those_that_stay(db):
    workshop = factories.make_workshop(questions=("A?", "B?", "C?"))
    before = list(workshop.policy_questions.values_list("pk", flat=True))

    drafts.replace_in_order(workshop.policy_questions, [{"text": "B?"}, {"text": "New?"}])

    after = workshop.policy_questions.values_list("pk", "position", "text")
    assert list(after) == [(before[0], 1, "B?"), (before[1], 2, "New?")]
