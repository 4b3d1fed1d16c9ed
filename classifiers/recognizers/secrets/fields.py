"""Values in fields that bear a secret's name: ``{"db": {"password": "…"}}``, a form's ``client_secret``.

What counts is the name; the value has to be possible. In text that is not cut into fields, names and values are
found by ``assignments.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from classifiers.budget import Budget
from classifiers.detector import Text, Trigger
from classifiers.finding import Evidence
from classifiers.hit import Hit
from classifiers.recognizers.secrets.judgement import API_KEY, PASSWORD, SCORES, is_secret, label_of
from classifiers.recognizers.secrets.named_tokens import NamedTokenDetector
from classifiers.recognizers.secrets.names import Kind, kind_of_words

NAME = "SecretFieldRecognizer"


class SecretFieldDetector:
    """The values of fields, by their names. Implements ``classifiers.detector.FieldDetector``."""

    labels = frozenset({PASSWORD, API_KEY})
    triggers: Sequence[Trigger] = ()

    def claims(self, words: tuple[str, ...]) -> bool:
        return kind_of_words(words) is not Kind.NOTHING

    def find(self, text: Text, _budget: Budget) -> Iterator[Hit]:
        kind, value = kind_of_words(text.words), text.value
        if kind is not Kind.NOTHING and is_secret(kind, value, text.words):
            evidence = Evidence(pattern="name of the field", context=kind.name.lower())
            yield Hit(label_of(kind), 0, len(value), SCORES[kind], NAME, evidence)


class NamedFieldDetector:
    """The values of fields whose names name a vendor. Implements ``classifiers.detector.FieldDetector``."""

    triggers: Sequence[Trigger] = ()

    def __init__(self, detectors: Sequence[NamedTokenDetector]) -> None:
        self.labels = frozenset(label for detector in detectors for label in detector.labels)
        self._by_word: dict[str, list[NamedTokenDetector]] = {}
        for detector in detectors:
            for word in detector.near_words:
                self._by_word.setdefault(word, []).append(detector)

    def claims(self, words: tuple[str, ...]) -> bool:
        return not self._by_word.keys().isdisjoint(words)

    def find(self, text: Text, _budget: Budget) -> Iterator[Hit]:
        asked: set[int] = set()
        for word in text.words:
            for detector in self._by_word.get(word, ()):
                if id(detector) not in asked:
                    asked.add(id(detector))
                    yield from detector.find_field(text)
