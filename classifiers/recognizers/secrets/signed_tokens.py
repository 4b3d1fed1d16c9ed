"""Signed and encrypted tokens (JWS and JWE in compact serialisation, RFC 7515 and 7516), also in base64 once more.

What tells them from other text with dots is their header: base64url of a JSON object. It names an algorithm, or the
payload is a JSON object too.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from itertools import islice

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit

NAME = "SignedTokenRecognizer"
LABEL = "secret.jwt"
SCORE = 1.0

# Three or five parts. A whole run is taken at once, so that every character is looked at once, and what is glued to
# its front is cut off afterwards.
_COMPACT = re.compile(r"(?<![A-Za-z0-9_-])([A-Za-z0-9_-]+)((?:\.[A-Za-z0-9_-]*){2,4})")
_OPENINGS = ("eyJ", "eyA", "ewo", "ew0")  # base64url of {" and of { with white space after it
_OPENING = re.compile("|".join(_OPENINGS))
_MOST_OPENINGS = 4
_HEADER_LIMIT = 8_192  # code points; a header is a few hundred, with a certificate chain a few thousand
_AGAIN = ("ZXlK", "ZXlB", "ZXdv", "ZXcw")  # base64 of the openings
_IN_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])(?:ZXlK|ZXlB|ZXdv|ZXcw)[A-Za-z0-9+/_-]{40,}={0,2}")
_LEAST_OF_SIGNATURE = 2


class SignedTokenDetector:
    """Tokens with a JOSE header. Implements ``classifiers.detector.Detector``."""

    labels = frozenset({LABEL})
    triggers = (
        Trigger(r"(?:eyJ|eyA|ewo|ew0)[A-Za-z0-9_-]*\."),
        Trigger(r"(?:ZXlK|ZXlB|ZXdv|ZXcw)[A-Za-z0-9+/_-]{24}"),
    )

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        value = text.value
        if any(opening in value for opening in _OPENINGS):
            for match in _COMPACT.finditer(value):
                budget.remaining()
                skipped = _before_header(match[1], match[2])
                if skipped is not None:
                    yield _hit(match.start() + skipped, match.end(), "JWT")
        if any(opening in value for opening in _AGAIN):
            for match in _IN_BASE64.finditer(value):
                budget.remaining()
                if _hides_token(match[0]):
                    yield _hit(match.start(), match.end(), "JWT in base64")


def _hit(start: int, end: int, pattern: str) -> Hit:
    return Hit(LABEL, start, end, SCORE, NAME, Evidence(pattern=pattern, is_checked=True))


def _before_header(first: str, rest: str) -> int | None:
    """Return how many characters stand before the header of a signed or encrypted token, None if there is none."""
    for opening in islice(_OPENING.finditer(first), _MOST_OPENINGS):
        if _is_token(first[opening.start() :], rest):
            return opening.start()
    return None


def _is_token(header: str, rest: str) -> bool:
    if len(header) > _HEADER_LIMIT:
        return True  # more than we care to read: better one finding too many
    told = _json_object(header)
    if told is not None and isinstance(told.get("alg"), str):
        return True
    payload, _, signature = rest[1:].partition(".")
    return len(signature) >= _LEAST_OF_SIGNATURE and _json_object(payload[:_HEADER_LIMIT]) is not None


def _json_object(part: str) -> dict[str, object] | None:
    """Return the JSON object that a part is the base64url of, None if it is none."""
    try:
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _hides_token(text: str) -> bool:
    """Return whether a text is the base64 of a token. Its last characters may be missing."""
    whole = text.rstrip("=")
    inner = base64.urlsafe_b64decode(whole[: len(whole) - len(whole) % 4].replace("+", "-").replace("/", "_"))
    match = _COMPACT.match(inner.decode("latin-1"))
    return match is not None and _is_token(match[1], match[2])
