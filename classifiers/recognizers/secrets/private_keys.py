"""Private keys as they are written in text: PEM and its relatives, PGP, PuTTY, JSON Web Keys.

Lines may be ended by line feeds, by the ``\\n`` of an escaped text, by quotes of a program, or not at all. Keys in
binary form are not found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit

NAME = "PrivateKeyRecognizer"
LABEL = "secret.private_key"
SCORE = 1.0

# RFC 7468 and RFC 9580, section 6.2; SSH.COM uses four dashes and a space. What stands between is taken to the next
# dashes, so that a block that was cut short is found too.
_BLOCK = re.compile(
    r"-{4,5} ?BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}"
    r"([^-]*(?:-(?!---)[^-]*)*)"
    r"(?:-{4,5} ?END (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5})?"
)
_KEY_MATERIAL = re.compile(r"[A-Za-z0-9+/=]{16}")  # tells a key from talk about the form of keys
# https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html
_PUTTY = re.compile(
    r"PuTTY-User-Key-File-[1-3]: [\w@.-]+(?:(?!Private-MAC:)[\s\S]){0,16000}(?:Private-MAC: ?[0-9a-f]+)?"
)
# RFC 7517; the private members are of RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1, and RFC 8037.
_KEY_TYPE = re.compile(r"\\?[\"']kty\\?[\"']\s{0,8}:\s{0,8}\\?[\"'](?:RSA|EC|OKP|oct)\\?[\"']")
_PRIVATE_MEMBER = re.compile(r"\\?[\"'][dk]\\?[\"']\s{0,8}:\s{0,8}\\?[\"'][A-Za-z0-9_-]{16,}")
# base64 of "-----BEGIN ", at each of the three places it may begin in, never ends in letters of the text after it.
_IN_BASE64 = re.compile(
    r"LS0tLS1CRUdJTi[A-Za-z0-9+/]{0,60}(?:UFJJVkFURSBLRV|BSSVZBVEUgS0VZ|QUklWQVRFIEtFW)[A-Za-z0-9+/=\s]{0,16000}"
)


class PrivateKeyDetector:
    """Private keys. Implements ``classifiers.detector.Detector``."""

    labels = frozenset({LABEL})
    triggers = (
        Trigger(r"BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY"),
        Trigger("PuTTY-User-Key-File-"),
        Trigger(r"[\"']kty\\?[\"']"),
        Trigger("LS0tLS1CRUdJTi"),
    )

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        value = text.value
        if "PRIVATE KEY" in value:
            for match in _BLOCK.finditer(value):
                budget.remaining()
                if _KEY_MATERIAL.search(match[1]):
                    yield _hit(match, "PEM")
        if "PuTTY-User-Key-File-" in value:
            for match in _PUTTY.finditer(value):
                budget.remaining()
                if "Private-Lines:" in match[0]:
                    yield _hit(match, "PuTTY")
        if "LS0tLS1CRUdJTi" in value:
            for match in _IN_BASE64.finditer(value):
                budget.remaining()
                yield _hit(match, "PEM in base64")
        if "kty" in value:
            yield from _web_keys(value, budget)


def _web_keys(text: str, budget: Budget) -> Iterator[Hit]:
    position = text.find("{")
    while position != -1:
        budget.remaining()
        end = text.find("}", position)
        if end == -1:
            return
        start = text.rfind("{", position, end)
        whole = text[start : end + 1]
        if _KEY_TYPE.search(whole) and _PRIVATE_MEMBER.search(whole):
            yield Hit(LABEL, start, end + 1, SCORE, NAME, Evidence(pattern="JWK", is_checked=True))
        position = text.find("{", end)


def _hit(match: re.Match[str], pattern: str) -> Hit:
    return Hit(LABEL, match.start(), match.end(), SCORE, NAME, Evidence(pattern=pattern, is_checked=True))
