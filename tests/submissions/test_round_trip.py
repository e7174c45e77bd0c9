"""Whatever requests say: out as a table and in again, nothing is lost and nothing is changed."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from booths.exports import BOOTHS
from forum.models import Edition, User
from submissions import drafts, requests
from submissions.models import Submission
from submissions.transfer import Transfer
from submissions.transfer.plan import UNCHANGED
from tests import factories
from tests.submissions import typed_requests
from tests.submissions.transferring import WRITE, apply, content, exported, planned, wipe
from workshops.exports import SESSIONS

EXAMPLES = 5
INVENTED = {SESSIONS.kind: typed_requests.proposal, BOOTHS.kind: typed_requests.booth}
FEW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
EVERY = [(transfer, ending) for transfer in (SESSIONS, BOOTHS) for ending in ("csv", "xlsx")]


@pytest.fixture
def world(open_edition) -> Edition:
    """An edition in which two topics have one name, and words hold signs that part words."""
    factories.make_type(open_edition, "of", name="Open Forum; long, hybrid")
    for title in ("Rights; duties", "Trust, safety"):
        theme = factories.make_theme(open_edition, title)
        theme.topics.create(title="The same topic", position=2)
    return open_edition


def submitted(
    transfer: Transfer, edition: Edition, typed: tuple[dict, dict], by: User
) -> Submission:
    """A request as its form would have stored it."""
    fields, rows = typed
    forms = transfer.forms(edition, drafts.as_typed(fields, **rows), check=True)
    assert forms.is_valid(), forms.errors
    request: Any = transfer.model.objects.create(edition=edition, created_by=by)
    WRITE[transfer.kind](request, forms.content(), by=by, invite=False)
    requests.claim_for_submission(request, 0, by=by)
    return request


def invent(data: Any, transfer: Transfer, edition: Edition, by: User) -> None:
    wipe(transfer, edition)
    for typed in data.draw(st.lists(INVENTED[transfer.kind](edition), min_size=1, max_size=3)):
        submitted(transfer, edition, typed, by)


@pytest.mark.parametrize(("transfer", "ending"), EVERY)
@FEW
@given(data=st.data())
def test_what_was_exported_changes_nothing(data, transfer, ending, world, organizer):
    invent(data, transfer, world, organizer)

    plan = planned(transfer, world, exported(transfer, world, ending))

    assert [entry.state for entry in plan.entries] == [UNCHANGED] * len(plan.entries)
    assert (plan.problems, plan.left_out, plan.entries == []) == ([], [], False)


@pytest.mark.parametrize(("transfer", "ending"), EVERY)
@FEW
@given(data=st.data())
def test_what_was_exported_and_deleted_comes_back_whole(
    data, transfer, ending, world, organizer, secretariat
):
    invent(data, transfer, world, organizer)
    before, file = content(transfer, world), exported(transfer, world, ending)

    wipe(transfer, world)
    apply(planned(transfer, world, file), secretariat)

    assert content(transfer, world) == before
