"""An organisation's own identifiers (account numbers, customer ids), known only by keyed hashes.

What is kept of an identifier is HMAC-SHA-256 (RFC 2104) of its canonical form under the organisation's key, its first
16 bytes. HMAC-SHA-256 and not a faster keyed hash: databases and warehouses have it, so that the digests can be
made where the identifiers are. Whoever has the digests without the key learns nothing from them; whoever has both
can try all numbers of eight digits in minutes.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.lists.digests import SIZE, DigestSet
from classifiers.lists.shapes import canonical, expression_of

NAME = "IdentifierRecognizer"

_CHECKED = b"sallyport-identifiers key"


class KeyedHash:
    """HMAC-SHA-256 under one key. Safe for threads: each use is of a copy."""

    def __init__(self, key: bytes) -> None:
        self._empty = hmac.new(key, digestmod="sha256")

    def digest(self, identifier: str) -> bytes:
        """Return the digest of an identifier in its canonical form."""
        return self._of(identifier.encode())[:SIZE]

    def check(self) -> str:
        """Return what tells this key from others, and nothing else of it."""
        return self._of(_CHECKED)[:8].hex()

    def _of(self, message: bytes) -> bytes:
        started = self._empty.copy()
        started.update(message)
        return started.digest()


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Identifiers of one label."""

    name: str
    label: str
    title: str
    shapes: tuple[str, ...]
    digests: DigestSet
    hashed: KeyedHash

    def __len__(self) -> int:
        return len(self.digests)

    def __contains__(self, written: str) -> bool:
        return self.hashed.digest(canonical(written)) in self.digests


class IdentifierDetector:
    """The identifiers of one list, wherever a word of their shape is one. Implements ``Detector``.

    The decimals of a fraction are none.
    """

    def __init__(self, identifiers: Identifiers) -> None:
        expressions = [expression_of(shape) for shape in identifiers.shapes]
        self.labels = frozenset({identifiers.label})
        self.triggers: Sequence[Trigger] = [Trigger(expression) for expression in expressions]
        self._identifiers = identifiers
        self._evidence = Evidence(pattern=identifiers.name, is_checked=True)
        # Nothing is consumed: of "1234-5678-9012" the second and third group may be an identifier too.
        self._candidates = [
            re.compile(rf"(?<![^\W_])(?<!\d\.)(?=({expression})(?![^\W_]))") for expression in expressions
        ]

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        for candidates in self._candidates:
            for candidate in candidates.finditer(text.value):
                budget.remaining()
                if candidate[1] in self._identifiers:
                    yield Hit(self._identifiers.label, *candidate.span(1), 1.0, NAME, self._evidence)
