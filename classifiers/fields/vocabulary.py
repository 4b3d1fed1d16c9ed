"""Vocabularies: which names of fields, and which places, bear which label.

Names are compared word by word as they lead to a value: ``{"patient": {"lastName": ...}}`` and ``patient_last_name``
are the same. Accents and numbers at the end of words do not count. Whether a value is believed is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from classifiers.fields.plausible import Kind

MOST_WORDS = 6
"""Of a name: "address line" has two, "nom et prénom du titulaire" five."""

# What a system calls the value of a field when the field has more than its value: {"salary": {"value": 1}}.
_TAILS = frozenset({"value", "values", "text", "raw", "string"})
_NUMBER = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Claim:
    """A field seems to hold values of a label. ``pattern`` and ``context`` say why, in words of the vocabulary."""

    label: str
    kind: Kind
    pattern: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Naming:
    """A name that claims a field, if the word before it is one of ``under`` (``None``: whatever is before it)."""

    claim: Claim
    under: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The claims of one file.

    ``names`` are comparable words, joined by blanks. ``paths`` are expressions of JSON Pointers. Between a name and
    what it must be under, words that are ``neutral`` do not count.
    """

    name: str
    names: Mapping[str, tuple[Naming, ...]]
    neutral: frozenset[str]
    paths: Mapping[str, Claim]
    titles: Mapping[str, str]
    groups: Mapping[str, frozenset[str]]

    @property
    def labels(self) -> frozenset[str]:
        named = {naming.claim.label for namings in self.names.values() for naming in namings}
        return frozenset(named | {claim.label for claim in self.paths.values()})

    def claim_of(self, words: Sequence[str], count: int) -> Claim | None:
        """Return what the last ``count`` of some comparable words claim."""
        for naming in self.names.get(" ".join(words[-count:]), ()):
            if naming.under is None or self._owner(words[:-count]) in naming.under:
                return naming.claim
        return None

    def _owner(self, words: Sequence[str]) -> str:
        return next((word for word in reversed(words) if word not in self.neutral), "")


def comparable(word: str) -> str:
    """Return a word as it is compared: case folded, without accents and without a number at its end."""
    apart = normalize("NFKD", word.casefold())
    return _NUMBER.sub("", "".join(character for character in apart if not combining(character)))


def claim_of(words: Sequence[str], vocabularies: Sequence[Vocabulary]) -> Claim | None:
    """Return what the words that lead to a value claim.

    The longest name counts; of the vocabularies that have it, the first.
    """
    known = [word for word in map(comparable, words) if word]
    plain = known[:-1] if known and known[-1] in _TAILS else []
    for tried in (known, plain):
        for count in range(min(len(tried), MOST_WORDS), 0, -1):
            for vocabulary in vocabularies:
                if claim := vocabulary.claim_of(tried, count):
                    return claim
    return None
