"""Identifiers that are known by their hashes alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.budget import Budget
from classifiers.detector import Text
from classifiers.finding import Evidence, NotInspected
from classifiers.hit import Hit
from classifiers.lists.digests import SIZE, DigestSet
from classifiers.lists.faults import InvalidList
from classifiers.lists.identifier_file import MOST_SHAPES, make_identifiers, read_identifiers
from classifiers.lists.identifiers import NAME, IdentifierDetector, Identifiers
from classifiers.lists.shapes import canonical, expression_of, shape_of, signature

KEY = bytes(range(32))
WRITTEN = ("12345678", "AB123456", "ab-654321", "1234-5678-9012", "# a comment", "")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "accounts.ids"
    path.write_bytes(make_identifiers(WRITTEN, KEY))
    return path


@pytest.fixture
def identifiers(path: Path) -> Identifiers:
    return read_identifiers(path, KEY, "customer.account_number")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("account 12345678, please", ["12345678"]),
        ("account_12345678", ["12345678"]),
        ("12345678.", ["12345678"]),
        ("12345679", []),
        ("112345678", []),
        ("123456789", []),
        ("x12345678", []),
        ("ä12345678", []),
        ("0.12345678", []),  # decimals
        ("no.12345678", ["12345678"]),
        ("87654321,12345678", ["12345678"]),
        ("1234 5678", []),  # D{8} has no place for a separator
        ("ab123456", ["ab123456"]),
        ("ab 123456", ["ab 123456"]),
        ("AB/654321", ["AB/654321"]),
        ("AB654321", ["AB654321"]),
        ("AB--654321", []),
        ("AC654321", []),
        ("123456789012", ["123456789012"]),
        ("1234 5678 9012", ["1234 5678 9012"]),
        ("1111-1234-5678-9012", ["1234-5678-9012"]),
        ("1234-5678-9013", []),
        ("", []),
    ],
)
def test_identifiers_are_found_in_the_ways_they_are_written(
    identifiers: Identifiers, budget: Budget, text: str, found: list[str]
) -> None:
    hits = IdentifierDetector(identifiers).find(Text(text), budget)

    assert sorted({text[hit.start : hit.end] for hit in hits}) == found


def test_a_hit_names_the_list(identifiers: Identifiers, budget: Budget) -> None:
    detector = IdentifierDetector(identifiers)

    (hit,) = detector.find(Text("12345678"), budget)

    assert detector.labels == {"customer.account_number"}
    assert hit == Hit("customer.account_number", 0, 8, 1.0, NAME)
    assert hit.evidence == Evidence(pattern="accounts", is_checked=True)


def test_a_list_shows_its_size_and_tells_what_is_in_it(identifiers: Identifiers) -> None:
    assert len(identifiers) == 4
    assert "ab 12.34/56" in identifiers
    assert "ab 12.34/57" not in identifiers


def test_the_file_says_neither_identifiers_nor_key(path: Path) -> None:
    header, _, body = path.read_bytes().partition(b"\n")

    assert header == (
        b'{"format": "sallyport-identifiers/1", "key": "%s", '
        b'"shapes": ["D{4}-D{4}-D{4}", "D{8}", "L{2}-D{6}", "L{2}D{6}"], "count": 4}' % header[46:62]
    )
    assert len(body) == 4 * SIZE
    assert KEY not in path.read_bytes()
    assert b"12345678" not in body


def test_the_order_and_writing_of_a_list_make_no_difference_to_its_digests() -> None:
    once = make_identifiers(["AB-123456", "12345678"], KEY, ["L{2}-D{6}", "D{8}"])

    assert make_identifiers(["12345678", "ab123456", "AB 123456"], KEY, ["L{2}-D{6}", "D{8}"]) == once


def test_without_the_key_a_list_is_refused(path: Path) -> None:
    with pytest.raises(InvalidList, match="accounts: made with another key"):
        read_identifiers(path, KEY[1:], "customer.account_number")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"identifiers/1", b"identifiers/2", "not the header"),
        (b'{"format', b'["format', "not the header"),
        (b'"count": 4', b'"count": 5', "not as many digests"),
        (b'"count": 4', b'"count": "4"', "not the header"),
        (b"D{8}", b"E{8}", "not a shape"),
    ],
)
def test_a_damaged_file_is_refused(path: Path, old: bytes, new: bytes, fault: str) -> None:
    path.write_bytes(path.read_bytes().replace(old, new, 1))

    with pytest.raises(InvalidList, match=fault):
        read_identifiers(path, KEY, "customer.account_number")


def test_digests_out_of_order_are_refused(path: Path) -> None:
    header, _, body = path.read_bytes().partition(b"\n")
    path.write_bytes(header + b"\n" + body[SIZE:] + body[:SIZE])

    with pytest.raises(InvalidList, match="not sorted"):
        read_identifiers(path, KEY, "customer.account_number")


def test_a_bad_label_is_refused(path: Path) -> None:
    with pytest.raises(InvalidList, match="a label is made of"):
        read_identifiers(path, KEY, "Account Number")


@pytest.mark.parametrize(
    ("lines", "key", "shapes", "fault"),
    [
        (["12345678"], KEY[:15], [], (0, "the key has fewer than 16 bytes")),
        ([], KEY, [], (0, "no identifiers")),
        (["12345678", "1234"], KEY, [], (2, "an identifier needs at least 5 letters and digits")),
        (["1-2-3-4"], KEY, [], (1, "an identifier needs at least 5 letters and digits")),
        (
            ["12345678", "12345\u0663"],
            KEY,
            [],
            (2, "an identifier is made of A-Z, 0-9 and single separators (- . / _ or a blank)"),
        ),
        (["12345678", "1234567"], KEY, ["D{8}"], (2, "of none of the stated shapes")),
        (["12345678"], KEY, ["8 digits"], (0, "not a shape: '8 digits'")),
        (["1" * (length + 5) for length in range(65)], KEY, [], (0, "more than 64 shapes")),
    ],
)
def test_a_list_that_cannot_be_used_makes_no_file(
    lines: list[str], key: bytes, shapes: list[str], fault: tuple[int, str]
) -> None:
    with pytest.raises(InvalidList) as caught:
        make_identifiers(lines, key, shapes)

    assert fault in caught.value.faults


@pytest.mark.parametrize("shape", ["", "-", "D{8}-", "-D{8}", "D{0}", "D{100}", "d{8}", "D{8", "D {8}", "L{2}|D{6}"])
def test_what_is_no_shape_is_refused(shape: str) -> None:
    with pytest.raises(ValueError, match="not a shape"):
        expression_of(shape)


@pytest.mark.parametrize(
    ("identifier", "shape", "compared"),
    [
        ("12345678", "D{8}", "12345678"),
        ("AB123456", "L{2}D{6}", "AB123456"),
        ("1234-5678", "D{4}-D{4}", "12345678"),
        ("a.b c/1", "L{1}-L{1}-L{1}-D{1}", "ABC1"),
    ],
)
def test_an_identifier_has_a_shape_and_one_form(identifier: str, shape: str, compared: str) -> None:
    assert shape_of(signature(identifier)) == shape
    assert canonical(identifier) == compared


def test_identifiers_of_too_many_shapes_are_told_by_length_alone(tmp_path: Path, budget: Budget) -> None:
    mixed = [f"{number:07b}".replace("0", "x") for number in range(MOST_SHAPES + 1)]
    path = tmp_path / "mixed"
    path.write_bytes(make_identifiers(mixed, KEY))

    identifiers = read_identifiers(path, KEY, "identifier.mixed")

    assert identifiers.shapes == ("X{7}",)
    assert [hit.start for hit in IdentifierDetector(identifiers).find(Text("an 1XX1X11 ordinary"), budget)] == []
    assert [hit.start for hit in IdentifierDetector(identifiers).find(Text("an 1XXXXXX"), budget)] == [3]


def test_every_digest_of_a_set_is_in_it_and_no_other() -> None:
    digests = sorted(
        (number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128).to_bytes(SIZE, "big") for number in range(999)
    )
    known = DigestSet(b"".join(digests))

    assert len(known) == 999
    assert all(digest in known for digest in digests)
    assert not any(bytes([*digest[:-1], digest[-1] ^ 1]) in known for digest in digests)


def test_the_end_of_one_digest_and_the_beginning_of_the_next_are_none() -> None:
    zeros, tail = bytes(SIZE), bytes(2) + b"\1" * (SIZE - 2)
    across = zeros[8:] + tail[:8]

    assert across not in DigestSet(zeros + tail)
    assert tail in DigestSet(zeros + tail)


def test_digests_that_are_cut_off_are_refused() -> None:
    with pytest.raises(ValueError, match="cut off"):
        DigestSet(bytes(SIZE + 1))


@pytest.mark.parametrize("text", ["1" * 40_000, "12345678 " * 4_500, "1-" * 20_000, "ab " * 13_000])
def test_a_hostile_text_takes_no_longer_than_it_is(identifiers: Identifiers, text: str) -> None:
    hits = list(IdentifierDetector(identifiers).find(Text(text + " 1234-5678-9012"), Budget(5)))

    assert any(text.startswith("1234") or hit.start == len(text) + 1 for hit in hits)


def test_time_that_runs_out_is_not_inspected(identifiers: Identifiers) -> None:
    ticks = map(float, range(1000))
    budget = Budget(5, clock=ticks.__next__, wall=ticks.__next__)

    with pytest.raises(NotInspected):
        list(IdentifierDetector(identifiers).find(Text("12345678 " * 10), budget))
