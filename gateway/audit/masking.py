"""Names and values of a message as a record may hold them: hashed, bounded, and still of use to a reader.

Pure. A value is always hashed. A member's name says what the value is, so it stays where it looks like one that
a programmer chose; any other (``{"alice@example.com": …}``, ``{"078051120": …}``) is data, and is hashed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from classifiers.finding import Finding, Part, Place
from gateway.audit.hashing import Hasher, Scalar
from gateway.domain.json import Json
from gateway.domain.message import BodyKind, Message

MAX_INPUTS = 64  # listed in a record; the rest is counted
MAX_COUNTED = 10_000  # a body may have a million values, and nobody needs to know exactly
MAX_WALKED = 2 * MAX_COUNTED  # values and what they stand in: a body may be five million empty lists
MAX_PLACE = 256  # characters of a pointer; 64 values below 64 long names would make 270 KB of a body of 5 KB

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
_INDEX = re.compile(r"0|[1-9][0-9]*")


class Mask:
    """How the names and values of one passage are written. ``restricted`` names are hashed whatever they look like."""

    def __init__(self, hasher: Hasher, restricted: frozenset[str]) -> None:
        self._hash = hasher
        self._restricted = restricted

    def name(self, name: str) -> str:
        """Return a member's name if it looks like a programmer's and no classifier found fault with it."""
        return name if _NAME.fullmatch(name) and name not in self._restricted else self._hash(name)

    def pointer(self, place: Place, message: Message | None) -> str:
        """Return a place's JSON Pointer with every token hashed that may be data.

        ``message`` is what it leads into: digits are an index in a list, and may be anyone's account number in
        an object. Without the message they are hashed.
        """
        masked = []
        here = _document(place.part, message)
        for token in _tokens(place.pointer):
            is_index = isinstance(here, list) and _INDEX.fullmatch(token)
            masked.append("/" + (token if is_index else self.name(token)))
            here = _below(here, token)
        return self._bounded("".join(masked))

    def inputs(self, message: Message) -> tuple[list[Json], int]:
        """Return the first values that a message carries, hashed, and how many more there are.

        ``at`` is the names that lead to a value, or a hash of them if they are too long; of a pair in a query or a
        form, its name. The count of the rest ends at ``MAX_COUNTED``, or sooner where most of a body is empty.
        """
        values = self._values(message)
        listed: list[Json] = [
            {"in": part.value, "at": self._bounded(at), "value": self._hash(value)}
            for part, at, value in islice(values, MAX_INPUTS)
        ]
        return listed, sum(1 for _ in islice(values, MAX_COUNTED))

    def _bounded(self, at: str) -> str:
        return at if len(at) <= MAX_PLACE else "/" + self._hash(at)

    def _values(self, message: Message) -> Iterator[tuple[Part, str, Scalar]]:
        for name, value in message.query:
            yield Part.QUERY, f"/{self.name(name)}", value
        if message.body.kind is BodyKind.FORM:
            for name, value in _pairs(message.body.document):
                yield Part.BODY, f"/{self.name(name)}", value
        elif message.body.kind is not BodyKind.EMPTY:
            for at, leaf in self._leaves(message.body.document):
                yield Part.BODY, at, leaf

    def _leaves(self, document: Json) -> Iterator[tuple[str, Scalar]]:
        for at, value in islice(self._walk(document), MAX_WALKED):
            if not isinstance(value, dict | list):
                yield at, value

    def _walk(self, document: Json) -> Iterator[tuple[str, Json]]:
        # No recursion: how deep a document is, a client decides. Nothing ahead of need: how long a list is, too.
        pending: list[Iterator[tuple[str, Json]]] = [iter([("", document)])]
        while pending:
            for at, value in pending[-1]:
                yield at, value
                if isinstance(value, dict | list):
                    pending.append(self._below(at, value))
                    break
            else:
                pending.pop()

    def _below(self, at: str, value: dict[str, Json] | list[Json]) -> Iterator[tuple[str, Json]]:
        if isinstance(value, dict):
            return ((f"{at}/{self.name(name)}", member) for name, member in value.items())
        return ((f"{at}/{index}", element) for index, element in enumerate(value))


def restricted_names(findings: Iterable[Finding], message: Message | None) -> frozenset[str]:
    """Return the names that classifiers found something in: a key may be a credential and look like a name."""
    names = set()
    for place in (finding.place for finding in findings if finding.place.in_key):
        *above, last = _tokens(place.pointer)
        here = _document(place.part, message)
        for token in above:
            here = _below(here, token)
        pair = _below(here, last) if isinstance(here, list) else None  # of a form or a query: its name comes first
        names.add(str(pair[0]) if isinstance(pair, list) and pair else last)
    return frozenset(names)


def _document(part: Part, message: Message | None) -> Json:
    """Return what pointers into a part of a message are resolved in."""
    if message is None:
        return None
    match part:
        case Part.BODY:
            return message.body.document
        case Part.QUERY:
            return [[name, value] for name, value in message.query]
        case Part.HEADER:
            return [[name, value] for name, value in message.headers]
        case Part.PATH:
            return [*message.path.split("/")]


def _pairs(document: Json) -> Iterator[tuple[str, str]]:
    for pair in document if isinstance(document, list) else ():
        if isinstance(pair, list):
            name, value = pair
            yield str(name), str(value)


def _tokens(pointer: str) -> list[str]:
    """Return the reference tokens of a JSON Pointer (RFC 6901, section 4)."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def _below(document: Json, token: str) -> Json:
    if isinstance(document, dict):
        return document.get(token)
    if isinstance(document, list) and _INDEX.fullmatch(token) and int(token) < len(document):
        return document[int(token)]
    return None
