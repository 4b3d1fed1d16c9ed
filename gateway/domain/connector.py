"""A system of record as one organisation reaches it."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.model import System


@dataclass(frozen=True, slots=True)
class Connector:
    """A configured way to one system of record.

    ``name`` is the first segment of the paths that lead to it. ``upstream`` is the base URL of the system,
    without a trailing slash; nothing is ever sent to another host. ``audience`` is what an access token must
    name to be accepted here (RFC 8707), and also the base URL that plugins use.
    """

    name: str
    system: System
    upstream: str
    audience: str
    region: str | None = None
