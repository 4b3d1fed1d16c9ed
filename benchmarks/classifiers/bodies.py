"""What is classified to see how fast: prose, and JSON as systems of record send it. Always the same.

Clean bodies have nothing that Presidio's default recognisers find at 0.5: so no dates, epochs and hashes, which it
takes for dates of birth, health numbers and licences, and of which ``composed`` has many. Dirty ones have one value in
every 1.5 KB, of all kinds in turn, in fields where it would stand.
"""

from __future__ import annotations

from itertools import count
from random import Random

import orjson

from benchmarks.classifiers import corpora
from benchmarks.classifiers.values import value

EVERY_BYTES = 1_500
_WORDS = (
    "the a customer asked about delivery of order replacement invoice was sent on monday team replied and closed "
    "ticket waiting for answer printer office window chair shipment returned label address update please thanks we "
    "could not reproduce this with the latest build so it may depend on settings in their region which are older than "
    "expected I have added steps and a log from yesterday evening that shows where it stops after several minutes"
).split()


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
            name, planted_value = value(planted, source)
            record["customer"] = {"kind": "person", name: planted_value}
            planted += 1
        records.append(record)
        size += len(orjson.dumps(record)) + 1
        if size >= kilobytes * 1000:
            break
    return orjson.dumps(records)


def nothing_but_text(kilobytes: int) -> str:
    """Return one text of values, each in a line with its name."""
    return "\n".join(f"{name.replace('_', ' ')}: {text}" for name, text in _values(kilobytes))


def nothing_but_json(kilobytes: int) -> bytes:
    """Return records of values alone."""
    return orjson.dumps([{name: text} for name, text in _values(kilobytes)])


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
        "elapsed_ms": source.randint(1, 99_999),
        "build": f"v{source.randint(1, 9)}.{source.randint(0, 40)}.{source.randint(0, 99)}-rc{source.randint(1, 9)}",
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
    source = Random(kilobytes)
    values: list[tuple[str, str]] = []
    while sum(len(name) + len(text) + 6 for name, text in values) < kilobytes * 1000:
        values.extend(value(number, source) for number in range(64))
    return values
