"""Makes crates/varsel-core/data/zones.txt: the time zones of places, and the older names of each.

    python3 tools/zone_table.py /usr/share/zoneinfo > crates/varsel-core/data/zones.txt

Reads zone.tab (a row a place) and tzdata.zi (links) of the IANA time zone database. Names of zone.tab are offered; every other name
that is a link to one, directly or through others, is one of its older names. Names of neither kind, such as Etc/GMT+5, are left out:
they are no places, and stay as they are.
"""

import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
places = {row.split("\t")[2].strip() for row in (folder / "zone.tab").read_text().splitlines() if row and not row.startswith("#")}
places.add("UTC")
lines = (folder / "tzdata.zi").read_text().splitlines()
links = {name: target for mark, target, name in (line.split() for line in lines if line.startswith("L "))}
# The database calls it Etc/UTC; people, and every other list, UTC.
links.update({"Etc/UTC": "UTC", "UTC": "UTC"})

# The database links these to a place of another country whose clocks agree; their own place is meant.
links.update(
    {
        "Africa/Asmera": "Africa/Asmara",
        "Africa/Timbuktu": "Africa/Bamako",
        "America/Coral_Harbour": "America/Atikokan",
        "America/Virgin": "America/St_Thomas",
        "Antarctica/South_Pole": "Antarctica/McMurdo",
        "Atlantic/Jan_Mayen": "Arctic/Longyearbyen",
        "Iceland": "Atlantic/Reykjavik",
        "Pacific/Ponape": "Pacific/Pohnpei",
        "Pacific/Truk": "Pacific/Chuuk",
        "Pacific/Yap": "Pacific/Chuuk",
    }
)

older = {place: [] for place in places}
for name in links:
    target, seen = name, set()
    while target not in places and target in links and target not in seen:
        seen.add(target)
        target = links[target]
    if name not in places and target in places:
        older[target].append(name)

version = lines[0].removeprefix("# version ")
print(f"# The zones of places with their older names; IANA time zone database {version}, made by tools/zone_table.py.")
for place in sorted(places):
    print(" ".join([place, *sorted(older[place])]))
