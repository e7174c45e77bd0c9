import pytest

from forum import audit
from forum.models import AuditEntry
from tests import factories


def test_each_entry_carries_the_hash_of_the_one_before(secretariat):
    workshop = factories.make_workshop()

    first = audit.record(secretariat, "accepted", workshop)
    second = audit.record(None, "sealed", workshop)

    assert second.previous == first.hash
    assert audit.first_broken_entry() is None


@pytest.mark.parametrize("field", ["verb", "label", "previous", "role"])
def test_a_changed_entry_is_found(secretariat, field):
    workshop = factories.make_workshop()
    entry = audit.record(secretariat, "accepted", workshop)
    audit.record(secretariat, "released", workshop)

    AuditEntry.objects.filter(pk=entry.pk).update(**{field: "something else"})

    assert audit.first_broken_entry() == entry


def test_a_removed_entry_is_found(secretariat):
    workshop = factories.make_workshop()
    entries = [audit.record(secretariat, verb, workshop) for verb in ("one", "two", "three")]

    entries[1].delete()

    assert audit.first_broken_entry() == entries[2]
