"""The one way in which a record is written as bytes: RFC 8785, for what records hold.

That is strings, integers, booleans, null, lists and objects. A float is refused: times are RFC 3339 strings,
amounts are hashes, and so the one hard part of RFC 8785 (numbers as ECMAScript writes them, section 3.2.2.3)
never arises.
"""

from __future__ import annotations

from datetime import UTC, datetime

import orjson

from gateway.domain.json import Json

MAX_INTEGER = 2**53 - 1  # RFC 8785, appendix D; RFC 7493, section 2.2: beyond it readers disagree

_LAST_OF_BASIC_PLANE = "\uffff"


def canonical(document: Json) -> bytes:
    """Return the RFC 8785 form of ``document``.

    orjson writes strings as section 3.2.2.2 asks: UTF-8, the two-letter escapes, ``\\u00xx`` in lower case for
    other controls, everything else as it is. It sorts names by their UTF-8 bytes, which is the order of code
    points; section 3.2.3 asks for the order of UTF-16 code units. Within the basic plane a code unit *is* the
    code point, so the two differ only where a name has a character beyond it: there we sort.

    Raises:
        ValueError: It holds what records do not: a float, an integer beyond ±(2^53 - 1), a lone surrogate,
            a name that is no string, or a value of another type.
    """
    if _sorts_as_code_points(document):
        option = orjson.OPT_SORT_KEYS
    else:
        document, option = _in_utf16_order(document), 0
    try:
        return orjson.dumps(document, option=option)
    except TypeError:  # orjson's text may quote the value
        raise ValueError("a record holds Unicode text, and nests at most 254 deep") from None


def rfc3339(at: datetime) -> str:
    """Return a moment as records write it: UTC, to the microsecond, so that text sorts as time does."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _sorts_as_code_points(document: Json) -> bool:
    """Return whether every name is within the basic plane, having checked that every value may be in a record."""
    basic = True
    pending = [document]
    while pending:
        value = pending.pop()
        if value is None or type(value) in (str, bool):
            continue
        if type(value) is dict:
            for name in value:
                if type(name) is not str:
                    raise ValueError(f"a name in a record is a string, not {type(name).__name__}")
                basic = basic and (name.isascii() or max(name) <= _LAST_OF_BASIC_PLANE)
            pending.extend(value.values())
        elif type(value) is list:
            pending.extend(value)
        elif type(value) is not int:
            raise ValueError(f"a record holds no {type(value).__name__}")
        elif abs(value) > MAX_INTEGER:
            raise ValueError("an integer in a record is within ±(2^53 - 1)")
    return basic


def _in_utf16_order(document: Json) -> Json:
    if isinstance(document, list):
        return [_in_utf16_order(value) for value in document]
    if isinstance(document, dict):
        names = sorted(document, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return {name: _in_utf16_order(document[name]) for name in names}
    return document
