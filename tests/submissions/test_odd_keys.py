"""Keys that no row can have, in every field that chooses rows: a message at the field, never an error."""

import pytest

from tests.submissions.following import KINDS

BEYOND = "9" * 20
FIELDS = [
    ("session", "type"),
    ("session", "theme"),
    ("session", "topics"),
    ("session", "goals"),
    ("booth", "themes"),
    ("booth", "goals"),
]


@pytest.mark.parametrize("key", [BEYOND, f"-{BEYOND}", f" {BEYOND} ", "9_" * 20 + "9", "9" * 5000])
@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_key_too_large_is_refused_at_its_field(
    name, field, key, open_edition, organizer, as_user
):
    kind = KINDS[name]

    answer = as_user(organizer).post(kind.new, kind.typed(open_edition, **{field: [key]}))

    assert answer.status_code == 200
    assert field in answer.context["forms"].form.errors
    assert not kind.model.objects.exists()


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_draft_with_a_key_too_large_is_kept_and_shown(
    name, field, open_edition, organizer, as_user
):
    kind, client = KINDS[name], as_user(organizer)

    saved = client.post(
        kind.new, kind.typed(open_edition, **{field: [BEYOND]}) | {"action": "save"}
    )
    draft = kind.model.objects.get()
    pages = [client.get(saved["Location"]), client.get(kind.page(draft, "preview/"))]

    assert [page.status_code for page in pages] == [200, 200]
    assert draft.draft[field] == [BEYOND]
