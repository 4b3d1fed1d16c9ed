"""JSON with one reading: two members of one name, NaN and bottomless nesting are refused."""

from __future__ import annotations

import json
from typing import cast

from gateway.domain.json import Json


def read_object(content: bytes) -> dict[str, Json]:
    """Return the JSON object that ``content`` is, in UTF-8.

    Raises:
        ValueError: It is anything else.
    """
    try:
        value = cast("Json", json.loads(content.decode(), object_pairs_hook=_unique, parse_constant=_refuse))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004  (of the content, not of the program)
    return value


def _unique(members: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(members)
    if len(value) != len(members):
        raise ValueError("two members have one name")
    return value


def _refuse(constant: str) -> Json:
    raise ValueError(f"{constant} is not JSON")
