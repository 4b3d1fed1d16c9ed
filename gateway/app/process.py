"""Settings of the interpreter that keep the event loop free while threads inspect."""

from __future__ import annotations

import gc
import sys

SWITCH_SECONDS = 0.001
"""How long a thread may keep the interpreter while the loop waits for it. Python's default is 5 ms."""

YOUNG_OBJECTS = 20_000
"""A body of 1 MB makes some 100,000 objects. With Python's defaults each such body ends in collections of all that
lives, of 100 to 350 ms; looking at 20,000 young objects takes 2 to 4."""

_YOUNG_COLLECTIONS = 50
_MIDDLE_COLLECTIONS = 100


def settle() -> None:
    """Take what is loaded out of the collector's sight, and let it and the threads interrupt for short times only."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, _YOUNG_COLLECTIONS, _MIDDLE_COLLECTIONS)
    sys.setswitchinterval(SWITCH_SECONDS)
