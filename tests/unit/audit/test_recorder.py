from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from gateway.audit.hashing import Hasher
from gateway.audit.log import AuditLog
from gateway.audit.reading import read
from gateway.audit.recorder import ConfigurationEvent, Recorder
from gateway.domain.errors import AuditUnavailable, Refusal, Unauthenticated, UnknownOperation
from gateway.domain.json import Json
from gateway.domain.passage import Passage
from gateway.telemetry.metrics import REGISTRY


@pytest.fixture
def log(tmp_path: Path, clock: Callable[[], datetime]) -> AuditLog:
    return AuditLog.open(tmp_path, clock=clock, max_wait_seconds=30)


@pytest.fixture
def recorder(log: AuditLog, hasher: Hasher) -> Recorder:
    return Recorder(log, hasher)


def _records(directory: Path) -> list[dict[str, Json]]:
    return [record for record, _ in read(directory)][1:]


def _value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"sallyport_{name}", labels) or 0


async def test_intent_and_outcome_are_in_the_log_under_one_id(
    tmp_path: Path, recorder: Recorder, log: AuditLog, passage: Passage
) -> None:
    before = _value("audit_events_total", kind="intent"), _value("audit_fsync_seconds_count")
    await recorder.record_intent(passage)
    await recorder.record_outcome(passage)
    await log.close()

    assert [(record["kind"], record["id"]) for record in _records(tmp_path)] == [
        ("intent", "0197-1"),
        ("outcome", "0197-1"),
    ]
    after = _value("audit_events_total", kind="intent"), _value("audit_fsync_seconds_count")
    assert after == (before[0] + 1, before[1] + 2)


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [(Unauthenticated(cause="expired"), "expired"), (UnknownOperation(), "unknown-operation"), (None, "abandoned")],
)
async def test_before_there_is_a_caller_nothing_durable_is_written(
    tmp_path: Path,
    recorder: Recorder,
    log: AuditLog,
    passage: Passage,
    refusal: Refusal | None,
    reason: str,
) -> None:
    passage.caller, passage.refusal = None, refusal
    before = _value("unauthenticated_total", reason=reason)
    await recorder.record_outcome(passage)
    await log.close()

    assert _records(tmp_path) == []
    assert _value("unauthenticated_total", reason=reason) == before + 1


async def test_a_client_that_leaves_takes_no_record_with_it(
    tmp_path: Path, recorder: Recorder, log: AuditLog, passage: Passage
) -> None:
    recording = asyncio.create_task(recorder.record_outcome(passage))
    await asyncio.sleep(0)
    recording.cancel()
    with pytest.raises(asyncio.CancelledError):
        await recording
    await log.close()

    assert [record["id"] for record in _records(tmp_path)] == ["0197-1"]


async def test_a_log_that_cannot_be_written_to_refuses(recorder: Recorder, log: AuditLog, passage: Passage) -> None:
    await log.close()

    with pytest.raises(AuditUnavailable):
        await recorder.record_intent(passage)
    with pytest.raises(AuditUnavailable):
        await recorder.record_outcome(passage)


async def test_a_configuration_that_comes_into_force_is_recorded(
    tmp_path: Path, recorder: Recorder, log: AuditLog
) -> None:
    await recorder.record_configuration("d" * 64, ConfigurationEvent.RELOAD)
    await log.close()

    (record,) = _records(tmp_path)
    assert (record["kind"], record["policy"], record["event"]) == ("configuration", "d" * 64, "reload")
