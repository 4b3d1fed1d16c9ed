"""A text with half a pair of UTF-16, which has no encoding: as it stands, or as what an escape stands for."""

from __future__ import annotations

import pytest

from classifiers import Part, Scanner, text_leaves


@pytest.mark.parametrize("half", ["\ud800", "\\ud800", "\\udc00\\ud800", "&#xd800;", "%ud800"])
def test_it_keeps_nothing_from_being_found(half: str) -> None:
    scanner = Scanner(["national_id.us_ssn"])

    for text in (f"{half} my ssn is 536904399", f"my ssn is 536904399 {half}", f"my ssn {half} 536904399"):
        assert scanner.scan(text_leaves(text, Part.BODY))
