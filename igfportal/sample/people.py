"""People and organizations of the sample, and the log-ins.

Real people carry only what the public session page says about them. Everybody whose
name begins with "Sample" is invented.
"""

from typing import Any

PASSWORD = "sample-edition"  # noqa: S105 - printed beside the sample log-ins

CIVIL_SOCIETY = "Civil Society"
GOVERNMENT = "Government"
IGO = "Intergovernmental Organization"
PRIVATE_SECTOR = "Private Sector"
TECHNICAL_COMMUNITY = "Technical Community"

AFRICAN = "African Group"
ASIA_PACIFIC = "Asia-Pacific Group"
EASTERN_EUROPEAN = "Eastern European Group"
GRULAC = "Latin American and Caribbean Group (GRULAC)"
WEOG = "Western European and Others Group (WEOG)"


def _person(
    name: str,
    group: str,
    region: str,
    affiliation: str = "",
    country: str = "",
    **more: Any,
) -> dict[str, Any]:
    return {
        "name": name,
        "group": group,
        "region": region,
        "affiliation": affiliation,
        "country": country,
        "is_sample": name.startswith("Sample"),
        **more,
    }


def _account(email: str, name: str, group: str, region: str, **more: Any) -> dict[str, Any]:
    details = {
        "affiliation": "Sample Organization",
        "country": "Kenya",
        "roles": [],
        **more,
    }
    return _person(name, group, region, email=f"{email}@igf.example", **details)


ALL_EDITIONS = [2020, 2021, 2023, 2024, 2027]

LOGINS: dict[str, dict[str, Any]] = {
    "secretariat": _account(
        "secretariat",
        "Sample Secretariat",
        IGO,
        IGO,
        affiliation="Sample Secretariat Office",
        country="",
        roles=[("secretariat", year) for year in ALL_EDITIONS],
    ),
    "mag": _account("mag", "Sample MAG Member", CIVIL_SOCIETY, AFRICAN, roles=[("mag", 2027)]),
    "mag2": _account(
        "mag2",
        "Sample MAG Member 2",
        TECHNICAL_COMMUNITY,
        GRULAC,
        country="Uruguay",
        roles=[("mag", 2027)],
    ),
    "organizer": _account("organizer", "Sample Organizer", CIVIL_SOCIETY, AFRICAN),
    "rapporteur": _account(
        "rapporteur",
        "Sample Rapporteur",
        TECHNICAL_COMMUNITY,
        ASIA_PACIFIC,
        country="Nepal",
    ),
    "moderator": _account("moderator", "Sample Moderator", PRIVATE_SECTOR, WEOG, country="Ireland"),
    "exhibitor": _account(
        "exhibitor",
        "Sample Exhibitor",
        CIVIL_SOCIETY,
        AFRICAN,
        affiliation="Sample Map Volunteers",
    ),
    "admin": _account(
        "admin",
        "Sample Admin",
        TECHNICAL_COMMUNITY,
        WEOG,
        country="",
        roles=[("admin", year) for year in ALL_EDITIONS],
    ),
}

PEOPLE: dict[str, dict[str, Any]] = {
    "michels": _person("Jochen Michels", PRIVATE_SECTOR, WEOG, "Kaspersky"),
    "gan": _person("Genie Gan", PRIVATE_SECTOR, ASIA_PACIFIC),
    "kipker": _person("Dennis-Kenji Kipker", TECHNICAL_COMMUNITY, WEOG, "University of Bremen"),
    "yiadom": _person("Gladys O. Yiadom", PRIVATE_SECTOR, WEOG, "Kaspersky"),
    "shabab": _person("Noushin Shabab", PRIVATE_SECTOR, ASIA_PACIFIC),
    "seghrouchni": _person("Amal El Fallah Seghrouchni", CIVIL_SOCIETY, AFRICAN),
    "kazakova": _person("Anastasiya Kazakova", CIVIL_SOCIETY, EASTERN_EUROPEAN),
    "sample-1": _person(
        "Sample Person 1", CIVIL_SOCIETY, AFRICAN, "Sample Village Networks", "Ghana"
    ),
    "sample-2": _person(
        "Sample Person 2", GOVERNMENT, AFRICAN, "Sample Connectivity Department", "Rwanda"
    ),
    "sample-3": _person(
        "Sample Person 3",
        TECHNICAL_COMMUNITY,
        GRULAC,
        "Sample Peering Association",
        "Chile",
    ),
    "sample-4": _person(
        "Sample Person 4", PRIVATE_SECTOR, ASIA_PACIFIC, "Sample Cable Company", "Fiji"
    ),
    "sample-5": _person("Sample Person 5", IGO, IGO, "Sample Numbers Office"),
    "sample-6": _person(
        "Sample Person 6",
        CIVIL_SOCIETY,
        EASTERN_EUROPEAN,
        "Sample Support Line",
        "Romania",
    ),
    "sample-7": _person(
        "Sample Person 7", TECHNICAL_COMMUNITY, WEOG, "Sample Energy Laboratory", "Canada"
    ),
    "sample-8": _person(
        "Sample Person 8",
        GOVERNMENT,
        ASIA_PACIFIC,
        "Sample Islands Agency",
        "Samoa",
    ),
    "sample-9": _person("Sample Person 9", CIVIL_SOCIETY, GRULAC, "Sample Subtitle Guild", "Peru"),
    "sample-10": _person(
        "Sample Person 10",
        PRIVATE_SECTOR,
        EASTERN_EUROPEAN,
        "Sample Hosting Firm",
        "Poland",
    ),
    "sample-11": _person(
        "Sample Person 11", CIVIL_SOCIETY, WEOG, "Sample Organization", "Portugal"
    ),
}

ORGANIZATIONS: list[dict[str, Any]] = [
    {"name": "Kaspersky", "group": PRIVATE_SECTOR, "is_sample": False},
    {"name": "University of Bremen", "group": "", "is_sample": False},
    {"name": "Sample Organization", "group": CIVIL_SOCIETY, "is_sample": True},
    {"name": "Sample Village Networks", "group": CIVIL_SOCIETY, "is_sample": True},
    {"name": "Sample Connectivity Department", "group": GOVERNMENT, "is_sample": True},
    {
        "name": "Sample Peering Association",
        "group": TECHNICAL_COMMUNITY,
        "is_sample": True,
    },
    {"name": "Sample Cable Company", "group": PRIVATE_SECTOR, "is_sample": True},
    {"name": "Sample Numbers Office", "group": IGO, "is_sample": True},
    {"name": "Sample Support Line", "group": CIVIL_SOCIETY, "is_sample": True},
    {"name": "Sample Energy Laboratory", "group": TECHNICAL_COMMUNITY, "is_sample": True},
    {"name": "Sample Islands Agency", "group": GOVERNMENT, "is_sample": True},
    {"name": "Sample Subtitle Guild", "group": CIVIL_SOCIETY, "is_sample": True},
    {"name": "Sample Hosting Firm", "group": PRIVATE_SECTOR, "is_sample": True},
    {"name": "Sample Map Volunteers", "group": CIVIL_SOCIETY, "is_sample": True},
]
