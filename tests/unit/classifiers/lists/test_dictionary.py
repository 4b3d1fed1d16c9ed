"""Files of terms: what is read from them, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.lists.dictionary import Dictionary, Layout, dictionary_of, read_dictionary
from classifiers.lists.faults import MOST_FAULTS, InvalidList


def test_a_file_has_one_term_a_line(tmp_path: Path) -> None:
    path = tmp_path / "Deal Team.txt"
    path.write_text("\ufeff# deals\n\nProject Falcon\n  AT&T  \nproject  falcon\n", encoding="utf-8")

    dictionary = read_dictionary(path, "mnpi.falcon")

    assert dictionary == Dictionary("deal-team", "mnpi.falcon", "deal-team", b"at t\nproject falcon\n")
    assert len(dictionary) == 2


def test_what_a_dictionary_holds_is_not_shown() -> None:
    dictionary = dictionary_of(["Project Falcon"], "mnpi", name="deals", title="Deals")

    assert repr(dictionary) == "Dictionary('deals', 'mnpi', 1 terms)"


@pytest.mark.parametrize(
    ("layout", "terms"),
    [(Layout.CSV, b"acme ltd\nname\nproject falcon\n"), (Layout.CSV_WITH_HEADER, b"acme ltd\nproject falcon\n")],
)
def test_a_table_has_its_terms_in_the_first_column(tmp_path: Path, layout: Layout, terms: bytes) -> None:
    path = tmp_path / "sanctions.csv"
    path.write_text('name,since\n"Acme, Ltd",2020\n,2021\n"Project\nFalcon",2022\n', encoding="utf-8")

    assert read_dictionary(path, "terms.sanctions", layout=layout).terms == terms


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([], (0, "no terms")),
        (["# only this"], (0, "no terms")),
        (["fine", "C++"], (2, "a term needs at least two letters or digits")),
        (["fine", "!?"], (2, "a term needs at least two letters or digits")),
        (["fine", "word " * 33], (2, "a term has at most 32 words")),
    ],
)
def test_a_line_that_cannot_be_used_refuses_the_file(lines: list[str], fault: tuple[int, str]) -> None:
    with pytest.raises(InvalidList) as caught:
        dictionary_of(lines, "mnpi", name="deals")

    assert fault in caught.value.faults


def test_faults_are_told_by_line_and_never_with_the_term() -> None:
    with pytest.raises(InvalidList) as caught:
        dictionary_of(["x", "Project Falcon " * 20], "Bad Label", name="Deals!")

    assert str(caught.value) == (
        "Deals!: the name of a list is made of a-z, 0-9, - and _; "
        "a label is made of a-z, 0-9 and _, its parts separated by dots; "
        "line 1: a term needs at least two letters or digits; line 2: a term has at most 32 words"
    )


def test_only_the_first_of_many_faults_are_told() -> None:
    with pytest.raises(InvalidList) as caught:
        dictionary_of(["x"] * 1000, "mnpi", name="deals")

    assert len(caught.value.faults) == MOST_FAULTS


def test_a_file_of_another_coding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deals.txt"
    path.write_text("Café", encoding="utf-16")

    with pytest.raises(InvalidList, match="deals: not UTF-8"):
        read_dictionary(path, "mnpi")


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(InvalidList, match="not a CSV table"):
        dictionary_of(['"Acme" Ltd,2020\n'], "mnpi", name="deals", layout=Layout.CSV)
