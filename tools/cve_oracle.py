#!/usr/bin/env python3
"""Says what public CVE files call affected, read independently of crates/varsel-app/src/cve.

    python3 tools/cve_oracle.py crates/varsel-app/tests/cve/corpus
    python3 tools/cve_oracle.py ~/vulnrichment

A line a product: id, source, product, status, affected versions, unaffected versions, status of all others. `cargo xtask cves`
compares it with what Varsel reads. It needs nothing but Python's own library, and follows the texts of the formats: CVE JSON 5
("version status determination"), NISTIR 7695 (CPE names), the OSV schema ("evaluation") and the schema of CISA's catalogue.
"""

import functools
import json
import pathlib
import re
import sys
import urllib.parse

FILLERS = {"", "-", "--", "*", "n/a", "na", "none", "unknown", "unspecified", "not applicable", "tbd"}
EVERY = {"*", "all", "all versions", "any"}
EARLY = set("a alpha b beta c rc cr pre preview dev snapshot m ea next canary nightly insiders experimental".split())
MANY = 200
MOST = 1000


def filler(text):
    return (text or "").strip().lower() in FILLERS


def clean(text, most):
    turning = re.compile("[\u202a-\u202e\u2066-\u2069]")
    text = "".join(" " if is_control(c) else c for c in turning.sub("", text or ""))
    return text.strip()[:most]


def is_control(c):
    return ord(c) < 32 or 127 <= ord(c) < 160


# --- The order of versions -------------------------------------------------------------------------------------------------


def key(version):
    """A sortable key: numbers by value, early words before the release, later words after it, `*` above everything."""
    version = version.strip()
    epoch = 0
    head, colon, rest = version.partition(":")
    if colon and re.fullmatch(r"[0-9]*", head, re.ASCII):
        epoch, version = int(head or 0), rest
    version = re.sub(r"^[vV]", "", version, count=1).partition("+")[0]
    parts = []
    for piece in re.findall(r"[0-9]+|\*+|[^0-9*.\-_~ /]+", version):
        if piece[0] == "*":
            parts.append((4, 0, ""))
        elif piece.isascii() and piece.isdigit():
            number = int(piece)
            parts.append((3, number, "") if number else (1, 0, ""))
        else:
            word = "".join(c.lower() if c.isascii() else c for c in piece)
            parts.append((0 if word in EARLY else 2, 0, word))
    while parts and parts[-1] == (1, 0, ""):
        parts.pop()
    return epoch, parts


def compare(one, other):
    first = (one.strip() != "0") - (other.strip() != "0")
    if first or one.strip() == "0":
        return first
    (epoch, parts), (other_epoch, others) = key(one), key(other)
    if epoch != other_epoch:
        return -1 if epoch < other_epoch else 1
    end = (1, 0, "")
    for place in range(max(len(parts), len(others))):
        a = parts[place] if place < len(parts) else end
        b = others[place] if place < len(others) else end
        if a != b:
            return -1 if a < b else 1
    return 0


# --- What is written -------------------------------------------------------------------------------------------------------


def words(start=None, after=None, before=None, last=None):
    begin = start if start else f"after {after}" if after else ""
    if before:
        return f"{begin} before {before}" if begin else f"before {before}"
    if last:
        return f"{begin} to {last}" if begin else f"up to {last}"
    if start:
        return f"{start} and later"
    return begin or "all versions"


class Product:
    def __init__(self, name, others=None):
        self.name, self.others = name, others
        self.lists = {"affected": [], "unaffected": [], "unknown": []}

    def add(self, status, text):
        if text not in self.lists[status] and len(self.lists[status]) < MANY:
            self.lists[status].append(text)

    def status(self):
        if self.others in (None, "affected") or self.lists["affected"]:
            return "affected"
        if self.others == "unaffected" and not self.lists["unknown"]:
            return "unaffected"
        return "unknown"

    def cells(self):
        return [self.name, self.status(), "; ".join(self.lists["affected"]), "; ".join(self.lists["unaffected"]), self.others or ""]

    def all(self):
        return self.name, self.others, tuple(map(tuple, self.lists.values()))


def named(vendor, product):
    vendor = "" if filler(vendor) else clean(vendor, 100)
    product = "" if filler(product) else clean(product, 100)
    if not vendor:
        return product
    same = product.lower().startswith(vendor.lower()) if vendor.isascii() else product.startswith(vendor)
    if same and not product[len(vendor):][:1].isalnum():
        return product
    return f"{vendor} {product}".strip()


def distinct(products):
    seen, kept = set(), []
    for product in products:
        if product.name and product.all() not in seen and len(kept) < MANY:
            seen.add(product.all())
            kept.append(product)
    return bounded(kept)


def bounded(products):
    """Keeps the first versions of a record, and of each list at least one."""
    left = MOST
    for product in products:
        for status, versions in product.lists.items():
            kept = min(len(versions), max(left, 1))
            left = max(left - kept, 0)
            product.lists[status] = versions[:kept]
    return products


# --- CVE JSON 5 ------------------------------------------------------------------------------------------------------------


def start_of(version):
    text = (version or "").strip()
    return None if filler(text) or text.lower() in EVERY or text == "0" else clean(version, 60)


def end_of(version):
    return None if version is None or filler(version) else clean(version, 60)


def status_of(text):
    return text if text in ("affected", "unaffected") else "unknown"


def package_name(url):
    match = re.match(r"pkg:/*([^/?#]+)/([^?#]+)", (url or "").strip())
    if not match:
        return None
    path = match[2]
    if "@" in path:
        path = path.rpartition("@")[0]
    path = urllib.parse.unquote(path.strip("/"))
    return clean(f"{match[1]} {path}", 200) if path else None


def cve_name(entry):
    vendor, product = (entry.get("vendor") or "").strip(), (entry.get("product") or "").strip()
    package = (entry.get("packageName") or "").strip()
    if filler(product) and filler(package):
        name = package_name(entry.get("packageURL"))
        if name:
            return name
    elif filler(product) and filler(vendor):
        host = urllib.parse.urlsplit((entry.get("collectionURL") or "").strip()).netloc
        return clean(package + (f" ({host})" if host else ""), 200)
    return named(vendor, package if filler(product) else product)


def cve_product(entry):
    default = entry.get("defaultStatus")
    product = Product(cve_name(entry), status_of(default))
    for one in entry.get("versions") or []:
        status, version = status_of(one.get("status")), one.get("version") or ""
        changes = one.get("changes") or []
        if one.get("lessThan") is None and one.get("lessThanOrEqual") is None and not changes:
            if version.strip().lower() in EVERY:
                product.others = status
                break
            if not filler(version):
                product.add(status, clean(version, 60))
            elif status == "affected":
                product.others = None
            elif default is None and product.others is not None:
                product.others = status
            continue
        begin, before = start_of(version), end_of(one.get("lessThan"))
        last = end_of(one.get("lessThanOrEqual")) if not before else None

        def inside(at):
            return (
                not filler(at)
                and (begin is None or compare(at, begin) > 0)
                and (before is None or compare(at, before) < 0)
                and (last is None or compare(at, last) <= 0)
            )

        turns = [(c.get("at") or "", status_of(c.get("status"))) for c in changes]
        turns = sorted((t for t in turns if inside(t[0])), key=functools.cmp_to_key(lambda a, b: compare(a[0], b[0])))
        pieces = [[status, begin, None]]
        for at, changed in turns:
            if changed != pieces[-1][0]:
                pieces[-1][2] = clean(at, 60)
                pieces.append([changed, clean(at, 60), None])
        if len(pieces) == 1 and not begin and not before and not last:
            product.others = status
            break
        for piece in pieces[:-1]:
            product.add(piece[0], words(start=piece[1], before=piece[2]))
        product.add(pieces[-1][0], words(start=pieces[-1][1], before=before, last=last))
    return product


def cve_record(record):
    meta, containers = record["cveMetadata"], record.get("containers") or {}
    if meta["state"] not in ("PUBLISHED", "REJECTED") or not re.fullmatch(r"CVE-(1999|2[0-9]{3})-[0-9]{4,19}", meta["cveId"]):
        return
    for container in [containers.get("cna") or {}] + (containers.get("adp") or []):
        products = distinct(cve_product(entry) for entry in container.get("affected") or [])
        if products:
            yield from ((meta["cveId"], "cve_list", product) for product in products)
            return


# --- NVD -------------------------------------------------------------------------------------------------------------------


def cpe_parts(text):
    if not text.startswith("cpe:2.3:"):
        return None
    parts = re.findall(r"((?:\\.|[^:\\])*)(?::|$)", text[len("cpe:2.3:"):])
    parts = [re.sub(r"\\(.)|_", lambda m: m[1] or " ", part) for part in parts]
    return parts[1:5] if len(parts) > 5 or len(parts) == 5 else None


def nvd_record(cve):
    products = {}
    for configuration in cve.get("configurations") or []:
        for match in (m for node in configuration.get("nodes") or [] for m in node.get("cpeMatch") or []):
            parts = cpe_parts(match.get("criteria") or "") if match.get("vulnerable") else None
            name = named(parts[0], parts[1]) if parts else ""
            if not name or (name not in products and len(products) == MANY):
                continue
            product = products.setdefault(name, Product(name))
            bounds = [match.get(f"version{bound}") for bound in ("StartIncluding", "StartExcluding", "EndExcluding", "EndIncluding")]
            begin, after, before, last = (None if bound is None or filler(bound) else clean(bound, 60) for bound in bounds)
            version, update = parts[2], parts[3]
            begin = start_of(begin)
            if begin or after or before or last:
                begin = begin or (None if after else start_of(version))
                product.add("affected", words(begin, after, before, last))
            elif version == "*":
                product.add("affected", "all versions")
            elif version not in ("-", ""):
                product.add("affected", clean(version if filler(update) else f"{version} {update}", 60))
    for product in bounded(list(products.values())):
        yield cve["id"], "nvd", product


# --- OSV -------------------------------------------------------------------------------------------------------------------

PREFIXES = """ALBA ALEA ALPINE ALSA ASB BELL BIT CGA CLEANSTART CURL DEBIAN DHI DLA DRUPAL DSA DTSA ECHO EEF ELA GSD HSEC JLSEC
KUBE LBSEC LSN MAL MGASA MINI OESA OSEC OSV PHSA PSF PUB RHBA RHEA RHSA RLSA ROOT RSEC RXSA SUSE UBUNTU USN V8 openSUSE""".split()
OWN = [
    r"GHSA(-[23456789cfghjmpqrvwx]{4}){3}", r"EUVD-[1-9][0-9]{3}-[0-9]{4,}", r"RUSTSEC-[1-9][0-9]{3}-[0-9]{4}",
    r"GO-[1-9][0-9]{3}-[0-9]{4,}", r"PYSEC-[1-9][0-9]{3}-[0-9]+", r"GCVE-[0-9]+-[\w.:-]*[0-9][\w.:-]*",
    rf"({'|'.join(PREFIXES)})-[\w.:-]*[0-9][\w.:-]*",
]


def spans(events):
    order = {"fixed": 0, "introduced": 1, "last_affected": 2}
    turns = [(event[kind], kind) for event in events for kind in ("introduced", "fixed", "last_affected") if event.get(kind) is not None]
    by_version = sorted(turns, key=functools.cmp_to_key(lambda a, b: compare(a[0], b[0]) or order[a[1]] - order[b[1]]))

    def alternates(turns):
        return all((kind == "introduced") == (place % 2 == 0) for place, (_, kind) in enumerate(turns))

    if alternates(by_version) or not alternates(turns):
        turns = by_version
    if turns and all(kind != "introduced" for _, kind in turns):
        turns = [("0", "introduced")] + turns
    limits = [event["limit"] for event in events if event.get("limit") is not None]
    limit = None if any(map(filler, limits)) else max(limits, key=functools.cmp_to_key(compare), default=None)

    def beyond(version):
        return limit is not None and compare(version, limit) >= 0

    def span(begin, **end):
        """A range, cut at the limit; nothing where it begins there."""
        if beyond(start_of(begin) or "0"):
            return
        (last,) = end.values() or (None,)
        if limit is not None and (last is None or beyond(last)):
            end = {"before": clean(limit, 60)}
        yield words(start_of(begin), **end)

    begin = None
    for version, kind in turns:
        if kind == "introduced":
            begin = version if begin is None else begin
        elif begin is not None:
            yield from span(begin, **{"before" if kind == "fixed" else "last": end_of(version)})
            begin = None
    if begin is not None:
        yield from span(begin)


def osv_record(record):
    ids = [record["id"]] + (record.get("aliases") or []) + (record.get("upstream") or [])
    about = list(dict.fromkeys(i for i in ids if re.fullmatch(r"CVE-(1999|2[0-9]{3})-[0-9]{4,19}", i)))
    if not about and any(re.fullmatch(pattern, record["id"], re.ASCII) for pattern in OWN):
        about = [record["id"]]
    if record.get("withdrawn") is not None:
        return
    products = []
    for affected in record.get("affected") or []:
        package = affected.get("package")
        if not package:
            continue
        product = Product(clean(f"{package.get('ecosystem') or ''} {package.get('name') or ''}", 200))
        for entry in affected.get("ranges") or []:
            if entry.get("type") != "GIT":
                for span in spans(entry.get("events") or []):
                    product.add("affected", span)
        if not product.lists["affected"]:
            for version in affected.get("versions") or []:
                product.add("affected", clean(version, 60))
        products.append(product)
    for one in about:
        yield from ((one, "osv", product) for product in distinct(products))


# --- Files -----------------------------------------------------------------------------------------------------------------


def kev_record(entry):
    # A day that is none makes the record unreadable.
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", entry.get("dateAdded") or ""):
        yield entry["cveID"], "kev", Product(named(entry.get("vendorProject"), entry.get("product")))


def records(path):
    record = json.loads(path.read_text(encoding="utf-8-sig"))
    if not isinstance(record, dict):
        return
    if "cveMetadata" in record:
        yield from cve_record(record)
    elif record.get("format") == "NVD_CVE":
        for entry in record["vulnerabilities"]:
            yield from nvd_record(entry["cve"])
    elif "catalogVersion" in record:
        for entry in record["vulnerabilities"]:
            yield from kev_record(entry)
    elif "modified" in record and "id" in record:
        yield from osv_record(record)


def main():
    root = pathlib.Path(sys.argv[1])
    files = [root] if root.is_file() else sorted(root.rglob("*.json"))
    for path in files:
        if any(part.startswith(".") for part in path.relative_to(root).parts) or path.name.startswith(("delta", "recent_activities")):
            continue
        for identifier, source, product in records(path):
            sys.stdout.write("\t".join([identifier, source, *product.cells()]) + "\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main()
