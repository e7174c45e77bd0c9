from forum.models import Edition
from tests import factories


def test_factories_make_one_current_edition(db):
    workshop = factories.make_session()
    survey = factories.make_survey(workshop)
    booth = factories.make_booth()

    editions = {workshop.edition, survey.workshop.edition, booth.edition}

    assert editions == {Edition.objects.get()}
    assert workshop.planned_minutes() == workshop.minutes
