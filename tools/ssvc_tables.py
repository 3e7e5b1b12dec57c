#!/usr/bin/env python3
"""Makes crates/varsel-core/data/ssvc from the decision tables that CERT/CC publishes.

    python3 tools/ssvc_tables.py PATH/TO/SSVC/data/csv crates/varsel-core/data/ssvc

Source: https://github.com/CERTCC/SSVC, data/csv (MIT-style licence of the SEI). Only facts are kept: which answers lead where, and
the keys of decision points and values as data/json has them.
"""

import csv
import pathlib
import sys

# The name and version in a column's head: namespace, key, and the key of each value.
YES_NO = {"no": "N", "yes": "Y"}
POINTS = {
    "Exploitation v1.1.0": ("ssvc", "E", {"none": "N", "public poc": "P", "active": "A"}),
    "Utility v1.0.1": ("ssvc", "U", {"laborious": "L", "efficient": "E", "super effective": "S"}),
    "Technical Impact v1.0.0": ("ssvc", "TI", {"partial": "P", "total": "T"}),
    "Public Safety Impact v2.0.1": ("ssvc", "PSI", {"minimal": "M", "significant": "S"}),
    "Automatable v2.0.0": ("ssvc", "A", YES_NO),
    "Mission and Well-Being Impact v1.0.0": ("ssvc", "MWI", {"low": "L", "medium": "M", "high": "H"}),
    "In KEV v1.0.0 (cisa)": ("cisa", "KEV", YES_NO),
    "Publicly Exposed v1.0.0 (cisa)": ("cisa", "PE", YES_NO),
    "Report Public v1.0.0": ("ssvc", "RP", {"yes": "Y", "no": "N"}),
    "Supplier Contacted v1.0.0": ("ssvc", "SCON", YES_NO),
    "Report Credibility v1.0.0": ("ssvc", "RC", {"not credible": "NC", "credible": "C"}),
    "Supplier Cardinality v1.0.0": ("ssvc", "SC", {"one": "O", "multiple": "M"}),
    "Supplier Engagement v1.0.0": ("ssvc", "SE", {"active": "A", "unresponsive": "U"}),
    "Defer, Scheduled, Out-of-Cycle, Immediate v1.0.0": (
        "ssvc", "DSOI", {"defer": "D", "scheduled": "S", "out-of-cycle": "O", "immediate": "I"}),
    "CISA Levels v1.1.0 (cisa)": ("cisa", "CISA", {"track": "T", "track*": "T*", "attend": "AT", "act": "AC"}),
    "Decline, Track, Coordinate v1.0.1": ("ssvc", "COORDINATE", {"decline": "D", "track": "T", "coordinate": "C"}),
    "CISA BOD 26-04 Remediation Timelines v1.0.0 (cisa)": ("cisa", "BOD2604", {
        "fix on system upgrade": "FSU", "60 days": "60D", "14 days": "14D", "3 days": "3D",
        "3 days & forensic investigation": "3DF"}),
}
TABLES = {
    "supplier": "ssvc/supplier_patch_development_priority_1_0_0.csv",
    "cisa_coordinator": "cisa/cisa_coordinator_2_0_3.csv",
    "coordinator_triage": "ssvc/coordinator_triage_1_0_0.csv",
    "bod_26_04": "cisa/cisa_bod_26_04_1_0_0.csv",
}


def point_id(head):
    name, _, version = head.replace(" (cisa)", "").rpartition(" v")
    namespace, key, _ = POINTS[head]
    return f"{namespace}:{key}:{version}", name


def main(source, target):
    target.mkdir(parents=True, exist_ok=True)
    with open(target / "points.csv", "w", newline="") as out:
        write = csv.writer(out, delimiter=";", lineterminator="\n")
        out.write("# Decision points and their values, in order. Source: CERTCC/SSVC, data/json (MIT-style licence, SEI).\n")
        write.writerow(["point", "name", "key", "value"])
        for head, (_, _, values) in POINTS.items():
            ident, name = point_id(head)
            for value, key in values.items():
                write.writerow([ident, name, key, value])
    for table, path in TABLES.items():
        with open(source / path, newline="") as given, open(target / f"{table}.csv", "w", newline="") as out:
            rows = csv.reader(given)
            heads = next(rows)[1:]
            write = csv.writer(out, lineterminator="\n")
            out.write(f"# Source: CERTCC/SSVC, data/csv/{path} (MIT-style licence, SEI), by tools/ssvc_tables.py.\n")
            write.writerow([point_id(head)[0] for head in heads])
            for row in rows:
                write.writerow([POINTS[head][2][cell] for head, cell in zip(heads, row[1:])])


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
