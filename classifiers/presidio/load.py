"""Load Presidio's recognisers in a form that ``analyzer.py`` can run, with nothing of them changed, except:

- Email domains are looked up in the public suffix list that ships with tldextract. Presidio lets tldextract fetch
  the list from the network, while it looks at a text.
- Presidio's log is cut off (``lean.py``): it can contain what was looked at (``IbanRecognizer.validate_result``).

No model is ever loaded or fetched: ``SpacyNlpEngine`` of Presidio would do that by itself and is not used.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import presidio_analyzer.predefined_recognizers as shipped
from phonenumbers import PhoneNumber, region_code_for_number
from presidio_analyzer import PatternRecognizer
from presidio_analyzer.predefined_recognizers import PhoneRecognizer
from presidio_analyzer.predefined_recognizers.country_specific.south_africa.za_phone_number_recognizer import (
    ZaPhoneNumberRecognizer,
)
from tldextract import TLDExtract

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.expressions import Shape
from classifiers.presidio.patterns import Judge, Pattern, Scored, Search, iban_matches, pattern_matches
from classifiers.presidio.phones import PHONE_TRIGGER, PhoneFinder
from classifiers.presidio.predefined import LABELS


@dataclass(frozen=True, slots=True)
class Clue:
    """What must occur for a recogniser to find anything, and whether that can do without a context word.

    ``pattern`` is the expression that is searched then. ``shape`` is ``None`` where any text may have it.
    """

    shape: Shape | None
    is_certain: bool
    pattern: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Recognizer:
    """One of Presidio's recognisers. ``context`` words are in lower case.

    ``run`` finds what the patterns of the clues that occurred match. Nothing that needs a context word to reach the
    threshold is searched where none occurs.
    """

    label: str
    name: str
    context: tuple[str, ...]
    clues: tuple[Clue, ...]
    run: Callable[[Sequence[Search], Text, Budget], Iterator[Scored]]


def load(labels: Collection[str], threshold: float) -> tuple[Recognizer, ...]:
    """Return Presidio's own recognisers of these labels."""
    return tuple(
        recognizer_of(getattr(shipped, name)(supported_language="en"), label, threshold)
        for name, label in LABELS.items()
        if label in labels
    )


def recognizer_of(made: PatternRecognizer | PhoneRecognizer, label: str, threshold: float) -> Recognizer:
    """Return a recogniser of Presidio's in our form."""
    context = tuple(word.lower() for word in made.context or ())
    if isinstance(made, PhoneRecognizer):
        finder = PhoneFinder(made.supported_regions, made.leniency, made.SCORE, _accepts(made))
        return Recognizer(label, made.name, context, (Clue(PHONE_TRIGGER, threshold <= made.SCORE),), finder)
    has_check = type(made).validate_result is not PatternRecognizer.validate_result
    flags = made.global_regex_flags
    patterns = [Pattern.of(each.name, each.regex, each.score, flags) for each in made.patterns]
    clues = tuple(Clue(each.shape, has_check or each.score >= threshold, each) for each in patterns)
    matches = iban_matches if isinstance(made, shipped.IbanRecognizer) else pattern_matches
    return Recognizer(label, made.name, context, clues, partial(matches, _judge(made)))


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
