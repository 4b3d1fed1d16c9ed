"""The program in docs/audit.md checks a log without us."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from gateway.audit.events import intent, outcome
from gateway.audit.hashing import Hasher
from gateway.audit.journal import Journal
from gateway.audit.segment import Disk, segments
from gateway.audit.verify import verify
from gateway.domain.passage import Passage

PAGE = Path(__file__).parents[3] / "docs" / "audit.md"


@pytest.fixture
def log(tmp_path: Path, passage: Passage, hasher: Hasher, clock: Callable[[], datetime]) -> Path:
    journal = Journal.open(tmp_path, clock=clock, segment_bytes=3000, disk=Disk())
    for record in (intent(passage, hasher), outcome(passage, hasher)):
        journal.commit([record, {"kind": "outcome", "cause": 'größer als "nötig"\u2028\x7f'}])
    journal.close()
    return tmp_path


def _check(directory: Path) -> subprocess.CompletedProcess[str]:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return subprocess.run([sys.executable, "-c", program, str(directory)], capture_output=True, text=True, check=False)


def test_the_pages_program_agrees_on_a_sound_log(log: Path) -> None:
    head = verify(log).head

    assert head is not None
    assert _check(log).stdout == f"{head.seq} records, head {head.hash}\n"


def test_the_pages_program_finds_an_edit(log: Path) -> None:
    first, *_ = segments(log)
    first.write_bytes(first.read_bytes().replace(b'"alice"', b'"mally"'))

    checked = _check(log)
    assert checked.returncode == 1
    assert checked.stderr == "000001.jsonl: broken at record 2\n"


def test_the_page_names_every_member_of_a_record(passage: Passage, hasher: Hasher) -> None:
    page = PAGE.read_text()
    for member in {**intent(passage, hasher), **outcome(passage, hasher)}:
        assert f"`{member}" in page, member
