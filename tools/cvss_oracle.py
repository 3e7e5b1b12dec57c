#!/usr/bin/env python3
"""Writes what PyPI's `cvss` 3.6 says of many vectors, for crates/varsel-core/tests/cvss_oracle.rs.

    pip install cvss==3.6
    python3 tools/cvss_oracle.py > crates/varsel-core/tests/data/cvss_oracle.txt

A line for every 10,000 vectors of a set: the set, where the ten thousand begin, and the FNV-1a of their scores. A score is a
byte: tenths, or 255 where the vector has no metric of the group. Both sides make the same vectors.
"""

import sys
from decimal import Decimal

from cvss import CVSS2, CVSS3, CVSS4

V3 = [
    ("AV", "NALP"), ("AC", "LH"), ("PR", "NLH"), ("UI", "NR"), ("S", "UC"), ("C", "HLN"), ("I", "HLN"), ("A", "HLN"),
    ("E", "HFPU"), ("RL", "UWTO"), ("RC", "CRU"),
    ("CR", "HML"), ("IR", "HML"), ("AR", "HML"), ("MAV", "NALP"), ("MAC", "LH"), ("MPR", "NLH"), ("MUI", "NR"), ("MS", "UC"),
    ("MC", "HLN"), ("MI", "HLN"), ("MA", "HLN"),
]
V2 = [
    ("AV", "LAN"), ("AC", "HML"), ("Au", "MSN"), ("C", "NPC"), ("I", "NPC"), ("A", "NPC"),
    ("E", ["U", "POC", "F", "H"]), ("RL", ["OF", "TF", "W", "U"]), ("RC", ["UC", "UR", "C"]),
    ("CDP", ["N", "L", "LM", "MH", "H"]), ("TD", ["N", "L", "M", "H"]), ("CR", "LMH"), ("IR", "LMH"), ("AR", "LMH"),
]
V4 = [
    ("AV", "NALP"), ("AC", "LH"), ("AT", "NP"), ("PR", "NLH"), ("UI", "NPA"),
    ("VC", "HLN"), ("VI", "HLN"), ("VA", "HLN"), ("SC", "HLN"), ("SI", "HLN"), ("SA", "HLN"), ("E", "APU"),
    ("CR", "HML"), ("IR", "HML"), ("AR", "HML"), ("MAV", "NALP"), ("MAC", "LH"), ("MAT", "NP"), ("MPR", "NLH"), ("MUI", "NPA"),
    ("MVC", "HLN"), ("MVI", "HLN"), ("MVA", "HLN"), ("MSC", "HLN"), ("MSI", "SHLN"), ("MSA", "SHLN"),
    ("S", "NP"), ("AU", "NY"), ("R", "AUI"), ("V", "DC"), ("RE", "LMH"), ("U", ["Clear", "Green", "Amber", "Red"]),
]
# Version: prefix, metrics, how many are base, temporal and environmental.
VERSIONS = {
    "2.0": ("", V2, 6, 9, 14),
    "3.0": ("CVSS:3.0/", V3, 8, 11, 22),
    "3.1": ("CVSS:3.1/", V3, 8, 11, 22),
    "4.0": ("CVSS:4.0/", V4, 11, 12, 26),
}
RANDOM = 100_000
CHUNK = 10_000
MASK = (1 << 64) - 1


def every_base(metrics, base):
    """Counts through the base metrics, the last one fastest."""
    places = [0] * base
    while True:
        yield [places[i] + 1 for i in range(base)] + [0] * (len(metrics) - base)
        at = base - 1
        while at >= 0 and places[at] + 1 == len(metrics[at][1]):
            places[at] = 0
            at -= 1
        if at < 0:
            return
        places[at] += 1


def at_random(metrics, base, seed):
    """SplitMix64, one draw a metric; what is not a base metric may be left out."""
    state = seed
    for _ in range(RANDOM):
        values = []
        for at, (_, accepted) in enumerate(metrics):
            state = (state + 0x9E3779B97F4A7C15) & MASK
            z = state
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
            z ^= z >> 31
            values.append(z % len(accepted) + 1 if at < base else z % (len(accepted) + 1))
        yield values


def vector(prefix, metrics, values, upto):
    parts = (f"{code}:{accepted[value - 1]}" for (code, accepted), value in zip(metrics[:upto], values) if value)
    return prefix + "/".join(parts)


def tenths(score):
    # The guide's formula of v2.0 goes below nothing for a few vectors; no score does.
    return max(0, int(Decimal(str(score)) * 10))


def scores(version, values):
    prefix, metrics, base, temporal, environmental = VERSIONS[version]
    has_temporal = any(values[base:temporal])
    has_environmental = any(values[temporal:environmental])
    if version == "4.0":
        score = lambda upto: tenths(CVSS4(vector(prefix, metrics, values, upto)).base_score)
        return (
            score(base),
            score(temporal) if has_temporal else 255,
            score(environmental) if has_environmental else 255,
        )
    made = (CVSS2 if version == "2.0" else CVSS3)(vector(prefix, metrics, values, len(metrics)))
    got = made.scores()
    return (
        tenths(got[0]),
        tenths(got[1]) if has_temporal else 255,
        tenths(got[2]) if has_environmental else 255,
    )


def write(name, version, source):
    digest = 0xCBF29CE484222325
    count = 0
    for values in source:
        for byte in scores(version, values):
            digest = ((digest ^ byte) * 0x100000001B3) & MASK
        count += 1
        if count % CHUNK == 0:
            print(name, count, f"{digest:016x}")
    if count % CHUNK:
        print(name, count, f"{digest:016x}")


def main():
    print("# Scores of PyPI's cvss 3.6, by tools/cvss_oracle.py: set, vectors so far, FNV-1a of their scores.")
    for number, (version, (_, metrics, base, _, _)) in enumerate(VERSIONS.items()):
        write(f"{version}-base", version, every_base(metrics, base))
        write(f"{version}-random", version, at_random(metrics, base, number + 1))
        sys.stdout.flush()


main()
