"""Where a system may be that the gateway connects to."""

from __future__ import annotations

from enum import StrEnum


class Network(StrEnum):
    """What a connection may lead to, as the configuration says it.

    ``public``: the internet only. ``private``: also the private networks around the gateway. ``loopback``: this
    machine and nothing else, so that what needs no TLS never leaves it.
    """

    PUBLIC = "public"
    PRIVATE = "private"
    LOOPBACK = "loopback"
