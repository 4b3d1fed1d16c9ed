"""What looks at all texts of a message at once.

Cutting texts into words costs little when all are cut together, and a multiple of that when each is cut alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from classifiers.budget import Budget
from classifiers.detector import Detector
from classifiers.hit import Hit


class BatchDetector(Detector, Protocol):
    """A detector to be asked once for all texts of a message instead of once for each.

    It has no triggers: what it looks for is not written down as expressions. The texts may come in any order and
    should each come once; none is looked at together with another.
    """

    def find_many(self, texts: Sequence[str], budget: Budget) -> Mapping[int, Sequence[Hit]]:
        """Return the hits of the texts that have any, by their index. Raises ``NotInspected`` as ``find`` does."""
