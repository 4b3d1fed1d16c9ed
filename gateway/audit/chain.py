"""Records as links of a chain: each line proves the one before it. Pure.

A line is the canonical form (RFC 8785) of a record, with its ``hash`` as the last member:

    {"chain":"5f0c…","kind":"outcome",…,"previous":"<hash before>","seq":17,…,"hash":"<SHA-256 of the rest>"}

To check a line without this code: take ``hash`` out, write the rest as RFC 8785 says, and compare the SHA-256.
``previous`` of record n is ``hash`` of record n - 1, and ``seq`` counts from 1, so an edit, a drop, a swap or
an insertion breaks a link. A chain that was cut at its end, or written anew from its beginning, is whole in
itself: that shows only against a head that was kept somewhere else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from gateway.audit.canonical import canonical
from gateway.domain.json import Json

MAX_LINE_BYTES = 1024 * 1024  # what a reader must be ready to hold; our largest record is some 30 KB
RESERVED = frozenset({"chain", "seq", "previous", "hash"})

_NOTHING = "0" * 64
_HASH_OPENS = b',"hash":"'
_HASH_CLOSES = b'"}'
_HASH_BYTES = len(_HASH_OPENS) + 64 + len(_HASH_CLOSES)


class BrokenChain(Exception):
    """A line is not what it should be. Says what was expected, and quotes nothing of the record."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last record of a chain: its number and its hash. Before the first, number 0."""

    chain: str
    seq: int = 0
    hash: str = _NOTHING


@dataclass(frozen=True, slots=True)
class Link:
    """One line as read: the record, the head before it as it claims, and the head after it."""

    record: Mapping[str, Json]
    before: Head
    after: Head


def link(record: Mapping[str, Json], head: Head) -> tuple[bytes, Head]:
    """Return the line, without its newline, that records ``record`` after ``head``, and the new head.

    Raises:
        ValueError: The record names a member of the chain's own, cannot be written canonically, or is too long.
    """
    if not RESERVED.isdisjoint(record):
        raise ValueError("chain, seq, previous and hash are the chain's own")
    seq = head.seq + 1
    body = canonical({**record, "chain": head.chain, "seq": seq, "previous": head.hash})
    digest = hashlib.sha256(body).hexdigest()
    line = body[:-1] + ending(digest)
    if len(line) >= MAX_LINE_BYTES:
        raise ValueError(f"a record is shorter than {MAX_LINE_BYTES} bytes")
    return line, Head(head.chain, seq, digest)


def ending(digest: str) -> bytes:
    """Return how a line with this hash ends."""
    return _HASH_OPENS + digest.encode() + _HASH_CLOSES


def read_line(line: bytes) -> Link:
    """Return what a line, without its newline, says, once it agrees with itself.

    Raises:
        BrokenChain: It is not in canonical form, or its hash is not that of the rest.
    """
    body, tail = line[:-_HASH_BYTES] + b"}", line[-_HASH_BYTES:]
    digest = hashlib.sha256(body).hexdigest()
    if tail != ending(digest):
        raise BrokenChain("its hash is not the hash of what it says: it was changed")
    record = _record(body)
    match record:
        case {"chain": str(chain), "seq": int(seq), "previous": str(previous)} if seq > 0:
            return Link(record, Head(chain, seq - 1, previous), Head(chain, seq, digest))
        case _:
            raise BrokenChain("it lacks chain, seq or previous: another hand wrote it")


def _record(body: bytes) -> dict[str, Json]:
    try:
        record: Json = orjson.loads(body)
        is_canonical = canonical(record) == body  # a name that stands twice ends here too
    except ValueError:
        is_canonical = False
        record = None
    if not is_canonical or not isinstance(record, dict):
        raise BrokenChain("it is no record in canonical form: another hand wrote it")
    return record


def check_line(line: bytes, head: Head) -> Link:
    """Return what a line says, once it agrees with itself and follows ``head``.

    Raises:
        BrokenChain: It does not.
    """
    found = read_line(line)
    insist_follows(found, head)
    return found


def insist_follows(found: Link, head: Head) -> None:
    """Raise ``BrokenChain`` unless ``found`` is the record after ``head``."""
    if found.before.chain != head.chain:
        raise BrokenChain(f"it belongs to chain {found.before.chain}, not to {head.chain}")
    if found.before.seq != head.seq:
        raise BrokenChain(
            f"it is record {found.after.seq} where {head.seq + 1} is due: records were dropped, swapped or inserted"
        )
    if found.before.hash != head.hash:
        raise BrokenChain("it does not follow the record before it: one of the two was replaced")
