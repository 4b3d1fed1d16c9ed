"""What is classified to see how fast: prose, and JSON as systems of record send it. Always the same.

Clean bodies have nothing that Presidio's default recognisers find at 0.5; dirty ones have one such value in every
1.5 KB, of all kinds in turn, in fields where it would stand. ``nothing_but`` is values alone.
"""

from __future__ import annotations

from itertools import count
from random import Random

import orjson

from benchmarks.classifiers import corpora

EVERY_BYTES = 1_500
_WORDS = (
    "the a customer asked about delivery of order replacement invoice was sent on monday team replied and closed "
    "ticket waiting for answer printer office window chair shipment returned label address update please thanks we "
    "could not reproduce this with the latest build so it may depend on settings in their region which are older than "
    "expected I have added steps and a log from yesterday evening that shows where it stops after several minutes"
).split()
_VALUES: tuple[tuple[str, str], ...] = (
    ("email", "maria.keller@example.com"),
    ("ssn", "536-90-4399"),
    ("note", "she can be reached at (212) 555-0187 after six"),
    ("iban", "DE89370400440532013000"),
    ("client_ip", "203.0.113.77"),
    ("homepage", "https://keller.example.com/about"),
    ("bank_account_number", "945456787654"),
    ("comment", "my social security number is 536-90-4399, is that enough?"),
    ("passport_number", "912803456"),
    ("nhs_number", "943 476 5919"),
    ("reply", "please write to finance@example.org or ring +44 20 7946 0958"),
    ("wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    ("device_mac", "00:1b:63:84:45:e6"),
    ("date_of_birth", "1981-04-23"),
    ("dea_number", "AB1234563"),
    ("itin", "912-70-1234"),
)


def prose(kilobytes: int) -> str:
    """Return one text of words in sentences."""
    source = Random(kilobytes)
    sentences: list[str] = []
    size = 0
    while size < kilobytes * 1000:
        words = source.choices(_WORDS, k=source.randint(5, 18))
        end = source.choice((".", ".", ".", "?", ":", ".\n"))
        sentences.append(f"{' '.join(words).capitalize()}{end}")
        size += len(sentences[-1]) + 1
    return " ".join(sentences)


def tickets(kilobytes: int, *, dirty: bool) -> bytes:
    """Return a list of records in compact JSON."""
    source = Random(kilobytes)
    records: list[object] = []
    size = planted = 0
    for number in count(1):
        record = _record(source, number)
        if dirty and size >= planted * EVERY_BYTES:
            name, value = _VALUES[planted % len(_VALUES)]
            record["customer"] = {"kind": "person", name: value}
            planted += 1
        records.append(record)
        size += len(orjson.dumps(record)) + 1
        if size >= kilobytes * 1000:
            break
    return orjson.dumps(records)


def nothing_but_text(kilobytes: int) -> str:
    """Return one text of values, each once in a line with its name."""
    values = _values(kilobytes)
    return "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in values)


def nothing_but_json(kilobytes: int) -> bytes:
    """Return records of values alone."""
    return orjson.dumps([{name: value} for name, value in _values(kilobytes)])


def composed(kilobytes: int) -> bytes:
    """Return a list of vendors' example bodies of about that size."""
    source = Random(kilobytes)
    bodies = [body for name, body in corpora.payloads().items() if "composed" not in name and len(body) < 12_000]
    source.shuffle(bodies)
    chosen: list[object] = []
    size = 0
    for body in bodies:
        if size + len(body) > kilobytes * 1000:
            continue
        chosen.append(orjson.loads(body))
        size += len(body)
    return orjson.dumps(chosen)


def _record(source: Random, number: int) -> dict[str, object]:
    return {
        "id": source.randint(10_000_000, 99_999_999),
        "number": number,
        "title": " ".join(source.choices(_WORDS, k=source.randint(3, 9))),
        "state": source.choice(("open", "pending", "solved")),
        "locked": source.random() < 0.1,
        "assignee": None,
        "labels": source.sample(("bug", "wontfix", "area/delivery", "p1", "good first issue"), k=source.randint(0, 3)),
        "created_at": f"2026-11-{source.randint(1, 23):02}T{source.randint(0, 23):02}:15:00Z",
        "updated": 1_790_000_000 + source.randint(0, 9_999_999),
        "sha": f"{source.getrandbits(160):040x}",
        "amount": round(source.random() * 1000, 2),
        "comments": [
            {
                "author": source.choice(("alice", "bob", "carol-w", "d_lee")),
                "body": " ".join(source.choices(_WORDS, k=source.randint(6, 40))),
                "reactions": {"+1": source.randint(0, 9), "total_count": source.randint(0, 30)},
            }
            for _ in range(source.randint(0, 2))
        ],
    }


def _values(kilobytes: int) -> list[tuple[str, str]]:
    """Return values until they are that long, every one with digits of its own where it has any."""
    source = Random(kilobytes)
    values: list[tuple[str, str]] = []
    size = 0
    for number in count():
        name, value = _VALUES[number % len(_VALUES)]
        if name in {"email", "homepage", "client_ip", "device_mac", "bank_account_number", "passport_number"}:
            value = value.replace("77", str(source.randint(10, 99))).replace("keller", f"keller{number}")
        values.append((name, value))
        size += len(name) + len(value) + 6
        if size >= kilobytes * 1000:
            return values
    raise AssertionError
