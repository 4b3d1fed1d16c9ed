"""Tokens whose form many other things have too, beside the name of their vendor.

32 hexadecimal digits are a hash, an id or a key of Facebook. They count where the vendor's name is part of the name
of a field or variable that holds them, and that name does not say that it is an id or a digest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.leaves import words_of
from classifiers.recognizers.secrets.facts import BEGIN, TokenFormat
from classifiers.recognizers.secrets.values import is_placeholder, share_of_words
from classifiers.recognizers.secrets.words import words

NAME = "NamedTokenRecognizer"
SCORE = 0.7

# Between name and value: the rest of the name, what closes it, an operator or tag, what opens the value.
_GAP = r"([\w.\- ]{0,40})[\"'`\])]{0,3}\s{0,8}((?:[:=?>,(|+.&-]{0,4}|[ \t]is[ \t])\s{0,8}[\"'`(\[]{0,3})\Z"
_BEFORE = 120
# "okta" begins a word in OKTA_KEY and in myOktaKey, and none in rookTable.
_WORD_BEGINS = r"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z][a-z]))"
_HEX = re.compile(r"[0-9a-fA-F:-]+")
_TOO_MANY_WORDS = 0.5


class NamedTokenDetector:
    """One format beside the names it needs. Implements ``classifiers.detector.Detector``."""

    def __init__(self, known: TokenFormat) -> None:
        names = "|".join(map(_expression, known.near))
        self.labels = frozenset({known.label})
        self.triggers = (Trigger(rf"(?:{names})[\w.\- ]{{0,40}}[^\w]{{0,26}}{known.trigger}", ignores_case=True),)
        self._format = known
        self._near = tuple(frozenset(words_of(name)) for name in known.near)
        self.near_words = frozenset(word for near in self._near for word in near)
        self._value = re.compile(BEGIN + known.expression)
        self._before = re.compile(f"({_WORD_BEGINS}(?i:{names})){_GAP}")

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        for value in self._value.finditer(text.value):
            budget.remaining()
            before = self._before.search(text.value, max(value.start() - _BEFORE, 0), value.start())
            if before is None:
                continue
            name, rest, operator = before.groups()
            named = frozenset(words_of(name + rest))
            is_given = bool(operator.strip() or named & words("secretly"))
            if is_given and not named & words("otherwise") and _is_random(value[0]):
                yield self._hit(value.start(), value.end(), name.lower())

    def find_field(self, text: Text) -> Iterator[Hit]:
        """Yield the whole text, if it is a token and the names that lead to it name the vendor."""
        named = frozenset(text.words)
        if named & words("otherwise") or not any(near <= named for near in self._near):
            return
        if self._value.fullmatch(text.value) and _is_random(text.value):
            yield self._hit(0, len(text.value), self._format.near[0])

    def _hit(self, start: int, end: int, near: str) -> Hit:
        evidence = Evidence(pattern=self._format.name, context=near)
        return Hit(self._format.label, start, end, SCORE, NAME, evidence)


def _is_random(value: str) -> bool:
    return not is_placeholder(value) and bool(_HEX.fullmatch(value) or share_of_words(value) < _TOO_MANY_WORDS)


def _expression(name: str) -> str:
    return "[ _-]?".join(map(re.escape, re.split("[ _-]", name)))
