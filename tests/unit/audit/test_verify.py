from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from gateway.audit import verify as module
from gateway.audit.chain import Head, link
from gateway.audit.journal import Journal
from gateway.audit.segment import Disk, segments
from gateway.audit.verify import verify


@pytest.fixture
def log(tmp_path: Path, clock: Callable[[], datetime]) -> Path:
    """Three segments: records 1 to 3, 4 to 6 and 7."""
    journal = Journal.open(tmp_path, clock=clock, segment_bytes=10_000, disk=Disk())
    _grow(journal, 2, 3)
    journal._segment_bytes = 1
    journal.commit([{"kind": "outcome", "id": str(number), "time": "2026-11-23T12:00:01Z"} for number in (4, 5, 6)])
    _grow(journal, 7)
    journal.close()
    return tmp_path


def _grow(journal: Journal, *numbers: int) -> None:
    for number in numbers:
        journal.commit([{"kind": "outcome", "id": str(number), "time": "2026-11-23T12:00:02Z"}])


def _lines(log: Path, segment: int) -> list[bytes]:
    return segments(log)[segment - 1].read_bytes().splitlines(keepends=True)


def _write(log: Path, segment: int, lines: list[bytes]) -> None:
    segments(log)[segment - 1].write_bytes(b"".join(lines))


def _faults(log: Path) -> list[str]:
    report = verify(log)
    assert report.is_sound is (not report.faults)
    return [str(fault) for fault in report.faults]


def test_a_sound_log_is_told_by_its_numbers(log: Path) -> None:
    report = verify(log)

    assert report.is_sound
    assert (report.segments, report.records, report.torn_tail) == (3, 7, None)
    assert report.first_time == "2026-11-23T12:00:00.000000Z"
    assert report.last_time == "2026-11-23T12:00:02Z"
    assert report.head is not None
    assert report.chains == (report.head.chain,)
    assert report.head.seq == 7


def test_an_edited_record_is_found_where_it_stands(log: Path) -> None:
    lines = _lines(log, 2)
    _write(log, 2, [lines[0], lines[1].replace(b'"5"', b'"9"'), lines[2]])

    assert _faults(log) == ["000002.jsonl:2: its hash is not the hash of what it says: it was changed"]


def test_an_edited_record_with_a_new_hash_is_found_at_the_next(log: Path) -> None:
    lines = _lines(log, 1)
    chain = verify(log).chains[0]
    first_hash = lines[0].rpartition(b'"hash":"')[2][:64].decode()
    forged, _ = link({"kind": "outcome", "id": "9"}, Head(chain, 1, first_hash))
    _write(log, 1, [lines[0], forged + b"\n", lines[2]])

    assert _faults(log) == ["000001.jsonl:3: it does not follow the record before it: one of the two was replaced"]


def test_a_dropped_record_is_found(log: Path) -> None:
    lines = _lines(log, 2)
    _write(log, 2, [lines[0], lines[2]])

    (fault,) = _faults(log)
    assert fault == "000002.jsonl:2: it is record 6 where 5 is due: records were dropped, swapped or inserted"


def test_swapped_records_are_found(log: Path) -> None:
    lines = _lines(log, 2)
    _write(log, 2, [lines[1], lines[0], lines[2]])

    assert [fault.partition(": it is record ")[0] for fault in _faults(log)] == [
        "000002.jsonl:1",
        "000002.jsonl:2",
        "000002.jsonl:3",
    ]


def test_a_repeated_record_is_found(log: Path) -> None:
    lines = _lines(log, 2)
    _write(log, 2, [lines[0], lines[0], *lines[1:]])

    assert _faults(log) == [
        "000002.jsonl:2: it is record 4 where 5 is due: records were dropped, swapped or inserted",
    ]


def test_a_record_of_another_chain_is_found(log: Path) -> None:
    _write(log, 2, [link({"kind": "genesis"}, Head("other"))[0] + b"\n", *_lines(log, 2)])

    report = verify(log)
    assert len(report.chains) == 2
    assert "belongs to chain other" in str(report.faults[0])


def test_a_first_record_that_is_not_the_first_is_found(log: Path) -> None:
    _write(log, 1, _lines(log, 1)[1:])

    assert _faults(log) == [
        "000001.jsonl:1: it is record 2 where 1 is due: records were dropped, swapped or inserted",
    ]


def test_a_cut_segment_that_is_not_the_last_is_found(log: Path) -> None:
    _write(log, 1, _lines(log, 1)[:-1])
    assert _faults(log) == ["000002.jsonl:1: it is record 4 where 3 is due: records were dropped, swapped or inserted"]


def test_a_segment_cut_within_a_line_that_is_not_the_last_is_found(log: Path) -> None:
    lines = _lines(log, 1)
    _write(log, 1, [*lines[:-1], lines[-1][:50]])

    assert _faults(log)[0] == "000001.jsonl:3: it has no end, and another segment follows: the segment was cut"
    assert len(_faults(log)) == 2


@pytest.mark.parametrize(("missing", "place"), [(1, "000002.jsonl:1"), (2, "000003.jsonl:1")])
def test_a_missing_segment_is_found(log: Path, missing: int, place: str) -> None:
    (log / f"00000{missing}.jsonl").unlink()

    faults = _faults(log)
    assert faults[0] == f"{place}: 00000{missing}.jsonl should come before it, and is missing"
    assert len(faults) == 2


def test_swapped_segments_are_found(log: Path) -> None:
    first, second, _ = segments(log)
    first.rename(log / "x")
    second.rename(first)
    (log / "x").rename(second)

    assert _faults(log)


def test_a_torn_tail_is_told_and_is_no_fault(log: Path) -> None:
    _write(log, 3, [_lines(log, 3)[0][:-1]])

    report = verify(log)
    assert report.is_sound
    assert str(report.torn_tail) == "000003.jsonl:1: it has no end: a crash left it, or it is being written"
    assert report.records == 6


def test_a_last_record_that_was_cut_off_whole_does_not_show(log: Path) -> None:
    # The limit of a chain without checkpoints; docs/audit.md says so.
    _write(log, 3, [])

    assert verify(log).is_sound


def test_a_line_too_long_to_be_a_record_is_one_fault(log: Path) -> None:
    lines = _lines(log, 2)
    _write(log, 2, [lines[0], b"x" * 5_000_000 + b"\n", *lines[1:]])

    assert _faults(log) == ["000002.jsonl:2: its hash is not the hash of what it says: it was changed"]


def test_a_directory_without_a_log_is_a_fault(tmp_path: Path) -> None:
    assert _faults(tmp_path) == ["000001.jsonl:1: it is missing: there is no log here"]


def test_a_directory_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        verify(tmp_path / "nowhere")


def test_faults_are_bounded_and_the_rest_is_counted(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FAULTS", 2)
    _write(log, 2, [b"x\n"] * 5)

    report = verify(log)
    assert (len(report.faults), report.faults_more) == (2, 3)


def test_intents_without_an_outcome_are_indeterminate(tmp_path: Path, clock: Callable[[], datetime]) -> None:
    journal = Journal.open(tmp_path, clock=clock, segment_bytes=300, disk=Disk())
    journal.commit([{"kind": "intent", "id": identity} for identity in ("a", "b", "c", "d")])
    journal.commit([{"kind": "outcome", "id": "b"}, {"kind": "refusal", "id": "c"}, {"kind": "approval", "id": "a"}])
    journal.close()

    assert verify(tmp_path).indeterminate == ("a", "d")
