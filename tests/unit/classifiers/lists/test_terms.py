"""Terms in texts: found as whole words, in any case, whatever stands between the words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from classifiers.budget import Budget
from classifiers.detector import BatchDetector, Text
from classifiers.finding import Evidence, NotInspected
from classifiers.hit import Hit
from classifiers.lists.dictionary import dictionary_of
from classifiers.lists.terms import NAME, TermDetector

TERMS = ("Falcon", "Project Condor", "Bank of Elbonia", "Bank of Elbonia Trust", "Großmann & Söhne", "猎鹰计划", "AT&T")


@pytest.fixture(scope="module")
def detector() -> BatchDetector:
    return TermDetector([dictionary_of(TERMS, "mnpi", name="deals")])


def found(detector: BatchDetector, *texts: str) -> list[list[str]]:
    hits = detector.find_many(texts, Budget(60))
    return [[text[hit.start : hit.end] for hit in hits.get(number, ())] for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("falcon", ["falcon"]),
        ("FALCON's wings", ["FALCON"]),
        ("a peregrine_falcon-nest", ["falcon"]),
        ("falcons", []),
        ("gyrfalcon", []),
        ("falcon2", []),
        ("about Project\n\t Condor.", ["Project\n\t Condor"]),
        ("project-condor", ["project-condor"]),
        ("projectCondor", []),
        ("condor project", []),
        ("project blue condor", []),
        ("project", []),
        ("the bank of elbonia trusts", ["bank of elbonia"]),
        ("the bank of elbonia trust", ["bank of elbonia", "bank of elbonia trust"]),
        ("the bank of elbania", []),
        ("bank of", []),
        ("bei Großmann und bei GROSSMANN & SÖHNE", ["GROSSMANN & SÖHNE"]),
        ("bei Gross Mann & Söhne", []),
        ("关于猎鹰计划的报告", ["猎鹰计划"]),
        ("关于猎鹰的计划", []),
        ("at&t, at t and AT/T", ["at&t", "at t", "AT/T"]),
        ("at 10 t", []),
        ("", []),
        (" \n", []),
    ],
)
def test_terms_are_found_as_whole_words(detector: BatchDetector, text: str, terms: list[str]) -> None:
    assert sorted(found(detector, text)[0]) == sorted(terms)


@pytest.mark.parametrize(
    ("texts", "terms"),
    [
        (["project", "condor"], [[], []]),  # nothing is found across texts
        (["", "falcon", "", "ä falcon", "falcon"], [[], ["falcon"], [], ["falcon"], ["falcon"]]),
        (["the bank of", "elbonia", "Ü"], [[], [], []]),
        ([], []),
    ],
)
def test_each_text_stands_for_itself(detector: BatchDetector, texts: list[str], terms: list[list[str]]) -> None:
    assert found(detector, *texts) == terms


def test_a_hit_names_the_dictionary_and_never_the_term(budget: Budget) -> None:
    detector = TermDetector(
        [
            dictionary_of(["Falcon", "Condor"], "mnpi.birds", name="birds"),
            dictionary_of(["Condor"], "terms.airlines", name="airlines"),
        ]
    )

    hits = list(detector.find(Text("condor"), budget))

    assert detector.labels == {"mnpi.birds", "terms.airlines"}
    assert hits == [Hit("mnpi.birds", 0, 6, 1.0, NAME), Hit("terms.airlines", 0, 6, 1.0, NAME)]
    assert [hit.evidence for hit in hits] == [Evidence(pattern="birds"), Evidence(pattern="airlines")]


def _texts_of_40_kilobytes() -> Sequence[tuple[str, str]]:
    return [
        ("no blanks", "x" * 40_000),
        ("beginnings of terms", "bank of " * 5_000),
        ("a term over and over", "bank of elbonia trust " * 1_800),
        ("no ASCII", "ä" * 40_000),
        ("marks", "e" + "\u0301" * 40_000),
        ("what grows when folded", "\ufdfa" * 40_000),
        ("ideographs", "猎鹰" * 20_000),
        ("one letter each", "a " * 20_000),
    ]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in _texts_of_40_kilobytes()])
def test_a_hostile_text_takes_no_longer_than_it_is(detector: BatchDetector, text: str) -> None:
    # Processor time of a thread, and far from what a quadratic search would need (the shared machine is slow).
    assert len(detector.find_many([text, "falcon"], Budget(5))[1]) == 1


def test_time_that_runs_out_is_not_inspected(detector: BatchDetector) -> None:
    ticks = map(float, range(1000))
    budget = Budget(5, clock=ticks.__next__, wall=ticks.__next__)

    with pytest.raises(NotInspected):
        detector.find_many(["falcon " * 10], budget)


def test_dictionaries_of_all_sizes_find_their_own_terms(budget: Budget) -> None:
    terms = [f"term{number} of {number * 7919 % 1000}" for number in range(1000)]
    detector = TermDetector([dictionary_of([term], "terms.one", name=f"d{n}") for n, term in enumerate(terms[:300])])
    text = "; ".join(terms)

    assert [hit.evidence.pattern for hit in detector.find(Text(text), budget)] == [f"d{n}" for n in range(300)]
