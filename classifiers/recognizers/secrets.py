"""Secrets with a form of their own: vendors' tokens, private keys and signed tokens.

A token may be glued to anything that cannot belong to it: quotes, punctuation, the ``=`` of a URL, also where that
is percent-encoded, and the ``\\n`` of an escaped text. Checksums are not asked for.
Passwords and other secrets without a form are not found here.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Iterator
from itertools import islice

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.hit import Hit
from classifiers.recognizers.token_formats import FORMATS, TokenFormat

NAME = "SecretRecognizer"
PRIVATE_KEY = "secret.private_key"
JWT = "secret.jwt"
LABELS = frozenset({PRIVATE_KEY, JWT, *(known.label for known in FORMATS)})
SCORE = 1.0

_BEGIN = r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2})|(?<=\\[nrt]))"
# RFC 7515 and 7516, compact serialisation: three or five parts, the first base64url of a JSON object. A whole run is
# taken at once, so that every character is looked at once, and what is glued to its front is cut off afterwards.
_COMPACT = re.compile(r"(?<![A-Za-z0-9_-])([A-Za-z0-9_-]+)((?:\.[A-Za-z0-9_-]*){2,4})")
_OPENINGS = ("eyJ", "eyA", "ewo", "ew0")  # base64url of {" and of { with white space after it
_OPENING = re.compile("|".join(_OPENINGS))
_MOST_OPENINGS = 4
_HEADER_LIMIT = 8_192  # code points; a header is a few hundred, with a certificate chain a few thousand
# RFC 7468 and RFC 9580, section 6.2. What stands between is taken to the next dashes, so that a block that was cut
# short is found too.
_BLOCK = re.compile(
    r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----"
    r"([^-]*(?:-(?!----)[^-]*)*)"
    r"(?:-----END (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----)?"
)
_KEY_MATERIAL = re.compile(r"[A-Za-z0-9+/=]{16}")  # tells a key from talk about the form of keys


class SecretFinder:
    """The secrets of some labels. Implements ``classifiers.detector.Detector``."""

    triggers: tuple[Trigger, ...] = ()

    def __init__(self, labels: Collection[str]) -> None:
        self.labels = frozenset(labels) & LABELS
        self._formats = [(known, _expression(known)) for known in FORMATS if known.label in self.labels]

    def find(self, text: Text, _budget: Budget) -> Iterator[Hit]:
        return self._found(text.value)

    def _found(self, text: str) -> Iterator[Hit]:
        for known, expression in self._formats:
            if any(prefix in text for prefix in known.prefixes):
                for match in expression.finditer(text):
                    yield Hit(known.label, match.start(), match.end(), SCORE, NAME)
        if PRIVATE_KEY in self.labels and "PRIVATE KEY" in text:
            for match in _BLOCK.finditer(text):
                if _KEY_MATERIAL.search(match[1]):
                    yield Hit(PRIVATE_KEY, match.start(), match.end(), SCORE, NAME)
        if JWT in self.labels and any(opening in text for opening in _OPENINGS):
            for match in _COMPACT.finditer(text):
                skipped = _before_header(match[1])
                if skipped is not None:
                    yield Hit(JWT, match.start() + skipped, match.end(), SCORE, NAME)


def _expression(known: TokenFormat) -> re.Pattern[str]:
    prefix = "|".join(re.escape(prefix) for prefix in known.prefixes)
    if known.longest is None:  # the last character is never punctuation: "…, ghs_x." ends before the full stop
        body = f"[{known.alphabet}]{{{known.shortest - 1},}}[A-Za-z0-9_]"
    else:
        body = f"[{known.alphabet}]{{{known.shortest},{known.longest}}}(?![A-Za-z0-9_])"
    return re.compile(f"{_BEGIN}(?:{prefix}){body}")


def _before_header(part: str) -> int | None:
    """Return how many characters stand before the header of a signed or encrypted token, None if there is none."""
    for opening in islice(_OPENING.finditer(part), _MOST_OPENINGS):
        if _is_jose_header(part[opening.start() :]):
            return opening.start()
    return None


def _is_jose_header(part: str) -> bool:
    """Return whether it is the base64url of a JSON object that names an algorithm (RFC 7515, section 4.1.1)."""
    if len(part) > _HEADER_LIMIT:
        return True  # more than we care to read: better one finding too many
    try:
        header = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return False
    return isinstance(header, dict) and isinstance(header.get("alg"), str)
