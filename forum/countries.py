"""Countries and areas by their United Nations M49 names, and the regional group they suggest.

Regional groups belong to member states, so territories suggest none. Kiribati has joined no
group and is listed with its neighbours; the two observers stand where they take part. Whoever
is concerned can choose another group, or none.
"""

import unicodedata

from forum.vocabulary import RegionalGroup

AFRICAN = """
Algeria; Angola; Benin; Botswana; Burkina Faso; Burundi; Cabo Verde; Cameroon; Central African
Republic; Chad; Comoros; Congo; Côte d’Ivoire; Democratic Republic of the Congo; Djibouti; Egypt;
Equatorial Guinea; Eritrea; Eswatini; Ethiopia; Gabon; Gambia; Ghana; Guinea; Guinea-Bissau; Kenya;
Lesotho; Liberia; Libya; Madagascar; Malawi; Mali; Mauritania; Mauritius; Morocco; Mozambique;
Namibia; Niger; Nigeria; Rwanda; Sao Tome and Principe; Senegal; Seychelles; Sierra Leone; Somalia;
South Africa; South Sudan; Sudan; Togo; Tunisia; Uganda; United Republic of Tanzania; Zambia;
Zimbabwe"""
ASIA_PACIFIC = """
Afghanistan; Bahrain; Bangladesh; Bhutan; Brunei Darussalam; Cambodia; China; Cyprus; Democratic
People's Republic of Korea; Fiji; India; Indonesia; Iran (Islamic Republic of); Iraq; Japan; Jordan;
Kazakhstan; Kiribati; Kuwait; Kyrgyzstan; Lao People's Democratic Republic; Lebanon; Malaysia;
Maldives; Marshall Islands; Micronesia (Federated States of); Mongolia; Myanmar; Nauru; Nepal; Oman;
Pakistan; Palau; Papua New Guinea; Philippines; Qatar; Republic of Korea; Samoa; Saudi Arabia;
Singapore; Solomon Islands; Sri Lanka; State of Palestine; Syrian Arab Republic; Tajikistan; Thailand;
Timor-Leste; Tonga; Turkmenistan; Tuvalu; United Arab Emirates; Uzbekistan; Vanuatu; Viet Nam; Yemen"""
EASTERN_EUROPEAN = """
Albania; Armenia; Azerbaijan; Belarus; Bosnia and Herzegovina; Bulgaria; Croatia; Czechia; Estonia;
Georgia; Hungary; Latvia; Lithuania; Montenegro; North Macedonia; Poland; Republic of Moldova;
Romania; Russian Federation; Serbia; Slovakia; Slovenia; Ukraine"""
GRULAC = """
Antigua and Barbuda; Argentina; Bahamas; Barbados; Belize; Bolivia (Plurinational State of); Brazil;
Chile; Colombia; Costa Rica; Cuba; Dominica; Dominican Republic; Ecuador; El Salvador; Grenada;
Guatemala; Guyana; Haiti; Honduras; Jamaica; Mexico; Nicaragua; Panama; Paraguay; Peru; Saint Kitts
and Nevis; Saint Lucia; Saint Vincent and the Grenadines; Suriname; Trinidad and Tobago; Uruguay;
Venezuela (Bolivarian Republic of)"""
WEOG = """
Andorra; Australia; Austria; Belgium; Canada; Denmark; Finland; France; Germany; Greece; Holy See;
Iceland; Ireland; Israel; Italy; Liechtenstein; Luxembourg; Malta; Monaco; Netherlands (Kingdom of
the); New Zealand; Norway; Portugal; San Marino; Spain; Sweden; Switzerland; Türkiye; United Kingdom
of Great Britain and Northern Ireland; United States of America"""
TERRITORIES = """
Åland Islands; American Samoa; Anguilla; Antarctica; Aruba; Bermuda; Bonaire, Sint Eustatius and Saba;
Bouvet Island; British Indian Ocean Territory; British Virgin Islands; Cayman Islands; China, Hong
Kong Special Administrative Region; China, Macao Special Administrative Region; Christmas Island;
Cocos (Keeling) Islands; Cook Islands; Curaçao; Falkland Islands (Malvinas); Faroe Islands; French
Guiana; French Polynesia; French Southern Territories; Gibraltar; Greenland; Guadeloupe; Guam;
Guernsey; Heard Island and McDonald Islands; Isle of Man; Jersey; Martinique; Mayotte; Montserrat; New
Caledonia; Niue; Norfolk Island; Northern Mariana Islands; Pitcairn; Puerto Rico; Réunion; Saint
Barthélemy; Saint Helena; Saint Martin (French Part); Saint Pierre and Miquelon; Sint Maarten (Dutch
part); South Georgia and the South Sandwich Islands; Svalbard and Jan Mayen Islands; Tokelau; Turks
and Caicos Islands; United States Minor Outlying Islands; United States Virgin Islands; Wallis and
Futuna Islands; Western Sahara"""
OTHER_WORDS = {
    "Bolivia": "Bolivia (Plurinational State of)",
    "Brunei": "Brunei Darussalam",
    "Cape Verde": "Cabo Verde",
    "Czech Republic": "Czechia",
    "DR Congo": "Democratic Republic of the Congo",
    "Great Britain": "United Kingdom of Great Britain and Northern Ireland",
    "Hong Kong": "China, Hong Kong Special Administrative Region",
    "Iran": "Iran (Islamic Republic of)",
    "Ivory Coast": "Côte d’Ivoire",
    "Laos": "Lao People's Democratic Republic",
    "Macao": "China, Macao Special Administrative Region",
    "Micronesia": "Micronesia (Federated States of)",
    "Moldova": "Republic of Moldova",
    "Netherlands": "Netherlands (Kingdom of the)",
    "North Korea": "Democratic People's Republic of Korea",
    "Palestine": "State of Palestine",
    "Russia": "Russian Federation",
    "South Korea": "Republic of Korea",
    "Syria": "Syrian Arab Republic",
    "Tanzania": "United Republic of Tanzania",
    "The Gambia": "Gambia",
    "The Netherlands": "Netherlands (Kingdom of the)",
    "Turkey": "Türkiye",
    "UAE": "United Arab Emirates",
    "UK": "United Kingdom of Great Britain and Northern Ireland",
    "United Kingdom": "United Kingdom of Great Britain and Northern Ireland",
    "United States": "United States of America",
    "USA": "United States of America",
    "Vatican": "Holy See",
    "Venezuela": "Venezuela (Bolivarian Republic of)",
    "Vietnam": "Viet Nam",
}


def _names(text: str) -> list[str]:
    return [" ".join(name.split()) for name in text.split(";")]


REGIONS: dict[str, str] = {
    **dict.fromkeys(_names(AFRICAN), RegionalGroup.AFRICAN.value),
    **dict.fromkeys(_names(ASIA_PACIFIC), RegionalGroup.ASIA_PACIFIC.value),
    **dict.fromkeys(_names(EASTERN_EUROPEAN), RegionalGroup.EASTERN_EUROPEAN.value),
    **dict.fromkeys(_names(GRULAC), RegionalGroup.GRULAC.value),
    **dict.fromkeys(_names(WEOG), RegionalGroup.WEOG.value),
    **dict.fromkeys(_names(TERRITORIES), ""),
}


def folded(text: str) -> str:
    """The text for comparing: without case, accents, punctuation and doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = [
        letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter)
    ]
    return " ".join("".join(kept).split())


NAMES = sorted(REGIONS, key=folded)
_BY_FOLDED = {folded(name): name for name in REGIONS} | {
    folded(word): name for word, name in OTHER_WORDS.items()
}


def named(text: str) -> str:
    """The M49 name of what was typed; the text itself where it is none, without outer spaces."""
    return _BY_FOLDED.get(folded(text), text.strip())


def region_of(country: str) -> str:
    """The regional group a country suggests; empty for territories and unknown words."""
    return REGIONS.get(named(country), "")
