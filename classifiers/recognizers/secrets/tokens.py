"""Tokens that show whose they are: a prefix of their vendor's, or a structure that nothing else has.

A token may be glued to anything that cannot belong to it: quotes, punctuation, the ``=`` of a URL, also where that
is percent-encoded, and the ``\\n`` of an escaped text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.recognizers.secrets.checksums import verifies
from classifiers.recognizers.secrets.facts import BEGIN, TokenFormat

NAME = "TokenRecognizer"
SURE = 1.0
LIKELY = 0.9
_MASK = re.compile(r"[xX]{6}|[*.]{4}|0{16}|(?i:your_|_here)")


class TokenDetector:
    """One format. Implements ``classifiers.detector.Detector``."""

    def __init__(self, known: TokenFormat) -> None:
        self.labels = frozenset({known.label})
        self.triggers = (Trigger(known.trigger),)
        self._format = known
        self._needed = known.prefixes or (known.anchor,)
        self._expression = re.compile(BEGIN + known.expression)

    def find(self, text: Text, budget: Budget) -> Iterable[Hit]:
        value = text.value
        if not any(needed in value for needed in self._needed):
            return ()
        return self._found(value, budget)

    def _found(self, text: str, budget: Budget) -> Iterator[Hit]:
        for match in self._expression.finditer(text):
            budget.remaining()
            if not _MASK.search(match[0]):
                yield self._hit(match)

    def _hit(self, match: re.Match[str]) -> Hit:
        known = self._format
        is_checked = verifies(known.checksum, match[0])
        evidence = Evidence(pattern=known.name, is_checked=is_checked)
        return Hit(known.label, match.start(), match.end(), SURE if is_checked else LIKELY, NAME, evidence)
