"""A value behind a harmless part, or compressed twice: what unpacks it puts the parts together."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from base64 import b64encode
from collections.abc import Callable

import pytest

from classifiers import NotInspected, Part, Scanner, text_leaves

HARMLESS = b"nothing to see here, really"
SECRET = b"her ssn is 536-90-4399 as you know"
CODINGS = (gzip.compress, zlib.compress, bz2.compress, lzma.compress)


def found(content: bytes) -> list[str]:
    scanner = Scanner(["national_id.us_ssn"])
    return [each.label for each in scanner.scan(text_leaves(b64encode(content).decode(), Part.BODY))]


@pytest.mark.parametrize("compress", CODINGS)
def test_every_part_is_read(compress: Callable[[bytes], bytes]) -> None:
    assert found(compress(HARMLESS)) == []
    assert found(compress(HARMLESS) + compress(SECRET)) == ["national_id.us_ssn"]
    assert found(compress(HARMLESS) + SECRET) == ["national_id.us_ssn"]


@pytest.mark.parametrize("compress", CODINGS)
def test_what_is_compressed_again_is_read(compress: Callable[[bytes], bytes]) -> None:
    assert found(compress(gzip.compress(SECRET))) == ["national_id.us_ssn"]


def test_what_is_compressed_over_and_over_is_not_inspected() -> None:
    content = SECRET
    for _ in range(5):
        content = gzip.compress(content)

    with pytest.raises(NotInspected):
        found(content)


def test_what_is_in_too_many_parts_is_not_inspected() -> None:
    assert found(gzip.compress(b"") * 60 + SECRET) == ["national_id.us_ssn"]

    with pytest.raises(NotInspected):
        found(gzip.compress(b"") * 70 + SECRET)


def test_a_damaged_part_leaves_what_is_before_it() -> None:
    assert found(gzip.compress(SECRET) + gzip.compress(HARMLESS)[:14] + b"damaged") == ["national_id.us_ssn"]
