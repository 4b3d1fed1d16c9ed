"""Keys that are told rather than assigned: ``ipinfo private token abcdef12345678``, ``boxKEY 0123…``.

A word for a key stands right before a value that is nothing but random. This is how keys come in tickets and chats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.leaves import words_of
from classifiers.recognizers.secrets.judgement import API_KEY, is_long_number, is_misshapen
from classifiers.recognizers.secrets.names import Kind, kind_of_words
from classifiers.recognizers.secrets.values import (
    is_code,
    is_placeholder,
    is_something_else,
    looks_random,
    share_of_words,
)

NAME = "SpokenKeyRecognizer"
SCORE = 0.5

_WORD = "secret|token|key|access|private|password|pwd|credential"
_TOLD = re.compile(
    rf"(?i:{_WORD})((?:[ _.-]{{0,2}}(?i:{_WORD}|api|user)){{0,3}})[ \t:=._-]{{1,3}}(?=[A-Za-z0-9])"
    r"([A-Za-z0-9+/=_.-]{12,2000})"
)
_BEFORE = 40
_MOST_OF_WORDS = 0.34


class SpokenKeyDetector:
    """Random values right after a word for keys. Implements ``classifiers.detector.Detector``."""

    labels = frozenset({API_KEY})
    triggers = (Trigger(rf"(?:{_WORD})[ \t:=._-]{{1,3}}[A-Za-z0-9][A-Za-z0-9+/=_.-]{{11}}", ignores_case=True),)

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        for match in _TOLD.finditer(text.value):
            budget.remaining()
            value = match[2].rstrip(".-_")
            if text.value[match.end() : match.end() + 1] in {"(", "["} or is_code(value):
                continue
            if _is_key(value, 12 if match[1] else 16) and _is_told(text.value, match, value):
                evidence = Evidence(pattern="word and value", context="key")
                yield Hit(API_KEY, match.start(2), match.start(2) + len(value), SCORE, NAME, evidence)


def _is_key(value: str, shortest: int) -> bool:
    if value.isdecimal():
        return is_long_number(value)
    return (
        looks_random(value, shortest)
        and share_of_words(value) < _MOST_OF_WORDS
        and not is_placeholder(value)
        and not is_something_else(value)
    )


def _is_told(text: str, match: re.Match[str], value: str) -> bool:
    """Return whether the words before a value speak of keys, and of none that looks different."""
    words = words_of(text[max(match.start() - _BEFORE, 0) : match.start(2)])[-4:]
    return kind_of_words(words) is not Kind.NOTHING and not is_misshapen(value, words)
