"""Our engine and Presidio's own, called alike: the one place that knows how each is asked.

Both sides get the same recognisers, threshold, texts and context, and the same fix for the empty lemmas of a blank
spaCy pipeline (``classifiers/presidio/stock.py``). Presidio's recogniser of credit cards is on neither side: ours is
another one.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import orjson
import tldextract
from presidio_analyzer import RecognizerResult
from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider

from benchmarks.classifiers.rules import DEFAULT_RULES
from classifiers import Leaf, Scanner, json_leaves
from classifiers.assembly import presidio_engine
from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.expressions import Shape
from classifiers.hit import Hit
from classifiers.prefilter.chosen import prefilter_of
from classifiers.prefilter.occurrences import Prefilter
from classifiers.presidio.predefined import LABELS as PREDEFINED
from classifiers.presidio.stock import stock_analyzer
from classifiers.scanner import BUDGET_SECONDS

ALL = frozenset(PREDEFINED.values())
"""The labels of every recogniser that both have."""

Scored = frozenset[tuple[str, int, int, float]]
"""Label, start, end and score of what was found in one text."""


class TookTooLong(BaseException):
    """Stock was given up. No ``Exception``: Presidio's code may catch those."""


class Ours:
    """Our engine."""

    def __init__(
        self,
        labels: frozenset[str],
        threshold: float,
        make_prefilter: Callable[[Sequence[Shape]], Prefilter] = prefilter_of,
    ) -> None:
        self._engine = presidio_engine(labels, threshold, make_prefilter)

    def find(self, texts: Sequence[Text], seconds: float = 120) -> list[list[Hit]]:
        """Return what is found in each text. Raises ``NotInspected``."""
        budget = Budget(seconds)
        found = self._engine.hits([(text.value, text.words) for text in texts], budget)
        return [[located.hit for located in found.get(index, ())] for index in range(len(texts))]


class Stock:
    """Presidio's engine. Touches no network: the list of domain suffixes is the one that ships."""

    def __init__(self, labels: frozenset[str]) -> None:
        tldextract.extract = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())  # type: ignore[assignment]
        tldextract.extract("example.com")  # reads the list now
        self._analyzer = stock_analyzer(labels)

    def find(self, text: Text, threshold: float) -> list[RecognizerResult]:
        """Return what is found in a text."""
        context = [text.phrase] if text.phrase else None
        results: list[RecognizerResult] = self._analyzer.analyze(
            text.value, "en", context=context, score_threshold=threshold
        )
        return results


def of_ours(hits: Iterable[Hit]) -> Scored:
    return frozenset((hit.label, hit.start, hit.end, hit.score) for hit in hits)


def of_stock(results: Iterable[RecognizerResult]) -> Scored:
    return frozenset(
        (PREDEFINED[result.recognition_metadata["recognizer_name"]], result.start, result.end, result.score)
        for result in results
    )


def default_labels() -> frozenset[str]:
    """Return our labels of what Presidio runs by default for English, without models and credit cards."""
    registry = RecognizerRegistryProvider().create_recognizer_registry()
    return frozenset(PREDEFINED[each.name] for each in registry.recognizers if each.name in PREDEFINED)


def default_scanner(seconds: float = BUDGET_SECONDS) -> Scanner:
    """Return the scanner of the default rules, with the time that the gateway gives a message."""
    return Scanner(DEFAULT_RULES, budget_seconds=seconds)


def all_scanner(seconds: float = BUDGET_SECONDS) -> Scanner:
    """Return the scanner of all labels, likewise."""
    return Scanner(budget_seconds=seconds)


def leaves_of(body: bytes) -> list[Leaf]:
    """Return the leaves of a JSON body."""
    return list(json_leaves(orjson.loads(body)))


def texts_of(leaves: Sequence[Leaf]) -> list[Text]:
    return [Text(leaf.text, leaf.words) for leaf in leaves]


def distinct(texts: Sequence[Text]) -> list[Text]:
    """Return the texts without those that come again with the same words."""
    return list({(text.value, text.words): text for text in texts}.values())


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise ``TookTooLong`` in the block when it has used that much processor time. Only in a main thread."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
