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
YEARS = range(2025, 2038)
CATEGORIES = ("public", "bank", "government", "de_facto", "half_day", "optional", "unofficial", "workday")
FOLDER = Path(__file__).resolve().parent.parent / "crates/varsel-core/data/holidays"

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

# The parts that the package has of a country, by ISO 3166-2 without the country, and their names.
PARTS = {
    "AR":
        "A Salta, B Buenos Aires Province, C Buenos Aires City, D San Luis, E Entre Ríos, F La Rioja, "
        "G Santiago del Estero, H Chaco, J San Juan, K Catamarca, L La Pampa, M Mendoza, N Misiones, P Formosa, "
        "Q Neuquén, R Río Negro, S Santa Fe, T Tucumán, U Chubut, V Tierra del Fuego, W Corrientes, X Córdoba, "
        "Y Jujuy, Z Santa Cruz",
    "AT":
        "1 Burgenland, 2 Carinthia, 3 Lower Austria, 4 Upper Austria, 5 Salzburg, 6 Styria, 7 Tyrol, 8 Vorarlberg, "
        "9 Vienna",
    "AU":
        "ACT Australian Capital Territory, NSW New South Wales, NT Northern Territory, QLD Queensland, "
        "SA South Australia, TAS Tasmania, VIC Victoria, WA Western Australia",
    "BR":
        "AC Acre, AL Alagoas, AM Amazonas, AP Amapá, BA Bahia, CE Ceará, DF Federal District, ES Espírito Santo, "
        "GO Goiás, MA Maranhão, MG Minas Gerais, MS Mato Grosso do Sul, MT Mato Grosso, PA Pará, PB Paraíba, "
        "PE Pernambuco, PI Piauí, PR Paraná, RJ Rio de Janeiro, RN Rio Grande do Norte, RO Rondônia, RR Roraima, "
        "RS Rio Grande do Sul, SC Santa Catarina, SE Sergipe, SP São Paulo, TO Tocantins",
    "CA":
        "AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, NL Newfoundland and Labrador, NS Nova Scotia, "
        "NT Northwest Territories, NU Nunavut, ON Ontario, PE Prince Edward Island, QC Quebec, SK Saskatchewan, "
        "YT Yukon",
    "CH":
        "AG Aargau, AI Appenzell Innerrhoden, AR Appenzell Ausserrhoden, BE Bern, BL Basel-Landschaft, BS Basel-Stadt, "
        "FR Fribourg, GE Geneva, GL Glarus, GR Grisons, JU Jura, LU Lucerne, NE Neuchâtel, NW Nidwalden, OW Obwalden, "
        "SG St. Gallen, SH Schaffhausen, SO Solothurn, SZ Schwyz, TG Thurgau, TI Ticino, UR Uri, VD Vaud, VS Valais, "
        "ZG Zug, ZH Zurich",
    "CL":
        "AI Aysén, AN Antofagasta, AP Arica and Parinacota, AR Araucanía, AT Atacama, BI Biobío, CO Coquimbo, "
        "LI O'Higgins, LL Los Lagos, LR Los Ríos, MA Magallanes, ML Maule, NB Ñuble, RM Santiago Metropolitan Region, "
        "TA Tarapacá, VS Valparaíso",
    "DE":
        "BB Brandenburg, BE Berlin, BW Baden-Württemberg, BY Bavaria, HB Bremen, HE Hesse, HH Hamburg, "
        "MV Mecklenburg-Western Pomerania, NI Lower Saxony, NW North Rhine-Westphalia, RP Rhineland-Palatinate, "
        "SH Schleswig-Holstein, SL Saarland, SN Saxony, ST Saxony-Anhalt, TH Thuringia",
    "ES":
        "AN Andalusia, AR Aragon, AS Asturias, CB Cantabria, CE Ceuta, CL Castile and León, CM Castile-La Mancha, "
        "CN Canary Islands, CT Catalonia, EX Extremadura, GA Galicia, IB Balearic Islands, MC Murcia, MD Madrid, "
        "ML Melilla, NC Navarre, PV Basque Country, RI La Rioja, VC Valencian Community",
    "FI":
        "01 Åland, 02 South Karelia, 03 South Ostrobothnia, 04 South Savo, 05 Kainuu, 06 Kanta-Häme, "
        "07 Central Ostrobothnia, 08 Central Finland, 09 Kymenlaakso, 10 Lapland, 11 Pirkanmaa, 12 Ostrobothnia, "
        "13 North Karelia, 14 North Ostrobothnia, 15 North Savo, 16 Päijät-Häme, 17 Satakunta, 18 Uusimaa, "
        "19 Southwest Finland",
    "FR":
        "57 Moselle, 6AE Alsace, 971 Guadeloupe, 972 Martinique, 973 French Guiana, 974 Réunion, 976 Mayotte, "
        "BL Saint Barthélemy, MF Saint Martin, NC New Caledonia, PF French Polynesia, PM Saint Pierre and Miquelon, "
        "TF French Southern Territories, WF Wallis and Futuna",
    "GB": "ENG England, NIR Northern Ireland, SCT Scotland, WLS Wales",
    "IN":
        "AN Andaman and Nicobar Islands, AP Andhra Pradesh, AR Arunachal Pradesh, AS Assam, BR Bihar, CG Chhattisgarh, "
        "CH Chandigarh, DH Dadra and Nagar Haveli and Daman and Diu, DL Delhi, GA Goa, GJ Gujarat, "
        "HP Himachal Pradesh, HR Haryana, JH Jharkhand, JK Jammu and Kashmir, KA Karnataka, KL Kerala, LA Ladakh, "
        "LD Lakshadweep, MH Maharashtra, ML Meghalaya, MN Manipur, MP Madhya Pradesh, MZ Mizoram, NL Nagaland, "
        "OD Odisha, PB Punjab, PY Puducherry, RJ Rajasthan, SK Sikkim, TN Tamil Nadu, TR Tripura, TS Telangana, "
        "UK Uttarakhand, UP Uttar Pradesh, WB West Bengal",
    "IT":
        "AG Agrigento, AL Alessandria, AN Ancona, AO Aosta Valley, AP Ascoli Piceno, AQ L'Aquila, AR Arezzo, AT Asti, "
        "AV Avellino, BA Bari, BG Bergamo, BI Biella, BL Belluno, BN Benevento, BO Bologna, BR Brindisi, BS Brescia, "
        "BT Barletta-Andria-Trani, BZ South Tyrol, CA Cagliari, CB Campobasso, CE Caserta, CH Chieti, "
        "CL Caltanissetta, CN Cuneo, CO Como, CR Cremona, CS Cosenza, CT Catania, CZ Catanzaro, EN Enna, "
        "FC Forlì-Cesena, FE Ferrara, FG Foggia, FI Florence, FM Fermo, FR Frosinone, GE Genoa, GO Gorizia, "
        "GR Grosseto, IM Imperia, IS Isernia, KR Crotone, LC Lecco, LE Lecce, LI Livorno, LO Lodi, LT Latina, "
        "LU Lucca, MB Monza and Brianza, MC Macerata, ME Messina, MI Milan, MN Mantua, MO Modena, MS Massa-Carrara, "
        "MT Matera, NA Naples, NO Novara, NU Nuoro, OR Oristano, PA Palermo, PC Piacenza, PD Padua, PE Pescara, "
        "PG Perugia, PI Pisa, PN Pordenone, PO Prato, PR Parma, PT Pistoia, PU Pesaro and Urbino, PV Pavia, "
        "PZ Potenza, RA Ravenna, RC Reggio Calabria, RE Reggio Emilia, RG Ragusa, RI Rieti, RM Rome, RN Rimini, "
        "RO Rovigo, SA Salerno, SI Siena, SO Sondrio, SP La Spezia, SR Syracuse, SS Sassari, SU South Sardinia, "
        "SV Savona, TA Taranto, TE Teramo, TN Trento, TO Turin, TP Trapani, TR Terni, TS Trieste, TV Treviso, "
        "UD Udine, VA Varese, VB Verbano-Cusio-Ossola, VC Vercelli, VE Venice, VI Vicenza, VR Verona, VT Viterbo, "
        "VV Vibo Valentia",
    "MY":
        "01 Johor, 02 Kedah, 03 Kelantan, 04 Malacca, 05 Negeri Sembilan, 06 Pahang, 07 Penang, 08 Perak, 09 Perlis, "
        "10 Selangor, 11 Terengganu, 12 Sabah, 13 Sarawak, 14 Kuala Lumpur, 15 Labuan, 16 Putrajaya",
    "NO":
        "03 Oslo, 11 Rogaland, 15 Møre og Romsdal, 18 Nordland, 21 Svalbard, 22 Jan Mayen, 31 Østfold, 32 Akershus, "
        "33 Buskerud, 34 Innlandet, 39 Vestfold, 40 Telemark, 42 Agder, 46 Vestland, 50 Trøndelag, 55 Troms, "
        "56 Finnmark",
    "NZ":
        "AUK Auckland, BOP Bay of Plenty, CAN Canterbury, CIT Chatham Islands, GIS Gisborne, HKB Hawke's Bay, "
        "MBH Marlborough, MWT Manawatū-Whanganui, NSN Nelson, NTL Northland, OTA Otago, STL Southland, TAS Tasman, "
        "TKI Taranaki, WGN Wellington, WKO Waikato, WTC West Coast",
    "PL":
        "02 Lower Silesia, 04 Kuyavia-Pomerania, 06 Lublin, 08 Lubusz, 10 Łódź, 12 Lesser Poland, 14 Masovia, "
        "16 Opole, 18 Subcarpathia, 20 Podlaskie, 22 Pomerania, 24 Silesia, 26 Holy Cross, 28 Warmia-Masuria, "
        "30 Greater Poland, 32 West Pomerania",
    "PT":
        "01 Aveiro, 02 Beja, 03 Braga, 04 Bragança, 05 Castelo Branco, 06 Coimbra, 07 Évora, 08 Faro, 09 Guarda, "
        "10 Leiria, 11 Lisbon, 12 Portalegre, 13 Porto, 14 Santarém, 15 Setúbal, 16 Viana do Castelo, 17 Vila Real, "
        "18 Viseu, 20 Azores, 30 Madeira",
    "US":
        "AK Alaska, AL Alabama, AR Arkansas, AS American Samoa, AZ Arizona, CA California, CO Colorado, "
        "CT Connecticut, DC District of Columbia, DE Delaware, FL Florida, GA Georgia, GU Guam, HI Hawaii, IA Iowa, "
        "ID Idaho, IL Illinois, IN Indiana, KS Kansas, KY Kentucky, LA Louisiana, MA Massachusetts, MD Maryland, "
        "ME Maine, MI Michigan, MN Minnesota, MO Missouri, MP Northern Mariana Islands, MS Mississippi, MT Montana, "
        "NC North Carolina, ND North Dakota, NE Nebraska, NH New Hampshire, NJ New Jersey, NM New Mexico, NV Nevada, "
        "NY New York, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, PR Puerto Rico, RI Rhode Island, "
        "SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UM United States Minor Outlying Islands, UT Utah, "
        "VA Virginia, VI U.S. Virgin Islands, VT Vermont, WA Washington, WI Wisconsin, WV West Virginia, WY Wyoming",
}

# Parts whose capital or largest city has another zone than that of the country.
ZONES = {
    "AU": {
        "Australia/Brisbane": "QLD", "Australia/Adelaide": "SA", "Australia/Darwin": "NT", "Australia/Perth": "WA",
        "Australia/Hobart": "TAS", "Australia/Melbourne": "VIC",
    },
    "BR": {
        "America/Rio_Branco": "AC", "America/Maceio": "AL SE", "America/Belem": "AP PA", "America/Manaus": "AM",
        "America/Bahia": "BA", "America/Fortaleza": "CE MA PB PI RN", "America/Cuiaba": "MT",
        "America/Campo_Grande": "MS", "America/Recife": "PE", "America/Porto_Velho": "RO", "America/Boa_Vista": "RR",
        "America/Araguaina": "TO",
    },
    "CA": {
        "America/Edmonton": "AB NT", "America/Vancouver": "BC", "America/Winnipeg": "MB", "America/Moncton": "NB",
        "America/St_Johns": "NL", "America/Halifax": "NS PE", "America/Iqaluit": "NU", "America/Regina": "SK",
        "America/Whitehorse": "YT",
    },
    "CL": {"America/Punta_Arenas": "MA", "America/Coyhaique": "AI"},
    "ES": {"Africa/Ceuta": "CE ML", "Atlantic/Canary": "CN"},
    "FR": {
        "America/Guadeloupe": "971", "America/Martinique": "972", "America/Cayenne": "973", "Indian/Reunion": "974",
        "Indian/Mayotte": "976", "America/St_Barthelemy": "BL", "America/Marigot": "MF", "Pacific/Noumea": "NC",
        "Pacific/Tahiti": "PF", "America/Miquelon": "PM", "Indian/Kerguelen": "TF", "Pacific/Wallis": "WF",
    },
    "MY": {"Asia/Kuching": "12 13"},
    "NO": {"Arctic/Longyearbyen": "21 22"},
    "NZ": {"Pacific/Chatham": "CIT"},
    "PT": {"Atlantic/Azores": "20", "Atlantic/Madeira": "30"},
    "US": {
        "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI", "America/Denver": "CO MT NM UT WY",
        "America/Boise": "ID", "America/Phoenix": "AZ", "America/Los_Angeles": "CA NV OR WA", "America/Anchorage": "AK",
        "America/Detroit": "MI", "America/Indiana/Indianapolis": "IN", "America/Puerto_Rico": "PR",
        "America/St_Thomas": "VI", "Pacific/Honolulu": "HI", "Pacific/Guam": "GU", "Pacific/Saipan": "MP",
        "Pacific/Pago_Pago": "AS", "Pacific/Wake": "UM",
    },
}


def of(country, part, category, language=None):
    """Asks the package for the days of a place. Of years that it does not have of it, it has none and warns."""
    # Of Saudi Arabia it marks estimated days only when asked to.
    mark = {"islamic_show_estimated": True} if country == "SA" else {}
    asked = type(holidays.country_holidays(country))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return asked(subdiv=part, years=YEARS, categories=(category,), language=language, **mark)


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


def plain(name):
    """Takes the mark of estimated days from a name."""
    return name.replace(" (estimated)", "").replace(", estimated)", ")")


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
                key = (day, category, "1" if "estimated)" in name else "", plain(name), sv.get(day, ""))
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
        zones = {part: zone for zone, parts in ZONES.get(country, {}).items() for part in parts.split()}
        listed = dict(part.split(" ", 1) for part in PARTS.get(country, "").split(", ") if part)
        if {*listed} != {*parts_of(made)} or not {*zones} <= {*listed}:
            sys.exit(f"the parts of {country} differ from the package's, or those with zones do")
        for part, name in listed.items():
            yield (f"{country}-{part}", zones.get(part, zone), until, name)


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
                wanted = {(day, plain(name)) for day, name in days(country, part, category, english(country)).items()}
                given = {
                    (day, name) for day, parts, name in held.get((country, category), [])
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
