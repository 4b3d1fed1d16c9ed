"""Put an engine together from what some labels need. Importing this loads Presidio only where a label is its own."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from classifiers.detectors import own_detectors
from classifiers.engine import Engine
from classifiers.expressions import Shape
from classifiers.extras import NOTHING, Extras
from classifiers.prefilter.chosen import prefilter_of
from classifiers.prefilter.occurrences import Prefilter
from classifiers.presidio.lean import silence, without_command_line
from classifiers.presidio.predefined import LABELS as PREDEFINED
from classifiers.views.readers import readers

if TYPE_CHECKING:
    from classifiers.presidio.analyzer import Analyzer
    from classifiers.presidio.custom import CustomRecognizer


def engine_of(labels: frozenset[str], threshold: float, extras: Extras = NOTHING) -> Engine:
    """Return an engine for some labels."""
    detectors = (*own_detectors(labels), *extras.detectors(labels))
    return Engine(prefilter_of, _analyzer(labels, threshold, extras.recognizers), detectors, readers())


def presidio_engine(
    labels: frozenset[str],
    threshold: float,
    make_prefilter: Callable[[Sequence[Shape]], Prefilter] = prefilter_of,
) -> Engine:
    """Return an engine of nothing but Presidio's recognisers, plain: what is to be equal to ``presidio/stock.py``."""
    return Engine(make_prefilter, _analyzer(labels, threshold), is_plain=True)


def _analyzer(labels: frozenset[str], threshold: float, custom: Sequence[CustomRecognizer] = ()) -> Analyzer | None:
    custom = [each for each in custom if each.label in labels]
    if labels.isdisjoint(PREDEFINED.values()) and not custom:
        return None
    silence()
    with _uncollected(), without_command_line():
        from classifiers.presidio.analyzer import Analyzer  # noqa: PLC0415  (loads Presidio)
        from classifiers.presidio.custom import to_presidio  # noqa: PLC0415
        from classifiers.presidio.load import load, recognizer_of  # noqa: PLC0415

        more = [recognizer_of(to_presidio(each), each.label, threshold) for each in custom]
        return Analyzer([*load(labels, threshold), *more], threshold)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Put off garbage collection: what is imported stays, and looking through it again is a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
