from __future__ import annotations

from classifiers.documents.tables import Columns


def test_the_first_rows_name_the_columns_up_to_the_first_with_a_digit() -> None:
    columns = Columns()
    rows = [{"A": "People"}, {"A": "Name", "B": "customerSSN"}, {"A": "Ann", "B": "078051120"}, {"A": "Bo", "B": "x"}]
    words = [columns.words(row) for row in rows]
    assert words[2] == {"A": ("people", "name"), "B": ("customer", "ssn", "ann")}
    assert words[3] == {"A": ("people", "name"), "B": ("customer", "ssn", "bo")}


def test_a_first_row_with_digits_names_columns_all_the_same() -> None:
    columns = Columns()
    columns.words({"A": "address1", "B": "iban"})
    assert columns.words({"A": "1 High Street", "B": "x"})["B"] == ("iban",)


def test_long_texts_and_empty_rows_name_nothing() -> None:
    columns = Columns()
    columns.words({})
    columns.words({"A": ""})
    columns.words({"A": "word " * 100})
    assert columns.words({"A": "1"}) == {"A": ()}
