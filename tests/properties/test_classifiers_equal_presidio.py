"""Our engine finds what Presidio's own finds, with the same scores, on the same recognisers and threshold.

``./dev bench classifiers equality`` compares them on thousands of texts more, made by the same generator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from random import Random

import pytest
import tldextract
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.classifiers.engines import ALL, Ours, Scored, Stock, of_ours, of_stock
from benchmarks.classifiers.texts import Sample, Texts
from classifiers.detector import Text
from classifiers.expressions import Shape
from classifiers.labels import LABELS, Label
from classifiers.prefilter.chosen import prefilter_of
from classifiers.prefilter.occurrences import Prefilter
from classifiers.prefilter.portable import Portable

THRESHOLD = 0.4

generator = cache(Texts)  # takes seconds: not while tests are collected


def written(source: Random) -> Sample:
    return generator().short(source)


# Several at a time, as the leaves of a message are: what stands in one must not show in another.
messages = st.lists(st.builds(written, st.randoms(use_true_random=False)), min_size=1, max_size=2)


@pytest.fixture(
    scope="module", params=[prefilter_of, Portable], ids=["the fastest prefilter", "the portable prefilter"]
)
def ours(request: pytest.FixtureRequest) -> Ours:
    make_prefilter: Callable[[Sequence[Shape]], Prefilter] = request.param
    return Ours(ALL, THRESHOLD, make_prefilter)


@pytest.fixture(scope="module")
def theirs() -> Iterator[Stock]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            tldextract, "extract", tldextract.extract
        )  # is put back: Presidio's own is kept off the network
        yield Stock(ALL)


def expected(theirs: Stock, text: Text) -> Scored | None:
    try:
        return of_stock(theirs.find(text, THRESHOLD))
    except Exception:  # noqa: BLE001  (some checks know only ASCII digits, their expressions know all: no oracle then)
        return None


def assert_equal(ours: Ours, theirs: Stock, texts: Sequence[Text]) -> None:
    wanted = {text: scored for text in texts if (scored := expected(theirs, text)) is not None}

    assert [of_ours(hits) for hits in ours.find([*wanted])] == [*wanted.values()]


@settings(max_examples=300, deadline=None)
@given(samples=messages)
def test_the_same_is_found_with_the_same_score(ours: Ours, theirs: Stock, samples: list[Sample]) -> None:
    assert_equal(ours, theirs, [Text(sample.value, sample.words) for sample in samples])


@pytest.mark.parametrize("number", range(4))
def test_the_same_is_found_in_long_texts(ours: Ours, theirs: Stock, number: int) -> None:
    sample = generator().long(Random(number))

    assert_equal(ours, theirs, [Text(sample.value, sample.words)])


@pytest.mark.parametrize("label", LABELS.values(), ids=lambda label: label.name)
def test_the_same_is_found_in_the_examples_of_the_labels(ours: Ours, theirs: Stock, label: Label) -> None:
    words = tuple(label.example.lower().split())

    assert_equal(ours, theirs, [Text(label.example), Text(label.near_miss, words)])
