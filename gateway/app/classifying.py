"""From what a configuration says of classifiers to what inspects messages."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from weakref import finalize

from classifiers.documents import Limits
from classifiers.extras import Extras
from classifiers.finding import in_family
from classifiers.ner.entities import TITLES, NamedEntities, titles_of
from classifiers.scanner import Scanner
from classifiers.selection import known_labels
from gateway.domain.rule import Rule
from gateway.inspection.inspector import Inspector
from gateway.settings.model import ClassifierSettings, Settings


def labels_known_to(settings: ClassifierSettings) -> frozenset[str]:
    """Return the labels that rules may name.

    Raises:
        NoModel: The model is not as it was when the settings were read.
    """
    return known_labels(added_titles(settings), settings.left_out)


def added_titles(settings: ClassifierSettings) -> Mapping[str, str]:
    """Return the titles of the labels that the configuration adds."""
    of_model = titles_of(settings.model) if settings.model else {}
    return {**of_model, **_extras(settings).labels}


def selectors_of(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the labels and families that rules name: nothing else is looked for."""
    return frozenset(label for rule in rules for label in rule.labels)


def identity_of(settings: Settings) -> Hashable:
    """Return what two configurations have in common that can share an inspector: engines load slowly.

    Lists are not compared: with any, each configuration has an inspector of its own.
    """
    classifiers = settings.classifiers
    has_lists = classifiers.dictionaries or classifiers.identifiers or classifiers.vocabularies
    return (
        selectors_of(settings.rules),
        classifiers.recognizers,
        classifiers.left_out,
        classifiers.model,
        classifiers.countries,
        classifiers.budget,
        classifiers.images,
        settings.digest if has_lists else "",
    )


def inspector_of(rules: Iterable[Rule], settings: ClassifierSettings) -> Inspector:
    """Return an inspector for what rules name. Takes seconds, and what a model takes to load, which ends with it.

    Raises:
        NoModel: The model cannot be used.
    """
    return Inspector(scanner_of(selectors_of(rules), settings), Limits(images=settings.images))


def scanner_of(selectors: frozenset[str] | None, settings: ClassifierSettings) -> Scanner:
    """Return a scanner for labels and families; for everything that there is, if that is ``None``.

    A model ends with it.

    Raises:
        NoModel: The model cannot be used.
        ValueError: A name is neither a label nor a family.
    """
    model = NamedEntities(settings.model) if settings.model and _names_any_of(TITLES, selectors) else None
    try:
        scanner = Scanner(
            selectors,
            budget_seconds=settings.budget,
            extras=replace(_extras(settings), model=model),
            countries=settings.countries,
            left_out=settings.left_out,
        )
    except BaseException:
        if model:
            model.close()
        raise
    if model:
        finalize(scanner, model.close)
    return scanner


def _names_any_of(labels: Iterable[str], selectors: frozenset[str] | None) -> bool:
    return selectors is None or any(in_family(label, selector) for label in labels for selector in selectors)


def _extras(settings: ClassifierSettings) -> Extras:
    return Extras(
        dictionaries=settings.dictionaries,
        identifiers=settings.identifiers,
        vocabularies=settings.vocabularies,
        recognizers=settings.recognizers,
    )
