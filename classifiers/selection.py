"""Which labels are looked for, given the labels and families that somebody names. Standard library only."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from classifiers.countries import COUNTRIES
from classifiers.finding import in_family
from classifiers.labels import LABELS


def known_labels(more: Collection[str] = (), left_out: Collection[str] = ()) -> frozenset[str]:
    """Return every label that can be named: the product's, but for some that are left out, and ``more``."""
    return frozenset({*LABELS, *more} - {*left_out})


def selected(
    selectors: Iterable[str] | None, known: Collection[str], countries: Collection[str] | None = None
) -> frozenset[str]:
    """Return those of the ``known`` labels that are selected by name or family; all, if there are no selectors.

    A family means the labels of these ``countries`` only, and those of none: all, if that is ``None``. A label that
    is named in full is always selected.

    Raises:
        ValueError: A selector is neither a label nor a family.
    """
    elsewhere = _elsewhere(countries)
    if selectors is None:
        return frozenset(known) - elsewhere
    wanted = frozenset(selectors)
    unknown = {each for each in wanted if not any(in_family(label, each) for label in known)}
    if unknown:
        raise ValueError(f"neither a label nor a family: {', '.join(sorted(unknown))}")
    return frozenset(
        label
        for label in known
        if label in wanted or (label not in elsewhere and any(in_family(label, each) for each in wanted))
    )


def _elsewhere(countries: Collection[str] | None) -> frozenset[str]:
    if countries is None:
        return frozenset()
    return frozenset(label for country, labels in COUNTRIES.items() if country not in countries for label in labels)
