from __future__ import annotations

from classifiers.hit import Hit, without_contained


def hit(start: int, end: int, score: float, label: str = "a") -> Hit:
    return Hit(label, start, end, score, "Test")


def test_a_hit_within_a_stronger_one_of_its_label_is_dropped() -> None:
    assert without_contained([hit(2, 4, 0.5), hit(0, 9, 0.5)]) == [hit(0, 9, 0.5)]


def test_a_hit_within_a_weaker_one_stays() -> None:
    assert without_contained([hit(2, 4, 0.6), hit(0, 9, 0.5)]) == [hit(0, 9, 0.5), hit(2, 4, 0.6)]


def test_hits_that_overlap_or_have_other_labels_stay() -> None:
    hits = [hit(0, 5, 0.5), hit(3, 8, 0.5), hit(0, 5, 0.5, "b")]

    assert without_contained(hits) == hits


def test_the_same_hit_twice_is_one() -> None:
    assert without_contained([hit(0, 5, 0.5), hit(0, 5, 0.4), hit(0, 5, 0.5)]) == [hit(0, 5, 0.5)]
