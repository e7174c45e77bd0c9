import pytest

from outcomes.charts import drawing
from outcomes.compiler import compile_paper
from outcomes.inputs import paper_input
from surveys import actions
from tests.surveys.kinds import answer_everything, make_survey_of_all_kinds


@pytest.fixture(params=[4, 24])
def content(request, moderator):
    survey = make_survey_of_all_kinds(moderator)
    answer_everything(survey, moderator, people=request.param)
    actions.end(survey, by=moderator)
    actions.seal(survey, by=moderator)
    return request.param, compile_paper(paper_input(survey.workshop))


def test_every_kind_has_its_sentence_and_chart_with_its_base(content):
    people, paper = content
    blocks = [b for s in paper["sections"] for p in s["parts"] for b in p["blocks"]]
    charts = {b["text"]: b for b in blocks if b["type"] == "chart"}

    titles = " | ".join(charts)
    drawn = [drawing(chart, for_print=flag) for chart in charts.values() for flag in (True, False)]

    assert len(drawn) >= 10
    if people == 24:
        assert "Totals: ranked by 21 people, " in titles
        assert "highest with a mean rank of" in titles
        assert "Totals: 21 people gave a number, the median is 3 years" in titles
        assert "Totals: of 21 people, 33% support it, 33% can live with it and 33% object" in titles
        assert any(
            "Abstained: 3 in survey 1 and 3 in survey 2." in c["subtitle"] for c in charts.values()
        )
        assert "abstained are counted apart" in str(paper)
    else:
        assert "Totals: ranked by 3 people" in titles
        assert "Totals: 3 people gave a number" in titles
