#!/usr/bin/env python3
"""Writes made-up CVE records whose parts are put together at random, the same ones every time.

    python3 tools/cve_random.py COUNT FOLDER

`cargo xtask cves` compares what Varsel and tools/cve_oracle.py read in them. The parts are those that real records have, and more
of the strange ones.
"""

import json
import pathlib
import random
import sys

VERSIONS = ["0", "1", "1.0", "1.0.0", "1.2.3", "1.9.3", "1.10", "2.0", "2.0-beta1", "2.0-rc.2", "2.0.0", "v3", "3.0~rc1", "5.4.*",
            "10.2.9-h1", "1:6-6", "2022 su2", "9.8p7", "log4j-core*", "日本", "*", "-", "n/a", "N/A", "unspecified", "", "all", "unknown"]
STATUSES = ["affected", "affected", "affected", "unaffected", "unaffected", "unknown", "odd", None]
NAMES = ["Example", "Linux", "n/a", "Unknown", "", None, "Thing", "Linux Kernel", "example", "Å", "Exa:mple", "-"]
CPE = ["example", "linux", "linux_kernel", "thing", "where\\'s_it\\?", "a\\:\\:b", "*", "-", "c\\\\d"]


def maybe(chance, value):
    return value() if random.random() < chance else None


def pick(values):
    return random.choice(values)


def given(**fields):
    """Leaves out most of what is not given, and writes the rest as null."""
    return {name: value for name, value in fields.items() if value is not None or random.random() < 0.2}


def entry():
    changes = lambda: [{"at": pick(VERSIONS), "status": pick(STATUSES[:7])} for _ in range(random.randint(0, 3))]
    return {"version": pick(VERSIONS), "status": pick(STATUSES[:7])} | given(
        lessThan=maybe(0.35, lambda: pick(VERSIONS)), lessThanOrEqual=maybe(0.25, lambda: pick(VERSIONS)), changes=maybe(0.2, changes))


def product():
    return given(
        vendor=pick(NAMES), product=pick(NAMES), defaultStatus=maybe(0.6, lambda: pick(STATUSES)), packageName=maybe(0.2, lambda: pick(NAMES)),
        packageURL=maybe(0.2, lambda: pick(["pkg:npm/%40a/b", "pkg:pypi/c@1?x=y#z", "pkg:npm/", "npm/x", "pkg://gem/d"])),
        collectionURL=maybe(0.3, lambda: pick(["https://registry.npmjs.org", "https://pypi.org/simple", "", "npm"])),
        versions=maybe(0.9, lambda: [entry() for _ in range(random.randint(0, 5))]))


def cve(number):
    products = lambda: [product() for _ in range(random.randint(0, 4))]
    container = {"providerMetadata": {"shortName": "example"}, "descriptions": [{"lang": "en", "value": "Made up."}]}
    return {
        "dataType": "CVE_RECORD", "dataVersion": "5.2",
        "cveMetadata": {"cveId": f"CVE-2025-{number:05}", "state": "PUBLISHED", "dateUpdated": "2026-11-20T10:00:00Z"},
        "containers": {"cna": container | given(affected=maybe(0.9, products))} | given(adp=maybe(0.4, lambda: [container | {"affected": products()}])),
    }


def criterion():
    bound = lambda: maybe(0.2, lambda: pick(VERSIONS))
    parts = [pick(CPE), pick(CPE), pick(["*", "-", "1.0", "9.8", "1\\:2"]), pick(["*", "-", "p7", "rc1"])]
    name = f"cpe:2.3:a:{':'.join(parts)}:*:*:*:*:*:*"
    return {"vulnerable": random.random() < 0.8, "criteria": name} | given(
        versionStartIncluding=bound(), versionStartExcluding=bound(), versionEndIncluding=bound(), versionEndExcluding=bound())


def nvd(number):
    nodes = lambda: [{"cpeMatch": [criterion() for _ in range(random.randint(0, 5))]} for _ in range(random.randint(0, 2))]
    record = {"id": f"CVE-2025-{number:05}", "lastModified": "2026-11-20T10:00:00.000"} | given(configurations=maybe(0.9, lambda: [{"nodes": nodes()}]))
    return {"format": "NVD_CVE", "version": "2.0", "vulnerabilities": [{"cve": record}]}


def osv(number):
    event = lambda: {pick(["introduced", "introduced", "fixed", "fixed", "last_affected", "limit"]): pick(VERSIONS[:18])}
    ranges = lambda: [{"type": pick(["SEMVER", "ECOSYSTEM", "GIT"]), "events": [event() for _ in range(random.randint(0, 6))]} for _ in range(random.randint(0, 2))]
    affected = lambda: [given(package=maybe(0.9, lambda: {"ecosystem": pick(["npm", "Debian:12", "Go"]), "name": pick(["a", "b/c", "d"])}),
                              ranges=maybe(0.8, ranges), versions=maybe(0.3, lambda: [pick(VERSIONS[:18]) for _ in range(random.randint(0, 3))]))
                        for _ in range(random.randint(0, 3))]
    own = pick([f"GO-2025-{number:05}", f"MAL-2025-{number}", f"TEST-{number}", f"ALSA-2025:{number}"])
    return {"id": own, "modified": "2026-11-20T10:00:00Z"} | given(
        aliases=maybe(0.6, lambda: [f"CVE-2025-{number:05}"]), affected=maybe(0.9, affected), withdrawn=maybe(0.05, lambda: "2026-11-20T10:00:00Z"))


def main():
    random.seed(20261201)
    folder = pathlib.Path(sys.argv[2])
    for number in range(int(sys.argv[1])):
        make = pick([cve, cve, nvd, osv])
        (folder / f"{number:05}.json").write_text(json.dumps(make(number), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
