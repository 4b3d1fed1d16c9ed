"""How commands end."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    FINE = 0
    FINDINGS = 1
    USAGE = 2
    ENVIRONMENT = 3
    INTERRUPTED = 130


class Ending(Exception):
    """A command cannot go on; the message is a sentence for whoever typed it."""

    code: Exit


class UsageFault(Ending):
    """What was typed names something that is not there."""

    code = Exit.USAGE


class EnvironmentFault(Ending):
    """Something outside is not as the command needs it: a missing file, an address in use."""

    code = Exit.ENVIRONMENT
