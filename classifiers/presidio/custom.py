"""A recogniser of an organisation's own, and Presidio's recogniser of the same.

How one is written is the business of ``registry.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifiers import slow

if TYPE_CHECKING:
    from presidio_analyzer import PatternRecognizer


@dataclass(frozen=True, slots=True)
class CustomPattern:
    """An expression of the module ``regex``, and the score of what it matches."""

    name: str
    regex: str
    score: float


@dataclass(frozen=True, slots=True)
class CustomRecognizer:
    """A recogniser of an organisation's own. ``country`` is a code of ISO 3166-1 in lower case."""

    label: str
    name: str
    entity: str
    patterns: tuple[CustomPattern, ...] = ()
    deny_list: tuple[str, ...] = ()
    deny_list_score: float = 1.0
    context: tuple[str, ...] = ()
    flags: int = slow.FLAGS
    country: str | None = None


def to_presidio(custom: CustomRecognizer) -> PatternRecognizer:
    """Return Presidio's own recogniser of the same, which makes an expression of the deny list."""
    from presidio_analyzer import Pattern, PatternRecognizer  # noqa: PLC0415  (seconds: only where it is asked for)

    return PatternRecognizer(
        supported_entity=custom.entity,
        name=custom.name,
        supported_language="en",
        patterns=[Pattern(each.name, each.regex, each.score) for each in custom.patterns],
        deny_list=list(custom.deny_list),
        deny_list_score=custom.deny_list_score,
        context=list(custom.context),
        global_regex_flags=custom.flags,
        country_code=custom.country,
    )
