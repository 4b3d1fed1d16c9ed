"""The fastest prefilter that this machine has."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence

from classifiers.expressions import Shape
from classifiers.prefilter.occurrences import Prefilter

HAS_HYPERSCAN = importlib.util.find_spec("hyperscan") is not None
"""There are builds for x86-64 and 64-bit ARM; elsewhere the portable prefilter gives the same answers."""


def prefilter_of(shapes: Sequence[Shape]) -> Prefilter:
    """Return a prefilter for triggers of these shapes."""
    if HAS_HYPERSCAN:
        from classifiers.prefilter.multipattern import Multipattern  # noqa: PLC0415  (may not be installed)

        return Multipattern(shapes)
    from classifiers.prefilter.portable import Portable  # noqa: PLC0415

    return Portable(shapes)
