"""How commands end."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    FINE = 0
    FINDINGS = 1
    USAGE = 2
    ENVIRONMENT = 3
    INTERRUPTED = 130


class EnvironmentFault(Exception):
    """Something outside is not as the command needs it: a missing file, an address in use."""
