"""Our engine finds what Presidio's own finds, with the same scores, on the same recognisers and threshold."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import tldextract
from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer import AnalyzerEngine

from classifiers.budget import Budget
from classifiers.labels import LABELS, Label
from classifiers.presidio.analyzer import Engine
from classifiers.presidio.predefined import LABELS as PREDEFINED
from classifiers.presidio.stock import stock_analyzer

THRESHOLD = 0.4
ALL = frozenset(PREDEFINED.values())

values = st.sampled_from([text for label in LABELS.values() for text in (label.example, label.near_miss)])
context_words = st.sampled_from(
    [
        *(
            "ssn",
            "phone",
            "number",
            "bank",
            "account",
            "passport",
            "iban",
            "nhs",
            "plate",
            "email",
            "url",
            "date",
            "DEA",
        ),
        *("Führerschein", "Kennzeichen", "여권", "carta", "Medicare", "tax", "id", "IP", "vehicle"),
        *("the", "a:", "of", "be", "social:the", "::"),
    ]
)
digits = st.text("0123456789", min_size=1, max_size=16)
grouped = st.lists(st.text("0123456789", min_size=1, max_size=5), min_size=2, max_size=5).flatmap(
    lambda groups: st.sampled_from(["-", " ", ".", "/"]).map(lambda separator: separator.join(groups))
)
codes = st.text("ABCDEFXYZ0123456789", min_size=4, max_size=18)
foreign = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
gaps = st.sampled_from([" ", "  ", "\n", ", ", ": ", "=", "'", "(", ")", "-", "\t", "\u00a0", ""])
texts = st.lists(
    st.tuples(st.one_of(values, context_words, digits, grouped, codes, foreign), gaps), min_size=1, max_size=7
).map(lambda parts: "".join(part + gap for part, gap in parts))
phrases = st.sampled_from(
    ["", "customer ssn", "phone number", "bank account", "passport", "created at", "vehicle plate"]
)


@pytest.fixture(scope="module")
def ours() -> Engine:
    return Engine(ALL, THRESHOLD)


@pytest.fixture(scope="module")
def theirs() -> Iterator[AnalyzerEngine]:
    with pytest.MonkeyPatch.context() as patched:  # the list of suffixes that ships, as ours: no network
        patched.setattr(tldextract, "extract", tldextract.TLDExtract(cache_dir=None, suffix_list_urls=()))
        yield stock_analyzer(ALL)


def assert_equal(ours: Engine, theirs: AnalyzerEngine, text: str, phrase: str) -> None:
    expected = theirs.analyze(text, "en", context=[phrase] if phrase else None, score_threshold=THRESHOLD)

    found = ours.analyze(text, phrase, Budget(60))

    assert {(hit.label, hit.start, hit.end, hit.score) for hit in found} == {
        (PREDEFINED[result.recognition_metadata["recognizer_name"]], result.start, result.end, result.score)
        for result in expected
    }


@settings(max_examples=300, deadline=None)
@given(text=texts, phrase=phrases)
def test_the_same_is_found_with_the_same_score(ours: Engine, theirs: AnalyzerEngine, text: str, phrase: str) -> None:
    assert_equal(ours, theirs, text, phrase)


@pytest.mark.parametrize("label", LABELS.values(), ids=lambda label: label.name)
def test_the_same_is_found_in_the_examples_of_the_labels(ours: Engine, theirs: AnalyzerEngine, label: Label) -> None:
    assert_equal(ours, theirs, label.example, "")
    assert_equal(ours, theirs, label.near_miss, label.example.lower())
