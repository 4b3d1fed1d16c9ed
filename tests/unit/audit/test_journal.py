"""Opening a log: what a crash leaves is mended and recorded, anything else is left for a person."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from gateway.audit.chain import Head, link
from gateway.audit.journal import CannotOpen, Journal
from gateway.audit.reading import read
from gateway.audit.segment import Disk, segments
from gateway.audit.verify import verify
from gateway.domain.json import Json

Open = Callable[..., Journal]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "above" / "audit"


@pytest.fixture
def open_journal(directory: Path, clock: Callable[[], datetime]) -> Open:
    def open_(*, segment_bytes: int = 1 << 20) -> Journal:
        return Journal.open(directory, clock=clock, segment_bytes=segment_bytes, disk=Disk())

    return open_


@pytest.fixture
def written(directory: Path, open_journal: Open) -> Path:
    """A log of four records in its one segment."""
    journal = open_journal()
    for number in range(3):
        assert journal.commit([{"kind": "outcome", "id": str(number)}]) == [None]
    journal.close()
    return directory / "000001.jsonl"


def _records(directory: Path) -> list[dict[str, Json]]:
    return [record for record, _ in read(directory)]


def _kinds(directory: Path) -> list[Json]:
    return [record["kind"] for record in _records(directory)]


def test_a_new_log_begins_with_the_genesis_of_its_chain(directory: Path, open_journal: Open) -> None:
    open_journal().close()

    (genesis,) = _records(directory)
    assert genesis["kind"] == "genesis"
    assert genesis["format"] == 1
    assert genesis["seq"] == 1
    assert genesis["time"] == "2026-11-23T12:00:00.000000Z"


def test_nobody_else_can_read_what_is_written(written: Path) -> None:
    assert written.stat().st_mode & 0o777 == 0o600
    assert (written.parent / "lock").stat().st_mode & 0o777 == 0o600
    assert written.parent.stat().st_mode & 0o777 == 0o700
    assert written.parent.parent.stat().st_mode & 0o777 == 0o700


def test_the_chain_goes_on_after_a_restart(written: Path, open_journal: Open) -> None:
    before = written.read_bytes()
    journal = open_journal()
    journal.commit([{"kind": "outcome", "id": "3"}])
    journal.close()

    assert written.read_bytes().startswith(before)
    assert _kinds(written.parent) == ["genesis", "outcome", "outcome", "outcome", "outcome"]
    assert verify(written.parent).is_sound


def test_full_segments_are_followed_by_the_next(directory: Path, open_journal: Open) -> None:
    journal = open_journal(segment_bytes=600)
    for number in range(9):
        journal.commit([{"kind": "outcome", "id": str(number)}])
    journal.close()
    journal = open_journal(segment_bytes=600)
    journal.commit([{"kind": "outcome", "id": "after a restart"}])
    journal.close()

    report = verify(directory)
    assert report.is_sound
    assert report.records == 11
    assert report.segments > 2
    assert all(path.stat().st_size <= 600 for path in segments(directory))


def test_a_commit_longer_than_a_segment_has_one_of_its_own(directory: Path, open_journal: Open) -> None:
    journal = open_journal(segment_bytes=300)
    journal.commit([{"kind": "outcome", "id": str(number)} for number in range(5)])
    journal.close()

    assert verify(directory).is_sound
    assert [path.name for path in segments(directory)] == ["000001.jsonl", "000002.jsonl"]


@pytest.mark.parametrize("left", [1, 100])
def test_a_torn_last_line_is_cut_and_the_cut_is_recorded(written: Path, open_journal: Open, left: int) -> None:
    lines = written.read_bytes().splitlines(keepends=True)
    written.write_bytes(b"".join(lines[:-1]) + lines[-1][:left])

    open_journal().close()

    assert verify(written.parent).is_sound
    *_, before, cut = _records(written.parent)
    assert before["id"] == "1"
    assert cut["kind"] == "recovery"
    assert (cut["segment"], cut["offset"], cut["cut"]) == ("000001.jsonl", sum(map(len, lines[:-1])), left)


def test_a_whole_last_line_without_its_newline_is_torn_too(written: Path, open_journal: Open) -> None:
    written.write_bytes(written.read_bytes()[:-1])

    open_journal().close()

    assert _kinds(written.parent) == ["genesis", "outcome", "outcome", "recovery"]


def test_a_log_torn_in_its_first_line_begins_again(directory: Path, open_journal: Open) -> None:
    directory.mkdir(parents=True)
    (directory / "000001.jsonl").write_bytes(b'{"chain":')

    open_journal().close()

    assert _kinds(directory) == ["genesis", "recovery"]
    assert verify(directory).is_sound


def test_zeros_that_a_file_system_left_at_the_end_are_a_torn_line(written: Path, open_journal: Open) -> None:
    with written.open("ab") as file:
        file.write(b"\x00" * 3_000_000)

    open_journal().close()

    assert verify(written.parent).is_sound


@pytest.mark.parametrize("empty", [["000002.jsonl"], ["000002.jsonl", "000003.jsonl"]])
def test_an_empty_last_segment_is_written_to(written: Path, open_journal: Open, empty: list[str]) -> None:
    for name in empty:
        (written.parent / name).touch()
    journal = open_journal()
    journal.commit([{"kind": "outcome", "id": "3"}])
    journal.close()

    report = verify(written.parent)
    assert report.is_sound
    assert report.records == 5


def test_a_log_whose_older_segments_were_put_away_goes_on(written: Path, open_journal: Open) -> None:
    journal = open_journal(segment_bytes=1)
    journal.commit([{"kind": "outcome", "id": "3"}])
    journal.close()
    written.unlink()

    journal = open_journal()
    journal.commit([{"kind": "outcome", "id": "4"}])
    journal.close()

    assert [record["seq"] for record in _records(written.parent)] == [5, 6]


def _edit(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"id":"1"', b'"id":"7"'))


def _drop(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:1] + lines[2:]))


def _tear_inside(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20] + b"\n")


def _drop_genesis(path: Path) -> None:
    path.write_bytes(path.read_bytes().partition(b"\n")[2])


def _add_foreign(path: Path) -> None:
    with path.open("ab") as file:
        file.write(link({"kind": "outcome"}, Head("foreign"))[0] + b"\n")


def _add_long(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"x" * 3_000_000 + b"\n")


def _tear_before_another(path: Path) -> None:
    (path.parent / "000002.jsonl").touch()
    path.write_bytes(path.read_bytes()[:-1])


def _edit_before_another(path: Path) -> None:
    (path.parent / "000002.jsonl").touch()
    path.write_bytes(path.read_bytes()[:-5] + b"....\n")


def _lose_all_before(path: Path) -> None:
    (path.parent / "000002.jsonl").touch()
    path.unlink()


@pytest.mark.parametrize(
    "damage",
    [
        _edit,
        _drop,
        _tear_inside,
        _drop_genesis,
        _add_foreign,
        _add_long,
        _tear_before_another,
        _edit_before_another,
        _lose_all_before,
    ],
)
def test_any_other_damage_is_left_for_a_person(
    written: Path, open_journal: Open, damage: Callable[[Path], None]
) -> None:
    damage(written)
    left = {path.name: path.read_bytes() for path in segments(written.parent)}

    with pytest.raises(CannotOpen, match=r"00000[12]\.jsonl.*Nothing was changed.*audit\.directory"):
        open_journal()
    assert {path.name: path.read_bytes() for path in segments(written.parent)} == left


def test_a_second_writer_is_kept_out_until_the_first_has_closed(directory: Path, open_journal: Open) -> None:
    first = open_journal()
    with pytest.raises(CannotOpen, match=r"another process writes to .*audit\.directory"):
        open_journal()

    first.close()
    open_journal().close()


_OPEN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from gateway.audit.journal import CannotOpen, Journal
from gateway.audit.segment import Disk
try:
    Journal.open(Path(sys.argv[1]), clock=lambda: datetime.now(UTC), segment_bytes=1000, disk=Disk())
except CannotOpen as refused:
    print(refused)
"""


def test_another_process_is_kept_out(directory: Path, open_journal: Open) -> None:
    journal = open_journal()
    other = subprocess.run([sys.executable, "-c", _OPEN, str(directory)], capture_output=True, text=True, check=True)
    journal.close()

    assert "another process writes to" in other.stdout


def test_a_directory_that_is_a_file_is_told(directory: Path, open_journal: Open) -> None:
    directory.parent.mkdir()
    directory.touch()

    with pytest.raises(CannotOpen, match=r"audit\.directory .* cannot be used"):
        open_journal()


def test_files_of_other_names_are_not_the_logs(written: Path, open_journal: Open) -> None:
    for name in ("0000001.jsonl", "000002.jsonl.gz", "1.jsonl", "notes.txt"):
        (written.parent / name).write_text("mine")

    open_journal().close()

    assert verify(written.parent).is_sound


def test_a_record_that_cannot_be_one_does_not_keep_the_others_out(directory: Path, open_journal: Open) -> None:
    journal = open_journal()
    first, second, third = journal.commit(
        [{"kind": "outcome", "id": "1"}, {"kind": "outcome", "amount": 1.5}, {"kind": "outcome", "id": "2"}]
    )
    journal.close()

    assert first is third is None
    assert isinstance(second, ValueError)
    assert [record.get("id") for record in _records(directory)] == [None, "1", "2"]
    assert json.loads((directory / "000001.jsonl").read_bytes().splitlines()[-1])["seq"] == 3
    assert verify(directory).is_sound


def test_nothing_to_write_writes_nothing(written: Path, open_journal: Open) -> None:
    before = written.read_bytes()
    journal = open_journal()
    assert journal.commit([]) == []
    journal.close()

    assert written.read_bytes() == before
