"""Presidio's own engine on the same recognisers: what ``analyzer.py`` must be equal to. For tests and benchmarks only.

Slow, and it lets texts through that it did not get to the end of: never for live traffic.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import presidio_analyzer.predefined_recognizers as shipped
import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from classifiers.presidio.predefined import LABELS


class BlankEnglish(NlpEngine):  # type: ignore[misc]  # the package is not typed for us
    """A blank spaCy pipeline whose lemmas are the words themselves. Empty ones would switch context words off."""

    def __init__(self) -> None:
        self._nlp = spacy.blank("en")

    def load(self) -> None:
        """Do nothing: there is no model, and none is fetched."""

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        doc = self._nlp.make_doc(text)
        return NlpArtifacts(
            entities=[],
            tokens=doc,
            tokens_indices=[token.idx for token in doc],
            lemmas=[token.lemma_ or token.text for token in doc],
            nlp_engine=self,
            language=language,
        )

    def process_batch(
        self, texts: Iterable[str], language: str, **_options: object
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, _language: str) -> bool:
        return bool(self._nlp.vocab[word].is_stop)

    def is_punct(self, word: str, _language: str) -> bool:
        return bool(self._nlp.vocab[word].is_punct)

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return ["en"]


def stock_analyzer(labels: Collection[str]) -> AnalyzerEngine:
    """Return Presidio's engine with its recognisers of these labels, unchanged."""
    registry = RecognizerRegistry(
        recognizers=[
            getattr(shipped, name)(supported_language="en") for name, label in LABELS.items() if label in labels
        ],
        supported_languages=["en"],
    )
    return AnalyzerEngine(registry=registry, nlp_engine=BlankEnglish(), supported_languages=["en"])
