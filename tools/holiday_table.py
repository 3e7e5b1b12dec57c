#!/usr/bin/env python3
"""Writes the table of holidays in crates/varsel-core/data/holidays from the Python package `holidays` (MIT).

    pip install holidays==0.109
    python3 tools/holiday_table.py            writes the table
    python3 tools/holiday_table.py --check    compares it with what is committed, and reads it back against the package

The README beside the table says what its columns mean.
"""

import collections
import datetime
import re
import sys
import warnings
from pathlib import Path

import holidays

VERSION = "0.109"
YEARS = range(2025, 2037)
CATEGORIES = ("public", "bank", "government", "de_facto", "half_day", "optional", "unofficial", "workday")
FOLDER = Path(__file__).resolve().parent.parent / "crates/varsel-core/data/holidays"
ESTIMATED = "(estimated)"

# Each country: the zone of its capital, and its name.
COUNTRIES = {
    "AE": ("Asia/Dubai", "United Arab Emirates"),
    "AR": ("America/Argentina/Buenos_Aires", "Argentina"),
    "AT": ("Europe/Vienna", "Austria"),
    "AU": ("Australia/Sydney", "Australia"),
    "BE": ("Europe/Brussels", "Belgium"),
    "BG": ("Europe/Sofia", "Bulgaria"),
    "BR": ("America/Sao_Paulo", "Brazil"),
    "CA": ("America/Toronto", "Canada"),
    "CH": ("Europe/Zurich", "Switzerland"),
    "CL": ("America/Santiago", "Chile"),
    "CN": ("Asia/Shanghai", "China"),
    "CO": ("America/Bogota", "Colombia"),
    "CY": ("Asia/Nicosia", "Cyprus"),
    "CZ": ("Europe/Prague", "Czechia"),
    "DE": ("Europe/Berlin", "Germany"),
    "DK": ("Europe/Copenhagen", "Denmark"),
    "EE": ("Europe/Tallinn", "Estonia"),
    "EG": ("Africa/Cairo", "Egypt"),
    "ES": ("Europe/Madrid", "Spain"),
    "FI": ("Europe/Helsinki", "Finland"),
    "FR": ("Europe/Paris", "France"),
    "GB": ("Europe/London", "United Kingdom"),
    "GE": ("Asia/Tbilisi", "Georgia"),
    "GR": ("Europe/Athens", "Greece"),
    "HK": ("Asia/Hong_Kong", "Hong Kong"),
    "HR": ("Europe/Zagreb", "Croatia"),
    "HU": ("Europe/Budapest", "Hungary"),
    "ID": ("Asia/Jakarta", "Indonesia"),
    "IE": ("Europe/Dublin", "Ireland"),
    "IL": ("Asia/Jerusalem", "Israel"),
    "IN": ("Asia/Kolkata", "India"),
    "IS": ("Atlantic/Reykjavik", "Iceland"),
    "IT": ("Europe/Rome", "Italy"),
    "JP": ("Asia/Tokyo", "Japan"),
    "KE": ("Africa/Nairobi", "Kenya"),
    "KR": ("Asia/Seoul", "South Korea"),
    "LI": ("Europe/Vaduz", "Liechtenstein"),
    "LT": ("Europe/Vilnius", "Lithuania"),
    "LU": ("Europe/Luxembourg", "Luxembourg"),
    "LV": ("Europe/Riga", "Latvia"),
    "MA": ("Africa/Casablanca", "Morocco"),
    "MT": ("Europe/Malta", "Malta"),
    "MX": ("America/Mexico_City", "Mexico"),
    "MY": ("Asia/Kuala_Lumpur", "Malaysia"),
    "NG": ("Africa/Lagos", "Nigeria"),
    "NL": ("Europe/Amsterdam", "Netherlands"),
    "NO": ("Europe/Oslo", "Norway"),
    "NZ": ("Pacific/Auckland", "New Zealand"),
    "PE": ("America/Lima", "Peru"),
    "PH": ("Asia/Manila", "Philippines"),
    "PL": ("Europe/Warsaw", "Poland"),
    "PT": ("Europe/Lisbon", "Portugal"),
    "RO": ("Europe/Bucharest", "Romania"),
    "RS": ("Europe/Belgrade", "Serbia"),
    "SA": ("Asia/Riyadh", "Saudi Arabia"),
    "SE": ("Europe/Stockholm", "Sweden"),
    "SG": ("Asia/Singapore", "Singapore"),
    "SI": ("Europe/Ljubljana", "Slovenia"),
    "SK": ("Europe/Bratislava", "Slovakia"),
    "TH": ("Asia/Bangkok", "Thailand"),
    "TR": ("Europe/Istanbul", "Türkiye"),
    "TW": ("Asia/Taipei", "Taiwan"),
    "UA": ("Europe/Kyiv", "Ukraine"),
    "US": ("America/New_York", "United States"),
    "VN": ("Asia/Ho_Chi_Minh", "Vietnam"),
    "ZA": ("Africa/Johannesburg", "South Africa"),
}

# Parts of countries whose capital has another zone than that of the country.
ZONES = {
    "AU": {
        "Australia/Brisbane": "QLD", "Australia/Adelaide": "SA", "Australia/Darwin": "NT", "Australia/Perth": "WA",
        "Australia/Hobart": "TAS", "Australia/Melbourne": "VIC", "Indian/Christmas": "CX", "Indian/Cocos": "CC",
        "Pacific/Norfolk": "NF",
    },
    "BR": {
        "America/Rio_Branco": "AC", "America/Maceio": "AL SE", "America/Belem": "AP PA", "America/Manaus": "AM",
        "America/Bahia": "BA", "America/Fortaleza": "CE MA PB PI RN", "America/Cuiaba": "MT", "America/Campo_Grande": "MS",
        "America/Recife": "PE", "America/Porto_Velho": "RO", "America/Boa_Vista": "RR", "America/Araguaina": "TO",
    },
    "CA": {
        "America/Edmonton": "AB NT", "America/Vancouver": "BC", "America/Winnipeg": "MB", "America/Moncton": "NB",
        "America/St_Johns": "NL", "America/Halifax": "NS PE", "America/Iqaluit": "NU", "America/Regina": "SK",
        "America/Whitehorse": "YT",
    },
    "CL": {"America/Punta_Arenas": "MA", "America/Coyhaique": "AI"},
    "ES": {"Atlantic/Canary": "CN"},
    "FR": {
        "Indian/Reunion": "974", "America/Martinique": "972", "America/Guadeloupe": "971 BL MF", "America/Cayenne": "973",
        "Indian/Mayotte": "976", "America/Miquelon": "PM", "Pacific/Noumea": "NC", "Pacific/Tahiti": "PF",
        "Pacific/Wallis": "WF", "Indian/Kerguelen": "TF",
    },
    "ID": {
        "Asia/Pontianak": "KB KT", "Asia/Makassar": "BA NB NT KS KI KU SA ST SG SN SR GO",
        "Asia/Jayapura": "MA MU PA PB PD PE PS PT",
    },
    "MX": {
        "America/Tijuana": "BCN", "America/Mazatlan": "BCS NAY SIN", "America/Hermosillo": "SON", "America/Chihuahua": "CHH",
        "America/Cancun": "ROO", "America/Merida": "CAM YUC", "America/Monterrey": "COA DUR NLE TAM",
    },
    "MY": {"Asia/Kuching": "12 13 SBH SWK"},
    "NZ": {"Pacific/Chatham": "CIT"},
    "PT": {"Atlantic/Azores": "20", "Atlantic/Madeira": "30"},
    "US": {
        "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI", "America/Denver": "CO MT NM UT WY",
        "America/Boise": "ID", "America/Phoenix": "AZ", "America/Los_Angeles": "CA NV OR WA", "America/Juneau": "AK",
        "America/Detroit": "MI", "America/Indiana/Indianapolis": "IN", "America/Puerto_Rico": "PR VI",
        "Pacific/Honolulu": "HI", "Pacific/Guam": "GU MP", "Pacific/Pago_Pago": "AS", "Pacific/Wake": "UM",
    },
}


def of(country, part, category, language=None):
    """Asks the package for the days of a place. Of years that it does not have of it, it has none and warns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return holidays.country_holidays(
            country, subdiv=part, years=YEARS, categories=(category,), language=language
        )


def parts_of(made):
    """Returns the parts of a country by ISO 3166-2; the package also has cities and zones of schools."""
    return [part for part in made.subdivisions if re.fullmatch("[A-Z0-9]{1,3}", part)]


def english(country):
    """Returns the English of a country's names, if the package has it; `None` is the language that it has."""
    languages = type(holidays.country_holidays(country)).supported_languages
    return next((language for language in ("en_US", *languages) if language in languages and language.startswith("en")), None)


def swedish(country):
    languages = type(holidays.country_holidays(country)).supported_languages
    return next((language for language in languages if language.split("_")[0] == "sv"), None)


def days(country, part, category, language):
    """Lists the days of a place with their names. Sundays that are nothing but Sundays are left out: the week has them."""
    # A list drops what lies outside of the years.
    return {
        day: name for day, name in of(country, part, category, language).items()
        if day.year in YEARS and name not in ("Sunday", "Søndag", "Söndag")
    }


def rows(country):
    """Makes the rows of a country."""
    made = holidays.country_holidays(country)
    parts = [None, *parts_of(made)]
    for category in CATEGORIES:
        if category not in type(made).supported_categories:
            continue
        found = {}
        for part in parts:
            names = days(country, part, category, english(country))
            sv = days(country, part, category, swedish(country)) if swedish(country) else {}
            for day, name in names.items():
                estimated = ESTIMATED in name
                name = " ".join(name.replace(ESTIMATED, "").split())
                key = (day, category, "1" if estimated else "", name, sv.get(day, ""))
                found.setdefault(key, []).append(part or "-")
        for (day, category, estimated, name, sv), places in found.items():
            held = "*" if len(places) == len(parts) else " ".join(sorted(places))
            yield (country, day.isoformat(), held, category, estimated, name, sv)


def places():
    """Makes the rows of the places."""
    for country, (zone, name) in COUNTRIES.items():
        made = holidays.country_holidays(country)
        counted = collections.Counter(row[1][:4] for row in rows(country) if row[3] != "workday")
        # Of a year that the package does not have, some days may still be there.
        full = [year for year, count in counted.items() if count * 2 > max(counted.values())]
        # A country without holidays, as Ukraine is in the war, is known to have none.
        until = max(full, default=str(YEARS[-1]))
        yield (country, zone, until, name)
        aliases = type(made).get_subdivision_aliases()
        zones = {part: zone for zone, parts in ZONES.get(country, {}).items() for part in parts.split()}
        for part in parts_of(made):
            yield (f"{country}-{part}", zones.get(part, zone), until, next(iter(aliases.get(part, [])), part))


def text(header, table):
    lines = ["\t".join(row) for row in [header, *sorted(table)]]
    for line in lines:
        if '"' in line or "\n" in line or line.count("\t") != len(header) - 1:
            sys.exit(f"a field breaks the table: {line!r}")
    return "\n".join(lines) + "\n"


def read_back(table):
    """Answers as readers of the table do, and compares with the package."""
    held = {}
    for line in table.splitlines()[1:]:
        country, day, parts, category, _, name, _ = line.split("\t")
        held.setdefault((country, category), []).append((datetime.date.fromisoformat(day), parts, name))
    compared = 0
    for country in COUNTRIES:
        made = holidays.country_holidays(country)
        for category in CATEGORIES:
            if category not in type(made).supported_categories:
                continue
            for part in [None, *parts_of(made)]:
                wanted = set(days(country, part, category, english(country)))
                given = {
                    day for day, parts, _ in held.get((country, category), [])
                    if parts == "*" or (part or "-") in parts.split(" ")
                }
                if wanted != given:
                    sys.exit(f"{country} {part} {category}: differs on {sorted(wanted ^ given)[:5]}")
                compared += 1
    return compared


def main():
    if holidays.__version__ != VERSION:
        sys.exit(f"holidays {VERSION} is needed, this is {holidays.__version__}")
    unknown = [country for country in COUNTRIES if country not in holidays.list_supported_countries()]
    if unknown:
        sys.exit(f"the package does not have {unknown}")
    table = text(
        ("country", "date", "places", "category", "estimated", "name", "name_sv"),
        [row for country in COUNTRIES for row in rows(country)],
    )
    files = {"holidays.tsv": table, "places.tsv": text(("code", "zone", "until", "name"), places())}
    if "--check" in sys.argv[1:]:
        for name, made in files.items():
            committed = (FOLDER / name).read_text(encoding="utf-8")
            if committed != made:
                pairs = zip(committed.splitlines(), made.splitlines())
                first = next(((old, new) for old, new in pairs if old != new), ("", "another length"))
                sys.exit(f"{name} differs: {first[0]!r} is committed, {first[1]!r} is made")
        print(f"the table is the package's: {read_back(table)} places and kinds of days compared")
    else:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, made in files.items():
            (FOLDER / name).write_text(made, encoding="utf-8")
            print(f"{name}: {len(made.splitlines()) - 1} rows, {len(made.encode())} bytes")


if __name__ == "__main__":
    main()
