"""What a plugin may do: a plugin and its grants, as the organisation wrote them down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from connectors.model import Effect


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to call operations of one connector.

    ``operations`` are operation ids or patterns in which ``*`` stands for any run of characters.
    ``until`` is the last day on which the grant holds, in UTC.
    """

    connector: str
    effect: Effect
    operations: tuple[str, ...]
    because: str = ""
    approved_by: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Plugin:
    """A registered plugin. ``id`` is the OAuth client that its tokens are issued to.

    With several authorization servers ``issuer`` says whose client: each may have one of that name.
    """

    id: str
    owner: str
    grants: tuple[Grant, ...] = ()
    version: str | None = None
    issuer: str | None = None
