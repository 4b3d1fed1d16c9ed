"""The labels that a first set of rules names. Loads no engine."""

from __future__ import annotations

from classifiers.labels import LABELS

_COUNTRIES = ("us", "uk", "gb", "de", "fr", "es", "it")

DEFAULT_RULES = (
    *("secret", "payment_card", "bank"),
    *(name for name in LABELS if name.startswith(tuple(f"national_id.{country}_" for country in _COUNTRIES))),
)
"""Secrets, cards, bank accounts and the national identifiers of six countries."""
