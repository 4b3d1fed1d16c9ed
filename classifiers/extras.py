"""What an organisation brings itself: its terms, its identifiers, its fields, its recognisers, a language model.

Their labels are the organisation's to name. A label that the product has too (``personal.name``) may be given: what
is found then adds to what the product finds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifiers.labels import LABELS

if TYPE_CHECKING:
    from classifiers.detector import Detector
    from classifiers.fields.vocabulary import Vocabulary
    from classifiers.lists.dictionary import Dictionary
    from classifiers.lists.identifiers import Identifiers
    from classifiers.ner.entities import NamedEntities
    from classifiers.presidio.custom import CustomRecognizer


@dataclass(frozen=True, slots=True)
class Extras:
    """All that is looked for beyond what the product comes with.

    ``model`` is alive: it belongs to whoever made it, who closes it when no scanner uses it any more.
    """

    dictionaries: tuple[Dictionary, ...] = ()
    identifiers: tuple[Identifiers, ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()
    recognizers: tuple[CustomRecognizer, ...] = ()
    model: NamedEntities | None = None

    @property
    def labels(self) -> Mapping[str, str]:
        """Return the titles of the labels that the product does not have."""
        titles = {each.label: each.name for each in self.recognizers}
        for vocabulary in self.vocabularies:
            titles |= {label: vocabulary.titles.get(label, label) for label in vocabulary.labels}
        titles |= {each.label: each.title for each in self.dictionaries}
        titles |= {each.label: each.title for each in self.identifiers}
        titles |= self.model.titles if self.model else {}
        return {label: title for label, title in titles.items() if label not in LABELS}

    def detectors(self, labels: Collection[str]) -> tuple[Detector, ...]:
        """Return the detectors of terms, identifiers, fields and names in prose that find any of ``labels``."""
        wanted = frozenset(labels)
        dictionaries = [each for each in self.dictionaries if each.label in wanted]
        identifiers = [each for each in self.identifiers if each.label in wanted]
        vocabularies = [each for each in self.vocabularies if each.labels & wanted]
        detectors: list[Detector] = []
        # Each loads what it needs (numpy, pydantic), and most gateways need little of it.
        if dictionaries:
            from classifiers.lists.terms import TermDetector  # noqa: PLC0415

            detectors.append(TermDetector(dictionaries))
        if identifiers:
            from classifiers.lists.identifiers import IdentifierDetector  # noqa: PLC0415

            detectors.extend(map(IdentifierDetector, identifiers))
        if vocabularies:
            from classifiers.fields.detector import VocabularyDetector  # noqa: PLC0415

            detectors.append(VocabularyDetector(vocabularies))
        if self.model and self.model.labels & wanted:
            from classifiers.ner.detector import ModelDetector  # noqa: PLC0415

            detectors.append(ModelDetector(self.model))
        return tuple(detectors)


NOTHING = Extras()
