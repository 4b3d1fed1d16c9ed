"""Which labels belong to which country, so that a rule can switch a country on instead of listing its numbers.

A label says its country at the beginning of its last part (``national_id.de_tax_id``). Labels without one are of no
country: an address on the network, an IBAN, a card. Standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping

from classifiers.labels import LABELS

_CODES: Mapping[str, str] = {"uk": "gb"}
"""What labels say where ISO 3166-1 says something else."""

_ELSEWHERE: Mapping[str, str] = {"bank.aba_routing": "us"}
"""Labels of one country that do not say so."""

_FAMILIES = ("national_id", "health", "company", "address", "vehicle", "bank", "contact")


def labels_of(country: str) -> frozenset[str]:
    """Return the labels of a country, by its ISO 3166-1 code of two letters in lower case.

    Raises:
        ValueError: No label is of that country.
    """
    labels = COUNTRIES.get(country)
    if labels is None:
        raise ValueError(f"no labels for the country: {country}")
    return labels


def _country_of(label: str) -> str | None:
    if label in _ELSEWHERE:
        return _ELSEWHERE[label]
    code, has_more, _ = label.rpartition(".")[2].partition("_")
    if label.partition(".")[0] not in _FAMILIES or not has_more or len(code) != len("us"):
        return None
    return _CODES.get(code, code)


def _countries() -> Mapping[str, frozenset[str]]:
    labels: dict[str, set[str]] = {}
    for label in LABELS:
        country = _country_of(label)
        if country:
            labels.setdefault(country, set()).add(label)
    return {country: frozenset(labels[country]) for country in sorted(labels)}


COUNTRIES: Mapping[str, frozenset[str]] = _countries()
"""The labels of each country that has any."""
