"""Read a JSON object that has exactly one reading.

Two parsers that differ on a duplicate member, on NaN or on a deep nest disagree on who the caller is; so such
documents are not read at all. ``json`` refuses broken UTF-8, a byte order mark and integers over 4300 digits itself.
"""

from __future__ import annotations

import json
from typing import NoReturn

from gateway.domain.json import Json


def read_object(content: bytes) -> dict[str, Json]:
    """Return the object that ``content`` is.

    Raises:
        ValueError: It is not a JSON object, or two parsers could read it differently.
    """
    try:
        document: Json = json.loads(
            content.decode("utf-8"), object_pairs_hook=_members, parse_constant=_refuse_constant
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(document, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004  (the bytes are wrong, not a type of ours)
    return document


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands there twice")
    return members


def _refuse_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON (RFC 8259, section 6)")
