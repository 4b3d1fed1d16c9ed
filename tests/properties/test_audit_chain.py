"""Whatever single thing is done to a log, verification finds it."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.chain import Head, check_line, link
from gateway.audit.journal import Journal
from gateway.audit.segment import Disk, segments
from gateway.audit.verify import Report, verify
from gateway.domain.json import Json

SEGMENTS, PER_SEGMENT = 4, 6


def _write_log(directory: Path) -> None:
    clock = lambda: datetime(2026, 11, 23, tzinfo=UTC)  # noqa: E731
    journal = Journal.open(directory, clock=clock, segment_bytes=1, disk=Disk())
    for segment in range(1, SEGMENTS):
        journal.commit([{"kind": "outcome", "id": f"{segment}-{n}", "text": "grüße\n\x01"} for n in range(PER_SEGMENT)])
    journal.close()


def _content() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as directory:
        _write_log(Path(directory))
        return {path.name: path.read_bytes() for path in segments(Path(directory))}


CONTENT = _content()
NAMES = sorted(CONTENT)
LINES = [(name, line) for name in NAMES for line in CONTENT[name].splitlines(keepends=True)]
positions = st.integers(0, len(LINES) - 1)


def _report(lines: list[tuple[str, bytes]]) -> Report:
    content = {name: b"".join(line for place, line in lines if place == name) for name in NAMES}
    return _report_of(content)


def _report_of(content: dict[str, bytes]) -> Report:
    with tempfile.TemporaryDirectory() as directory:
        for name, segment in content.items():
            (Path(directory) / name).write_bytes(segment)
        return verify(Path(directory))


def test_the_log_that_is_tampered_with_below_is_sound() -> None:
    assert len(NAMES) == SEGMENTS
    assert _report(LINES).is_sound


@given(st.sampled_from(NAMES), st.data())
def test_a_flipped_bit_is_found(name: str, data: st.DataObject) -> None:
    segment = bytearray(CONTENT[name])
    position = data.draw(st.integers(0, len(segment) - 1))
    segment[position] ^= 1 << data.draw(st.integers(0, 7))

    report = _report_of({**CONTENT, name: bytes(segment)})

    # The very last newline is the one byte whose loss looks like a crash: it is told, and costs that record.
    assert report.faults or (report.torn_tail and report.records == len(LINES) - 1)


@given(st.sampled_from(NAMES), st.data())
def test_a_run_of_other_bytes_is_found(name: str, data: st.DataObject) -> None:
    segment = CONTENT[name]
    begin = data.draw(st.integers(0, len(segment) - 2))
    end = data.draw(st.integers(begin + 1, len(segment) - 1))
    other = data.draw(st.binary(max_size=40).filter(lambda run: run != segment[begin:end]))

    assert _report_of({**CONTENT, name: segment[:begin] + other + segment[end:]}).faults


@given(st.integers(0, len(LINES) - 2))
def test_a_dropped_record_is_found(position: int) -> None:
    assert _report(LINES[:position] + LINES[position + 1 :]).faults


@given(positions, positions)
def test_swapped_records_are_found(one: int, other: int) -> None:
    lines = [line for _, line in LINES]
    lines[one], lines[other] = lines[other], lines[one]

    assert _report([(name, line) for (name, _), line in zip(LINES, lines, strict=True)]).is_sound is (one == other)


@given(positions, positions)
def test_a_record_moved_elsewhere_or_repeated_is_found(which: int, where: int) -> None:
    name, _ = LINES[where]

    assert _report([*LINES[:where], (name, LINES[which][1]), *LINES[where:]]).faults


@given(st.integers(1, len(LINES) - 2), st.text(max_size=20))
def test_a_forged_record_with_a_hash_of_its_own_is_found(position: int, text: str) -> None:
    name, line = LINES[position]
    head = check_line(LINES[0][1][:-1], Head(_chain())).after
    for _, before in LINES[1:position]:
        head = check_line(before[:-1], head).after
    forged, _ = link({"kind": "forged", "text": text}, head)

    assert line[:-1] != forged
    assert _report([*LINES[:position], (name, forged + b"\n"), *LINES[position + 1 :]]).faults  # put in its place
    assert _report([*LINES[:position], (name, forged + b"\n"), *LINES[position:]]).faults  # put before it


@given(st.sampled_from(NAMES[:-1]), st.data())
def test_a_segment_that_is_cut_and_is_not_the_last_is_found(name: str, data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, len(CONTENT[name]) - 1))

    assert _report_of({**CONTENT, name: CONTENT[name][:kept]}).faults


@given(st.sampled_from(NAMES[:-1]))
def test_a_segment_that_is_gone_and_is_not_the_last_is_found(name: str) -> None:
    assert _report_of({other: segment for other, segment in CONTENT.items() if other != name}).faults


@given(st.permutations(NAMES))
def test_segments_in_another_order_are_found(order: list[str]) -> None:
    report = _report_of({name: CONTENT[moved] for name, moved in zip(NAMES, order, strict=True)})

    assert report.is_sound is (order == NAMES)


texts = st.text(st.characters(codec="utf-8"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(texts.map("x".__add__), values, max_size=4), max_size=5))
def test_whatever_a_record_holds_can_be_checked_and_read_back(records: list[dict[str, Json]]) -> None:
    head = Head("c")
    for record in records:
        line, after = link(record, head)
        found = check_line(line, head)

        assert found.after == after
        assert found.record == {**record, "chain": "c", "seq": after.seq, "previous": head.hash}
        assert b"\n" not in line
        head = after


def _chain() -> str:
    return _report(LINES).chains[0]
