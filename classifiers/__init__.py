"""Text in, findings out: regulated data and secrets, by Presidio's recognisers and our own. Knows no gateway.

    scanner = Scanner(["national_id", "payment_card", "secret"])
    findings = scanner.scan(json_leaves({"customer": {"ssn": "536-90-4399"}}))

Nothing heavy is imported before the first ``Scanner`` that needs it is made: what loads an engine or a parser is
imported when its name is first asked for (PEP 562). ``docs/classifiers.md`` shows all of it at work.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from classifiers.countries import COUNTRIES
from classifiers.extras import Extras
from classifiers.finding import Evidence, Finding, Leaf, NotInspected, Part, Place, Span, in_family
from classifiers.labels import FAMILIES, LABELS, Label
from classifiers.leaves import json_leaves, pair_leaves, text_leaves
from classifiers.scanner import Scanner

if TYPE_CHECKING:
    from classifiers.documents import Images, Kind, Limits, document_kind, document_leaves
    from classifiers.fields.vocabulary_file import InvalidVocabulary, read_vocabulary
    from classifiers.lists.dictionary import Layout, dictionary_of, read_dictionary
    from classifiers.lists.faults import InvalidList
    from classifiers.lists.identifier_file import make_identifiers, read_identifiers
    from classifiers.ner.entities import NamedEntities
    from classifiers.ner.models import NoModel
    from classifiers.presidio.registry import InvalidRegistry, load_recognizers

__all__ = [
    "COUNTRIES",
    "FAMILIES",
    "LABELS",
    "Evidence",
    "Extras",
    "Finding",
    "Images",
    "InvalidList",
    "InvalidRegistry",
    "InvalidVocabulary",
    "Kind",
    "Label",
    "Layout",
    "Leaf",
    "Limits",
    "NamedEntities",
    "NoModel",
    "NotInspected",
    "Part",
    "Place",
    "Scanner",
    "Span",
    "dictionary_of",
    "document_kind",
    "document_leaves",
    "in_family",
    "json_leaves",
    "load_recognizers",
    "make_identifiers",
    "pair_leaves",
    "read_dictionary",
    "read_identifiers",
    "read_vocabulary",
    "text_leaves",
]

_ON_FIRST_USE: Mapping[str, str] = {
    **dict.fromkeys(("Images", "Kind", "Limits", "document_kind", "document_leaves"), "documents"),
    **dict.fromkeys(("InvalidVocabulary", "read_vocabulary"), "fields.vocabulary_file"),
    **dict.fromkeys(("Layout", "dictionary_of", "read_dictionary"), "lists.dictionary"),
    "InvalidList": "lists.faults",
    **dict.fromkeys(("make_identifiers", "read_identifiers"), "lists.identifier_file"),
    "NamedEntities": "ner.entities",
    "NoModel": "ner.models",
    **dict.fromkeys(("InvalidRegistry", "load_recognizers"), "presidio.registry"),
}


def __getattr__(name: str) -> object:
    module = _ON_FIRST_USE.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
