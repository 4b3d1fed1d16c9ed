from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.audit.journal import Journal
from gateway.audit.segment import Disk
from gateway.cli import audit
from gateway.cli.exits import Exit
from gateway.domain.json import Json
from tests.commands import Run

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
STAMP = "2026-11-23T12:00:00.000000Z"
OUTCOME: dict[str, Json] = {
    "time": STAMP,
    "kind": "outcome",
    "id": "one",
    "user": {"subject": "al\x1bice"},
    "plugin": {"id": "summariser"},
    "connector": "crm",
    "operation": "tickets.get",
    "decision": {"verdict": "allow"},
    "result": {"status": 200},
}
REFUSAL: dict[str, Json] = {
    "time": STAMP,
    "kind": "refusal",
    "id": "two",
    "result": {"status": 403, "refusal": "not-granted"},
}
START: dict[str, Json] = {"time": STAMP, "kind": "configuration", "event": "start"}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of four records: its beginning, a start, an outcome and a refusal."""
    directory = tmp_path / "audit"
    journal = Journal.open(directory, clock=lambda: NOON, segment_bytes=1 << 20, disk=Disk())
    journal.commit([START, OUTCOME, REFUSAL])
    journal.close()
    return directory


def segment(log: Path) -> Path:
    [path] = log.glob("*.jsonl")
    return path


def test_the_last_records_are_one_line_each(run: Run, log: Path) -> None:
    ended = run("audit", "tail", "--directory", log)
    assert (ended.code, ended.err) == (Exit.FINE, "")
    assert [line.split("  ", maxsplit=2)[2] for line in ended.lines] == [
        "genesis",
        "configuration start",
        r"outcome  al\x1bice via summariser  crm.tickets.get  allow  200",
        "refusal  not-granted",
    ]


@pytest.mark.parametrize(("count", "first"), [("0", None), ("1", "4"), ("3", "2"), ("99", "1")])
def test_as_many_records_are_shown_as_were_asked_for(run: Run, log: Path, count: str, first: str | None) -> None:
    lines = run("audit", "tail", "-n", count, "--directory", log).lines
    assert (lines[0].split()[0] if lines else None) == first


def test_json_is_the_record_whole(run: Run, log: Path) -> None:
    [line] = run("audit", "tail", "-n", "1", "--directory", log, "--format", "json").lines
    record = json.loads(line)
    assert {name: record[name] for name in REFUSAL} == REFUSAL
    assert {"seq", "time", "previous", "hash"} <= record.keys()


def test_following_shows_what_is_added_until_ctrl_c(run: Run, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = 0

    def wait() -> bool:
        nonlocal waits
        waits += 1
        if waits > 1:
            raise KeyboardInterrupt
        journal = Journal.open(log, clock=lambda: NOON, segment_bytes=1 << 20, disk=Disk())
        journal.commit([{"time": STAMP, "kind": "outcome", "id": "three"}])
        journal.close()
        return True

    monkeypatch.setattr(audit, "_wait", wait)
    ended = run("audit", "tail", "-n", "1", "--follow", "--directory", log)
    assert ended.code == Exit.INTERRUPTED
    assert [line.split()[0] for line in ended.lines] == ["4", "5"]


def test_a_sound_log_is_fine(run: Run, log: Path) -> None:
    ended = run("audit", "verify", "--directory", log)
    assert ended.code == Exit.FINE
    counted, head, verdict = ended.lines
    assert counted == f"4 records in 1 segment, {STAMP} to {STAMP}"
    assert head.startswith("head: record 4, ")
    assert verdict == "every record is where it was written"


def test_a_changed_record_is_found(run: Run, log: Path) -> None:
    path = segment(log)
    path.write_bytes(path.read_bytes().replace(b'"summariser"', b'"summarizer"'))
    ended = run("audit", "verify", "--directory", log)
    assert ended.code == Exit.FINDINGS
    assert ended.lines[0].startswith(f"{path.name}:3: ")
    assert ended.lines[-1] == "the log is not as it was written"


def test_json_holds_the_whole_report(run: Run, log: Path) -> None:
    ended = run("audit", "verify", "--directory", log, "--format", "json")
    report = json.loads(ended.out)
    assert ended.code == Exit.FINE
    assert (report["sound"], report["records"], report["segments"], report["faults"]) == (True, 4, 1, [])
    assert len(report["head"]) == 64


def test_a_torn_line_and_an_open_intent_are_told_and_are_no_change(run: Run, log: Path) -> None:
    journal = Journal.open(log, clock=lambda: NOON, segment_bytes=1 << 20, disk=Disk())
    journal.commit([{"time": STAMP, "kind": "intent", "id": "five"}])
    journal.close()
    with segment(log).open("ab") as file:
        file.write(b'{"kind":')
    ended = run("audit", "verify", "--directory", log)
    assert ended.code == Exit.FINE
    assert "intent without outcome: five" in ended.lines
    assert ended.lines[0].startswith(f"{segment(log).name}:6: ")


def test_a_directory_without_a_log_is_not_called_sound(run: Run, tmp_path: Path) -> None:
    ended = run("audit", "verify", "--directory", tmp_path)
    assert ended.code == Exit.FINDINGS
    assert "there is no log here" in ended.out
    assert ended.lines[-2] == "0 records in 0 segments"


def test_a_line_that_is_no_record_ends_tail_with_its_place(run: Run, log: Path) -> None:
    with segment(log).open("ab") as file:
        file.write(b"garbage\n")
    ended = run("audit", "tail", "--directory", log)
    assert ended.code == Exit.ENVIRONMENT
    assert ended.err.startswith(f"sallyport: {segment(log)}, byte ")
    assert "garbage" not in ended.err


@pytest.mark.parametrize("action", ["tail", "verify"])
def test_a_segment_that_cannot_be_read_is_the_environments_fault(run: Run, log: Path, action: str) -> None:
    segment(log).unlink()
    (log / "000001.jsonl").mkdir()
    ended = run("audit", action, "--directory", log)
    assert ended.code == Exit.ENVIRONMENT
    assert "Is a directory" in ended.err


def test_the_log_is_found_through_the_configuration(run: Run, configuration: Path, log: Path) -> None:
    log.rename(configuration.parent / "audit")
    assert run("audit", "verify", "--config", configuration).code == Exit.FINE


def test_a_log_and_a_configuration_are_not_named_both(run: Run, configuration: Path, log: Path) -> None:
    assert run("audit", "verify", "--config", configuration, "--directory", log).code == Exit.USAGE
