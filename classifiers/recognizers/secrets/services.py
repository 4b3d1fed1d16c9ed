"""Random values beside the name of a service that gives out keys: ``wandb: 0123…``, ``THE_ODDS_API=…``.

``services.txt`` lists the names. There is no word for a key here, so the name has to be given the value, nothing in
the name may say that it is an id or a digest, and the value has to be long and random.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.leaves import words_of
from classifiers.recognizers.secrets.judgement import API_KEY
from classifiers.recognizers.secrets.names import Kind, kind_of_words, speaks_of_public
from classifiers.recognizers.secrets.values import is_code, is_placeholder, is_something_else, is_uuid, looks_random

NAME = "ServiceKeyRecognizer"
SCORE = 0.5

_LEAST = 16
_GIVEN = re.compile(
    r"(?<![\w-])([\w-]{3,64})(?:\\?[\"'])?[ \t]{0,4}(?::?=|:|=>|[ \t])[ \t]{0,4}(?:\\?[\"'])?"
    r"([A-Za-z0-9][A-Za-z0-9+/=_.-]{15,2000})"
)


SERVICES = frozenset(Path(__file__).with_name("services.txt").read_text(encoding="utf-8").split())
"""The names, in lower case and without anything between their words."""


class ServiceKeyDetector:
    """Random values given to the name of a service. Implements ``classifiers.detector.Detector``."""

    labels = frozenset({API_KEY})
    triggers = (
        Trigger(
            r"[A-Za-z0-9_-]\\?[\"']?[ \t]{0,4}(?::?=|:|=>|[ \t])[ \t]{0,4}\\?[\"']?[A-Za-z0-9][A-Za-z0-9+/=_.-]{15}"
        ),
    )

    def find(self, text: Text, budget: Budget) -> Iterator[Hit]:
        for match in _GIVEN.finditer(text.value):
            budget.remaining()
            service = _service(match[1])
            value = match[2].rstrip(".-_")
            if service and _is_key(value) and text.value[match.end() : match.end() + 1] not in {"(", "["}:
                evidence = Evidence(pattern="service and value", context=service)
                yield Hit(API_KEY, match.start(2), match.start(2) + len(value), SCORE, NAME, evidence)


def _service(name: str) -> str:
    """Return the service that a name begins with, or nothing if it names something else of that service."""
    words = words_of(name)
    if speaks_of_public(words):
        return ""
    for count in (1, 2, 3):
        joined = "".join(words[:count])
        if joined in SERVICES and (len(words) == count or kind_of_words(words) is not Kind.NOTHING):
            return joined
    return ""


def _is_key(value: str) -> bool:
    if is_uuid(value):
        return True
    return (
        looks_random(value, _LEAST)
        and not is_placeholder(value)
        and not is_something_else(value)
        and not is_code(value)
    )
