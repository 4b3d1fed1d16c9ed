"""Load Presidio's recognisers in a form that ``analyzer.py`` can run, with nothing of them changed, except:

- Email domains are looked up in the public suffix list that ships with tldextract. Presidio lets tldextract fetch
  the list from the network, while it looks at a text.
- Presidio's log is cut off: it can contain what was looked at (``IbanRecognizer.validate_result``).

No model is ever loaded or fetched: ``SpacyNlpEngine`` of Presidio would do that by itself and is not used.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import presidio_analyzer.predefined_recognizers as shipped
import regex  # ships no types
from phonenumbers import PhoneNumber, region_code_for_number
from presidio_analyzer import PatternRecognizer
from presidio_analyzer.predefined_recognizers import PhoneRecognizer
from presidio_analyzer.predefined_recognizers.country_specific.south_africa.za_phone_number_recognizer import (
    ZaPhoneNumberRecognizer,
)
from tldextract import TLDExtract

from classifiers.budget import Budget
from classifiers.demands import least_digits
from classifiers.presidio.patterns import Judge, Pattern, Scored, iban_matches, pattern_matches
from classifiers.presidio.phones import phone_matches
from classifiers.presidio.predefined import LABELS

FEWEST_DIGITS_OF_PHONES = 2
"""libphonenumber takes nothing shorter for a number (``_MIN_LENGTH_FOR_NSN``)."""


@dataclass(frozen=True, slots=True)
class Search:
    """Finds something in a text, if that has at least ``least_digits`` decimal digits."""

    run: Callable[[str, Budget], Iterator[Scored]]
    least_digits: int


@dataclass(frozen=True, slots=True)
class Recognizer:
    """One of Presidio's recognisers.

    ``search`` finds all that it knows, ``certain`` only what can reach the threshold without a context word:
    ``None`` if nothing can. ``context`` words are in lower case.
    """

    label: str
    name: str
    context: tuple[str, ...]
    search: Search
    certain: Search | None


def load(labels: Collection[str], threshold: float) -> tuple[Recognizer, ...]:
    """Return the recognisers of these labels."""
    logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL + 1)
    return tuple(_recognizer(name, label, threshold) for name, label in LABELS.items() if label in labels)


def _recognizer(name: str, label: str, threshold: float) -> Recognizer:
    made = getattr(shipped, name)(supported_language="en")
    context = tuple(word.lower() for word in made.context or ())
    if isinstance(made, PhoneRecognizer):
        phones = partial(phone_matches, made.supported_regions, made.leniency, made.SCORE, _accepts(made))
        search = Search(phones, FEWEST_DIGITS_OF_PHONES)
        return Recognizer(label, name, context, search, search if threshold <= made.SCORE else None)
    patterns = [
        Pattern(regex.compile(pattern.regex, flags=made.global_regex_flags), pattern.score, least_digits(pattern.regex))
        for pattern in made.patterns
    ]
    has_check = type(made).validate_result is not PatternRecognizer.validate_result
    certain = [pattern for pattern in patterns if has_check or pattern.score >= threshold]
    matches = partial(iban_matches if isinstance(made, shipped.IbanRecognizer) else pattern_matches, _judge(made))
    return Recognizer(label, name, context, _search(matches, patterns), _search(matches, certain) if certain else None)


def _search(matches: Callable[[Sequence[Pattern], str, Budget], Iterator[Scored]], patterns: list[Pattern]) -> Search:
    return Search(partial(matches, patterns), min(pattern.least_digits for pattern in patterns))


def _judge(made: PatternRecognizer) -> Judge:
    validate: Judge = made.validate_result
    invalidate: Judge = made.invalidate_result
    if isinstance(made, shipped.EmailRecognizer):
        suffixes = TLDExtract(cache_dir=None, suffix_list_urls=())
        suffixes("example.com")  # reads the list now, not while looking at a text
        return lambda matched: suffixes(matched).fqdn != ""
    return lambda matched: False if invalidate(matched) else validate(matched)


def _accepts(made: PhoneRecognizer) -> Callable[[PhoneNumber], bool]:
    """Return which numbers a recogniser takes: the South African ones only those of their kind of line."""
    if not isinstance(made, ZaPhoneNumberRecognizer):
        return lambda _number: True
    kind = made.target_classification
    classify = made._classify  # noqa: SLF001  (how it tells lines apart has no other name)
    return lambda number: region_code_for_number(number) == made.REGION and classify(number) == kind
