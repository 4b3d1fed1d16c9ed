"""A number of a document within a text, written with an exponent, is the same number."""

from __future__ import annotations

import pytest

from classifiers.leaves import json_leaves
from classifiers.scanner import Scanner


@pytest.mark.parametrize("number", ["4.111111111111111e15", "0.4111111111111111E+16", "41111111111111110e-1"])
def test_a_card_number_with_an_exponent_is_found_within_a_text(number: str) -> None:
    (finding,) = Scanner(["payment_card"]).scan(json_leaves({"result": f'{{"card": {number}}}'}))
    assert (finding.label, finding.place.pointer, finding.span) == ("payment_card", "/result", None)


def test_a_number_beyond_every_float_is_no_error() -> None:
    assert Scanner(["payment_card"]).scan(json_leaves({"result": '{"card": 1e999}'})) == []
