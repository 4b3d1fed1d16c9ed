from __future__ import annotations

import hashlib
import json

import pytest

from gateway.audit.canonical import canonical
from gateway.audit.chain import MAX_LINE_BYTES, BrokenChain, Head, check_line, link, read_line
from gateway.domain.json import Json

START = Head("c1")


def _signed(record: dict[str, Json]) -> bytes:
    """A line whose hash is right, whatever it says."""
    return _with_hash(canonical(record))


def _with_hash(body: bytes) -> bytes:
    return body[:-1] + b',"hash":"' + hashlib.sha256(body).hexdigest().encode() + b'"}'


def test_a_line_can_be_checked_with_nothing_but_a_json_library_and_sha_256() -> None:
    line, head = link({"kind": "outcome", "id": "1"}, START)

    record = json.loads(line)
    claimed = record.pop("hash")
    canonical_form = json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
    assert claimed == head.hash == hashlib.sha256(canonical_form).hexdigest()
    assert record == {"chain": "c1", "id": "1", "kind": "outcome", "previous": "0" * 64, "seq": 1}


def test_each_record_names_the_one_before() -> None:
    first, head = link({"kind": "a"}, START)
    second, end = link({"kind": "b"}, head)

    assert check_line(first, START).after == head
    assert check_line(second, head).after == end
    assert json.loads(second)["previous"] == head.hash
    assert (head.seq, end.seq) == (1, 2)


@pytest.mark.parametrize("name", ["chain", "seq", "previous", "hash"])
def test_the_chains_own_members_are_not_for_records_to_set(name: str) -> None:
    with pytest.raises(ValueError, match="own"):
        link({"kind": "a", name: 1}, START)


def test_a_record_too_long_for_readers_is_refused() -> None:
    line, _ = link({"kind": "a", "x": ""}, START)
    room = MAX_LINE_BYTES - len(line)

    assert len(link({"kind": "a", "x": "x" * (room - 1)}, START)[0]) == MAX_LINE_BYTES - 1
    with pytest.raises(ValueError, match="shorter"):
        link({"kind": "a", "x": "x" * room}, START)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"", "changed"),
        (b"{}", "changed"),
        (b"\x00" * 300, "changed"),
        (link({"kind": "a"}, START)[0].replace(b'"a"', b'"b"'), "changed"),
        (link({"kind": "a"}, START)[0][:-1] + b" }", "changed"),
        (link({"kind": "a"}, START)[0].replace(b'"seq":1', b'"seq": 1'), "changed"),
        (_with_hash(b'{"chain":"c1","previous":"0","seq": 1}'), "canonical"),
        (_with_hash(b'{"a":1,"a":1,"chain":"c1","previous":"0","seq":1}'), "canonical"),
        (_with_hash(b'{"a":1.5,"chain":"c1","previous":"0","seq":1}'), "canonical"),
        (_with_hash(b"[1}"), "canonical"),
        (_signed({"chain": "c1", "previous": "0"}), "lacks"),
        (_signed({"chain": "c1", "previous": "0", "seq": "1"}), "lacks"),
        (_signed({"chain": "c1", "previous": "0", "seq": 0}), "lacks"),
    ],
)
def test_a_line_that_does_not_agree_with_itself_is_told(line: bytes, sentence: str) -> None:
    with pytest.raises(BrokenChain, match=sentence):
        read_line(line)


def test_a_list_with_a_hash_is_no_record() -> None:
    with pytest.raises(BrokenChain, match="canonical"):
        read_line(_with_hash(b'["a"}'))


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (Head("c2"), "belongs to chain c1, not to c2"),
        (Head("c1", 4), "is record 1 where 5 is due"),
        (Head("c1", 0, "f" * 64), "replaced"),
    ],
)
def test_a_line_that_does_not_follow_is_told(head: Head, sentence: str) -> None:
    line, _ = link({"kind": "a"}, START)

    with pytest.raises(BrokenChain, match=sentence):
        check_line(line, head)
