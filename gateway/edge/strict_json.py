"""Read JSON in exactly one way, or not at all.

Two parsers that read the same bytes differently are a hole: one is inspected, the other acts (Bishop Fox, "An
exploration of JSON interoperability vulnerabilities", 2021). So what can be read in more than one way is refused:
members named twice, NaN and Infinity, lone surrogates, a byte order mark, numbers that 64 bits do not hold,
documents that nest too deep, bytes that are not UTF-8. The form is that of I-JSON (RFC 7493).

Errors say where and what in words of our own; they never carry text of the body.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal

import orjson

from gateway.domain.json import Json

MAX_CLIENT_DEPTH = 64  # of requests; answers may nest as deep as they can be written again (orjson: 254)

_DIGITS_OF_A_DOUBLE = 15  # any number of so many significant digits survives a double (IEEE 754)


class NotStrictJson(ValueError):
    """The bytes are not JSON, or can be read in more than one way."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and the bytes that mean it and nothing else.

    With ``is_exact`` the document holds every digit that the text held: then, and only then, whoever inspected
    the document has inspected the text.
    """

    document: Json = field(repr=False)
    canonical: bytes = field(repr=False)
    is_exact: bool = True


def read(content: bytes, *, from_client: bool) -> Reading:
    """Return the one reading of ``content``.

    A client's document nests at most 64 deep, and no two names of an object are equal when case is folded:
    servers written in Go take either for the other (``encoding/json``).

    Raises:
        NotStrictJson: There is none.
    """
    try:
        document: Json = orjson.loads(content)
        canonical = orjson.dumps(document)
    except orjson.JSONDecodeError as error:
        raise NotStrictJson(f"not JSON from line {error.lineno}, column {error.colno} on") from None
    except TypeError:  # it reads 1,024 levels and writes 254
        raise NotStrictJson("nests too deep") from None
    # What is equal to its own canonical form says nothing that the document does not. That proof takes 130 us for
    # 50 KB, the careful reading 500 us.
    reading = Reading(document, canonical) if canonical == content else _read_carefully(content)
    if from_client:
        _insist_on_one_client_reading(reading.document)
    return reading


def write(document: Json) -> bytes:
    """Return the canonical form: UTF-8, compact, members in their order."""
    return orjson.dumps(document)


def _read_carefully(content: bytes) -> Reading:
    """Read what is known to be JSON again, now seeing every member and every digit."""
    lossy: list[str] = []

    def number(text: str) -> float:
        value = float(text)
        is_short = len(text) <= _DIGITS_OF_A_DOUBLE and not {"e", "E"} & {*text}
        if not is_short and Decimal(text) != Decimal(repr(value)):
            lossy.append(text)
        return value

    decoder = json.JSONDecoder(object_pairs_hook=_members, parse_float=number)
    try:
        document: Json = decoder.decode(content.decode())
        return Reading(document, orjson.dumps(document), is_exact=not lossy)
    except RecursionError:
        raise NotStrictJson("nests too deep") from None
    except TypeError:
        raise NotStrictJson("has an integer that 64 bits do not hold") from None


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotStrictJson("has an object that names a member twice")
    return members


def _insist_on_one_client_reading(document: Json) -> None:
    """Raise unless every level is within the bound and its objects' names differ in more than case."""
    level: list[dict[str, Json] | list[Json]] = [document] if isinstance(document, (dict, list)) else []
    distinct: set[tuple[str, ...]] = set()  # rows of one table have the same names, which are looked at once
    for _ in range(MAX_CLIENT_DEPTH):
        below: list[dict[str, Json] | list[Json]] = []
        for node in level:
            if isinstance(node, dict) and (names := tuple(node)) not in distinct:
                if len({name.casefold() for name in names}) != len(names):
                    raise NotStrictJson("has an object with names that differ in case only")
                distinct.add(names)
            children = node.values() if isinstance(node, dict) else node
            below += [child for child in children if isinstance(child, (dict, list))]
        level = below
    if level:
        raise NotStrictJson(f"nests deeper than {MAX_CLIENT_DEPTH}")
