"""JSON bodies of a stated size, clean or with one restricted value in about every 1.5 KB. Always the same."""

from __future__ import annotations

import random

import orjson

_WORDS = (
    "the a customer asked about delivery of order replacement invoice was sent on monday team replied and closed "
    "ticket waiting for answer printer office window chair shipment returned label address update please thanks"
).split()
_DIRTY = ("ssn 856-45-6789", "card 4111 1111 1111 1111", "iban GB82 WEST 1234 5698 7654 32")


def body(kilobytes: int, *, dirty: bool) -> bytes:
    """Return a list of ticket-like objects of about ``kilobytes`` KB, in compact JSON."""
    source = random.Random(kilobytes)
    tickets: list[dict[str, object]] = []
    size = 0
    while size < kilobytes * 1000 or not tickets:
        ticket: dict[str, object] = {
            "id": len(tickets) + 1,
            "subject": " ".join(source.choices(_WORDS, k=6)),
            "status": source.choice(("open", "pending", "solved")),
            "created_at": f"2026-11-{source.randint(1, 23):02}T{source.randint(0, 23):02}:15:00Z",
            "comments": [{"author": "alice", "text": " ".join(source.choices(_WORDS, k=20))} for _ in range(1)],
        }
        if dirty and len(tickets) % 5 == 0:
            ticket["note"] = f"the customer says {_DIRTY[len(tickets) // 5 % len(_DIRTY)]} is right"
        size += len(orjson.dumps(ticket)) + 1
        tickets.append(ticket)
        if kilobytes <= 1 and size > 700:
            break
    return orjson.dumps(tickets)
