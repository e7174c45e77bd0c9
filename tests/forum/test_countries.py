import pytest

from forum import countries
from forum.countries import NAMES, REGIONS, folded, named, region_of
from forum.vocabulary import RegionalGroup


def test_every_member_state_and_area_of_m49_is_there_once():
    folded_names = [folded(name) for name in NAMES]

    assert len(NAMES) == len(set(folded_names)) == 248
    assert sum(1 for region in REGIONS.values() if region) == 195


def test_the_regional_groups_have_their_members():
    sizes = {region: list(REGIONS.values()).count(region) for region in set(REGIONS.values())}

    assert sizes == {
        RegionalGroup.AFRICAN: 54,
        RegionalGroup.ASIA_PACIFIC: 55,
        RegionalGroup.EASTERN_EUROPEAN: 23,
        RegionalGroup.GRULAC: 33,
        RegionalGroup.WEOG: 30,
        "": 53,
    }


def test_other_words_mean_countries_of_the_list():
    assert set(countries.OTHER_WORDS.values()) <= set(NAMES)


@pytest.mark.parametrize(
    ("typed", "name", "region"),
    [
        ("ghana", "Ghana", RegionalGroup.AFRICAN),
        (" Cote d'Ivoire ", "Côte d’Ivoire", RegionalGroup.AFRICAN),
        ("USA", "United States of America", RegionalGroup.WEOG),
        ("turkey", "Türkiye", RegionalGroup.WEOG),
        ("Viet  Nam", "Viet Nam", RegionalGroup.ASIA_PACIFIC),
        ("Puerto Rico", "Puerto Rico", ""),
        ("Atlantis ", "Atlantis", ""),
        ("", "", ""),
    ],
)
def test_what_is_typed_leads_to_the_name_and_suggests_a_region(typed, name, region):
    assert (named(typed), region_of(typed)) == (name, region)
