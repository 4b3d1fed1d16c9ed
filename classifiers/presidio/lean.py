"""Load Presidio without its log, and spaCy without its command line.

``import spacy`` imports the program that trains models and downloads them, for the sake of one function that prints
versions: with typer, httpx and rich half a second and 13 MB. Nothing here may download, and nothing prints versions.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_COMMAND_LINE = ("spacy.cli", "spacy.cli.info", "spacy.cli.download")


def silence() -> None:
    """Cut off Presidio's log, which can contain what was looked at, and tells of devices while it is imported."""
    logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL + 1)


@contextmanager
def without_command_line() -> Iterator[None]:
    """Stand in for spaCy's command line while spaCy is imported, if it was not before. It can be imported later."""
    if "spacy" in sys.modules:
        yield
        return
    stands_in = {name: ModuleType(name) for name in _COMMAND_LINE}
    stands_in["spacy.cli"].__path__ = []
    vars(stands_in["spacy.cli.info"])["info"] = _refuse
    vars(stands_in["spacy.cli.download"])["download"] = _refuse
    sys.modules.update(stands_in)
    try:
        yield
    finally:
        for name, module in stands_in.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _refuse(*_: object, **__: object) -> None:
    raise RuntimeError("spaCy's command line is not loaded")
