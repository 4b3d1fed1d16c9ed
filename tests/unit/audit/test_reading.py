from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from gateway.audit.journal import Journal
from gateway.audit.reading import START, Position, Unreadable, before_last, follow, read
from gateway.audit.segment import Disk, segments
from gateway.domain.json import Json


@pytest.fixture
def journal(tmp_path: Path, clock: Callable[[], datetime]) -> Journal:
    """A log of six records in several segments."""
    journal = Journal.open(tmp_path, clock=clock, segment_bytes=600, disk=Disk())
    for number in range(2, 7):
        journal.commit([{"kind": "outcome", "id": str(number)}])
    assert len(segments(tmp_path)) > 2
    return journal


def _numbers(directory: Path, since: Position) -> list[Json]:
    return [record["seq"] for record, _ in read(directory, since)]


def test_records_come_oldest_first_across_segments(tmp_path: Path, journal: Journal) -> None:
    assert _numbers(tmp_path, START) == [1, 2, 3, 4, 5, 6]


def test_reading_goes_on_where_it_was_left(tmp_path: Path, journal: Journal) -> None:
    for number, (_, position) in enumerate(read(tmp_path), 1):
        assert _numbers(tmp_path, position) == list(range(number + 1, 7))


@pytest.mark.parametrize("count", range(8))
def test_the_last_records_are_found_across_segments(tmp_path: Path, journal: Journal, count: int) -> None:
    assert _numbers(tmp_path, before_last(tmp_path, count)) == list(range(1, 7))[max(6 - count, 0) :]


def test_an_empty_directory_has_no_last_records(tmp_path: Path) -> None:
    assert before_last(tmp_path, 5) == START
    assert list(read(tmp_path)) == []


def test_following_shows_what_is_written_meanwhile(tmp_path: Path, journal: Journal) -> None:
    answers = iter([True, True, True, False])

    def wait() -> bool:
        goes_on = next(answers)
        if goes_on:
            journal.commit([{"kind": "outcome", "id": "new"}])
        return goes_on

    followed = [record["seq"] for record in follow(tmp_path, before_last(tmp_path, 2), wait)]
    assert followed == [5, 6, 7, 8, 9]


def test_half_a_line_is_not_there_yet(tmp_path: Path, journal: Journal) -> None:
    *_, last = segments(tmp_path)
    with last.open("ab") as file:
        file.write(b'{"half":')
    assert _numbers(tmp_path, START) == [1, 2, 3, 4, 5, 6]
    assert _numbers(tmp_path, before_last(tmp_path, 1)) == [6]


@pytest.mark.parametrize("line", [b"{\n", b"[1]\n", b"\n"])
def test_a_line_that_is_no_record_is_told_with_its_place(tmp_path: Path, journal: Journal, line: bytes) -> None:
    with segments(tmp_path)[0].open("r+b") as file:
        file.write(line)

    with pytest.raises(Unreadable, match=r"000001\.jsonl, byte 0: not a record; see `sallyport audit verify`"):
        list(read(tmp_path))
