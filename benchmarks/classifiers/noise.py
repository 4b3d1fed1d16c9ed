"""Bodies as business systems answer, without anything restricted in them: whatever is found there is false.

Shapes and lengths are those that the vendors document: ids of 8 to 20 digits, epochs in seconds to nanoseconds,
hashes, amounts, coordinates, versions, bar codes, tracking numbers, traces and logs. Addresses of mail and network,
URLs, UUIDs and dates are in them for real. The same ones for the same seed.
"""

from __future__ import annotations

import base64
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from random import Random

import orjson

from classifiers import Finding, Scanner, json_leaves
from classifiers.finding import in_family

THERE_FOR_REAL = ("network", "date", "contact.email")
SEED = 20261123
_PLAIN = (
    "the a of and to is in it for on with as was at by this that from release order update fix build report team data "
    "sync reference customer invoice shipment tracking status support run test deploy error warning request response "
    "cache node region zone total amount version merge branch commit number"
).split()
_TEMPTING = (
    "call text contact phone account bank card payment member policy patient claim license registration vehicle plate "
    "address postal social security pass"
).split()
_ONE_IN = 10  # words is tempting
_HEX = "0123456789abcdef"
_ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

Body = dict[str, object]


class Source:
    """Values of the kinds that bodies are made of."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def digits(self, length: int, first: str = "") -> str:
        rest = length - len(first)
        head = first or self.random.choice("123456789")
        return head + "".join(self.random.choices("0123456789", k=rest if first else rest - 1))

    def number(self, length: int, first: str = "") -> int:
        return int(self.digits(length, first))

    def hex(self, length: int) -> str:
        return "".join(self.random.choices(_HEX, k=length))

    def token(self, length: int) -> str:
        return "".join(self.random.choices(_ALPHANUMERIC, k=length))

    def upper(self, length: int) -> str:
        return self.token(length).upper()

    def uuid(self) -> str:
        return "-".join(self.hex(length) for length in (8, 4, 4, 4, 12))

    def epoch(self, more: int = 0) -> int:
        """Return seconds since 1970, of 2014 to 2031, and ``more`` digits below."""
        seconds = self.random.randint(1_400_000_000, 1_950_000_000)
        return int(f"{seconds}{self.random.randrange(10**9):09}"[: 10 + more])

    def time(self) -> str:
        pick = self.random.randint
        return f"20{pick(14, 31)}-{pick(1, 12):02}-{pick(1, 28):02}T{pick(0, 23):02}:{pick(0, 59):02}:{pick(0, 59):02}Z"

    def float(self, most: float) -> float:
        return self.random.uniform(-most, most)

    def words(self, count: int) -> str:
        choice, chance = self.random.choice, self.random.random
        return " ".join(choice(_TEMPTING if chance() < 1 / _ONE_IN else _PLAIN) for _ in range(count))

    def prose(self) -> str:
        """Return a sentence with a few numbers in it that are nobody's."""
        number: Callable[[], str] = self.random.choice(
            (
                lambda: f"#{self.digits(5)}",
                lambda: f"ticket {self.digits(8)}",
                lambda: f"order {self.digits(10)}",
                lambda: f"{self.digits(3)},{self.digits(3)},{self.digits(3)} rows",
                lambda: f"build {self.digits(8, '2026')}.{self.digits(1)}",
                lambda: f"{self.digits(2)}.{self.digits(1)}.{self.digits(5)}.{self.digits(3)}",
                lambda: f"commit {self.hex(7)}",
                lambda: f"at {self.epoch()}",
                lambda: f"took {self.digits(9)} ns",
                lambda: f"INV-{self.digits(6)}",
                lambda: f"ISBN 978-3-16-{self.digits(6)}-0",
                lambda: f"PO {self.digits(4)}-{self.digits(6)}",
                lambda: f"rows {self.digits(4)}-{self.digits(4)}",
            )
        )
        return f"{self.words(4)} {number()} {self.words(5)} {number()} {self.words(4)}."


def _github(of: Source) -> Body:
    sha, run = of.hex(40), of.number(11, "1")
    return {
        "id": of.number(9),
        "node_id": base64.b64encode(f"010:Repository{of.digits(9)}".encode()).decode(),
        "sha": sha,
        "url": f"https://api.github.example/repos/o/r/commits/{sha}",
        "workflow_run": {
            "id": run,
            "run_number": of.number(4),
            "check_suite_id": of.number(11),
            "head_sha": of.hex(40),
        },
        "created_at": of.time(),
        "etag": f'W/"{of.hex(64)}"',
        "size": of.number(7),
        "rate": {"limit": 5000, "remaining": of.number(4), "reset": of.epoch()},
        "body": of.prose(),
        "patch": f"@@ -{of.digits(4)},7 +{of.digits(4)},9 @@ {of.words(3)}\n-{of.hex(16)}\n+{of.hex(16)}",
        "tree": [{"path": f"src/{of.token(6)}.go", "mode": "100644", "sha": of.hex(40), "size": of.number(5)}],
    }


def _jira(of: Source) -> Body:
    return {
        "id": of.digits(5),
        "key": f"AB-{of.digits(4)}",
        "fields": {
            "created": of.time(),
            "assignee": {"accountId": of.hex(24), "timeZone": "Europe/Berlin"},
            "customfield_10016": of.number(2),
            "customfield_10019": f"0|i{of.token(5).lower()}:",
            "timespent": of.number(5),
            "summary": of.prose(),
            "worklog": [{"id": of.digits(7), "started": of.time(), "timeSpentSeconds": of.number(5)}],
        },
    }


def _stripe(of: Source) -> Body:
    return {
        "id": f"ch_{of.token(24)}",
        "amount": of.number(6),
        "created": of.epoch(),
        "balance_transaction": f"txn_{of.token(24)}",
        "payment_method_details": {
            "card": {
                "fingerprint": of.token(16),
                "last4": of.digits(4),
                "exp_year": 2030,
                "network_transaction_id": of.digits(15),
                "authorization_code": of.digits(6),
                "acquirer_reference_number": of.digits(23),
            }
        },
        "receipt_number": f"{of.digits(4)}-{of.digits(4)}",
        "statement": {"number": f"{of.upper(8)}-{of.digits(4)}", "sequence": of.number(8)},
        "trace_id": of.digits(15),
        "metadata": {"order_id": of.digits(10), "customer": of.digits(9)},
    }


def _slack(of: Source) -> Body:
    seconds, micros = of.epoch(), of.digits(6)
    return {
        "type": "message",
        "user": f"U{of.upper(10)}",
        "team": f"T{of.upper(8)}",
        "ts": f"{seconds}.{micros}",
        "client_msg_id": of.uuid(),
        "text": of.prose(),
        "permalink": f"https://team.example/archives/C{of.upper(8)}/p{seconds}{micros}",
        "blocks": [{"type": "section", "block_id": of.token(5), "text": {"type": "mrkdwn", "text": of.prose()}}],
        "files": [{"id": f"F{of.upper(10)}", "created": of.epoch(), "size": of.number(8)}],
    }


def _box(of: Source) -> Body:
    return {
        "type": "file",
        "id": of.digits(12),
        "file_version": {"id": of.digits(12), "sha1": of.hex(40)},
        "sequence_id": of.digits(1),
        "etag": of.digits(1),
        "size": of.number(9),
        "content_created_at": of.time(),
        "owned_by": {"type": "user", "id": of.digits(11)},
        "path_collection": {"total_count": 1, "entries": [{"id": of.digits(11), "name": of.words(2)}]},
    }


def _intercom(of: Source) -> Body:
    return {
        "id": of.digits(15, "2"),
        "created_at": of.epoch(),
        "waiting_since": of.epoch(),
        "contacts": {"contacts": [{"id": of.hex(24), "external_id": of.digits(10)}]},
        "contact": {"id": of.digits(10), "external_id": of.digits(9)},
        "admin_assignee_id": of.number(9),
        "source": {"id": of.digits(9), "body": f"<p>{of.prose()}</p>"},
        "statistics": {"time_to_reply": of.number(5), "last_contact_reply_at": of.epoch()},
    }


def _shop(of: Source) -> Body:
    return {
        "id": of.number(13),
        "admin_graphql_api_id": f"gid://shop/Order/{of.digits(13)}",
        "order_number": of.number(5),
        "checkout_id": of.number(14),
        "total_price": f"{of.digits(4)}.{of.digits(2)}",
        "line_items": [
            {"id": of.number(14), "variant_id": of.number(14), "product_id": of.number(13), "grams": of.number(4),
             "sku": f"{of.upper(3)}-{of.digits(5)}", "barcode": of.digits(13, "40")},
        ],
        "fulfillments": [
            {"tracking_company": "UPS", "tracking_number": f"1Z{of.upper(6)}{of.digits(10)}"},
            {"tracking_company": "USPS", "tracking_number": of.digits(22, "94")},
            {"tracking_company": "FedEx", "tracking_number": of.digits(12)},
        ],
        "payment_id": of.number(13),
        "location_id": of.number(11),
    }  # fmt: skip


def _google(of: Source) -> Body:
    return {
        "id": of.hex(16),
        "threadId": of.hex(16),
        "historyId": of.digits(8),
        "internalDate": str(of.epoch(3)),
        "sizeEstimate": of.number(5),
        "etag": f'"{of.epoch(6)}"',
        "snippet": of.prose(),
        "files": [{"id": of.token(33), "md5Checksum": of.hex(32), "version": of.digits(6), "size": of.digits(8)}],
        "iCalUID": f"{of.token(26).lower()}@calendar.example",
        "projectNumber": of.digits(12),
        "uniqueId": of.digits(21, "1"),
    }


def _records(of: Source) -> Body:
    """Salesforce, HubSpot, Zendesk, Asana, Notion."""
    return {
        "Id": f"001{of.token(15)}",
        "AccountId": f"001{of.token(15)}",
        "SystemModstamp": of.time(),
        "hs_object_id": of.digits(11),
        "portalId": of.number(8),
        "properties": {"createdate": str(of.epoch(3)), "hs_lastmodifieddate": of.time(), "amount": of.digits(6)},
        "requester_id": of.number(14),
        "group_id": of.number(12, "36"),
        "ticket_form_id": of.number(13),
        "gid": of.digits(16, "12"),
        "page": of.uuid(),
        "block": of.hex(32),
        "account": {"id": of.number(10), "number": of.number(6)},
        "member": {"id": of.digits(9), "policy_id": of.number(8)},
        "description": of.prose(),
    }


def _cloud(of: Source) -> Body:
    return {
        "accountId": of.digits(12),
        "arn": f"arn:aws:ec2:eu-west-1:{of.digits(12)}:instance/i-{of.hex(17)}",
        "requestID": of.upper(16),
        "eventID": of.uuid(),
        "trace_id": of.digits(19),
        "span_id": of.digits(18),
        "startTimeUnixNano": str(of.epoch(9)),
        "duration": of.number(10),
        "image": f"sha256:{of.hex(64)}",
        "module": f"v0.0.0-{of.digits(14, '2026')}-{of.hex(12)}",
        "version": f"{of.digits(2)}.0.{of.digits(5)}.{of.digits(3)}",
        "series": [[of.epoch(3), of.float(1e6)] for _ in range(6)],
        "log": f"{of.time()} INFO [{of.digits(5)}] {of.words(3)} id={of.digits(10)} ptr=0x{of.hex(12)}",
        "message": f"{of.words(4)} request {of.hex(8)} user={of.digits(9)} latency={of.digits(3)}.{of.digits(6)}ms",
    }


def _places(of: Source) -> Body:
    return {
        "osm_id": of.number(10),
        "lat": of.float(90),
        "lng": of.float(180),
        "position": f"{of.float(90):.7f},{of.float(180):.7f}",
        "bounds": [of.float(180) for _ in range(4)],
        "coordinates": [[of.float(180), of.float(90)] for _ in range(8)],
        "geohash": of.token(9).lower(),
        "distance": of.number(6),
    }


def _things(of: Source) -> Body:
    """Devices, books, banks' references and what else has a number of its own."""
    return {
        "imei": of.digits(15, "35"),
        "iccid": of.digits(19, "8949"),
        "isbn": of.digits(13, "978"),
        "gtin": of.digits(14),
        "ean": of.digits(13),
        "orcid": f"0000-000{of.digits(1)}-{of.digits(4)}-{of.digits(4)}",
        "doi": f"10.{of.digits(4)}/{of.token(8)}",
        "serial": of.upper(12),
        "part": f"{of.upper(2)}{of.digits(7)}",
        "model": f"{of.upper(1)}{of.digits(8)}",
        "lot": of.digits(9),
        "reference": of.digits(10),
        "code": f"{of.upper(4)}-{of.upper(4)}-{of.upper(4)}",
        "batch": [of.digits(of.random.randint(8, 20)) for _ in range(3)],
        "ids": [of.number(of.random.randint(8, 18)) for _ in range(3)],
        "note": of.prose(),
    }


KINDS: tuple[Callable[[Source], Body], ...] = (
    *(_github, _jira, _stripe, _slack, _box, _intercom, _shop, _google, _records, _cloud, _places, _things),
)


def bodies(kilobytes: int, seed: int = SEED) -> Iterator[tuple[str, list[Body], int]]:
    """Yield lists of bodies of each kind, about as many KB of each, and how many bytes they are."""
    for kind in KINDS:
        of = Source(seed)
        elements: list[Body] = []
        size = 0
        while size < kilobytes * 1000:
            elements.append(kind(of))
            size += len(orjson.dumps(elements[-1])) + 1
        yield kind.__name__.strip("_"), elements, size


def false_findings(
    scanner: Scanner, kilobytes: int, seed: int = SEED
) -> Mapping[str, tuple[int, list[tuple[Finding, str]]]]:
    """Return for each kind its bytes, and what was found with the text that it was found in."""
    found: dict[str, tuple[int, list[tuple[Finding, str]]]] = {}
    for kind, elements, size in bodies(kilobytes, seed):
        false: list[tuple[Finding, str]] = []
        for element in elements:
            texts = {leaf.place: leaf.text for leaf in json_leaves(element)}
            false += [
                (finding, texts[finding.place])
                for finding in scanner.scan(json_leaves(element))
                if not any(in_family(finding.label, family) for family in THERE_FOR_REAL)
            ]
        found[kind] = (size, false)
    return found


def main(*selectors: str, kilobytes: int = 100) -> None:
    """Print what is found for some labels or families (all, if there are none)."""
    scanner = Scanner(selectors or None, budget_seconds=60)
    labels: Counter[str] = Counter()
    total = 0
    for kind, (size, false) in false_findings(scanner, kilobytes).items():
        total += size
        labels.update(finding.label for finding, _ in false)
        print(f"{kind:10} {len(false) * 100_000 / size:6.2f} in 100 KB")
        for finding, text in false[:20]:
            print(
                f"    {finding.label:32} {finding.score:.2f} {finding.place.pointer} {text[:80]!r} {finding.evidence}"
            )
    print(f"all        {labels.total() * 100_000 / total:6.2f} in 100 KB")
    for label, count in labels.most_common():
        print(f"    {label:32} {count * 100_000 / total:6.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
