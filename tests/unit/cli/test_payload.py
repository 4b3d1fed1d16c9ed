from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from gateway.cli import payload
from gateway.cli.exits import EnvironmentFault
from gateway.cli.payload import body_of, content_type_of, read_payload, shown
from gateway.domain.message import BodyKind

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("-", b'{"a": 1}', "application/json"),
        ("-", b" [1]\n", "application/json"),
        ("-", b"7", "application/json"),
        ("-", b"{a: 1}", "text/plain"),
        ("-", b"a=1&b=2", FORM),
        ("-", b"a=1&b=2\n", FORM),
        ("-", b"a=1&b=", FORM),
        ("-", b"a=1", "text/plain"),  # one pair may be anything
        ("-", b"a=1&b=2 c=3", "text/plain"),
        ("-", b"url?a=1&b=2==", "text/plain"),
        ("-", b"hello", "text/plain"),
        ("-", b"", "text/plain"),
        ("-", b"\xff\xfe", "text/plain"),
        ("note.txt", b'{"a": 1}', "text/plain"),
        ("NOTE.MD", b"a=1&b=2", "text/plain"),
        ("broken.json", b"{", "application/json"),
        ("table.csv", b"a=1&b=2", "text/csv"),
        ("letter.eml", b"", "message/rfc822"),
        ("body.bin", b"{}", "application/json"),
    ],
)
def test_a_payload_is_what_its_name_or_its_looks_tell(name: str, content: bytes, content_type: str) -> None:
    assert content_type_of(name, content) == content_type


def test_a_body_is_read_as_the_gateway_reads_an_answer() -> None:
    assert body_of("-", b'{"a": 1}', None).document == {"a": 1}
    assert body_of("-", b"a=1&b=2\n", None).document == [["a", "1"], ["b", "2"]]
    assert body_of("-", b'{"a": 1}', "text/plain").kind is BodyKind.TEXT


def test_what_is_not_what_its_name_tells_cannot_be_read() -> None:
    with pytest.raises(EnvironmentFault, match=r"cannot read x\.json as application/json: .*--content-type"):
        body_of("x.json", b"{", None)


def test_what_was_said_to_be_something_else_cannot_be_read() -> None:
    with pytest.raises(EnvironmentFault, match=r"cannot read - as application/json: [^;]*$"):
        body_of("-", b"{", "application/json")


def test_an_image_cannot_be_read_whatever_its_name() -> None:
    with pytest.raises(EnvironmentFault, match=r"cannot read x\.txt: an image, which is not read"):
        body_of("x.txt", b"\x89PNG\r\n\x1a\n", None)


def test_more_than_an_answer_may_have_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "MAX_BYTES", 3)
    (tmp_path / "right").write_bytes(b"123")
    assert read_payload(str(tmp_path / "right")) == b"123"
    (tmp_path / "large").write_bytes(b"1234")
    with pytest.raises(EnvironmentFault, match="larger than 3 bytes"):
        read_payload(str(tmp_path / "large"))


def test_a_person_at_a_terminal_is_told_to_type(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = io.TextIOWrapper(io.BytesIO(b"typed"))
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", typed)
    assert read_payload("-") == b"typed"
    assert "Ctrl-D" in capsys.readouterr().err


def test_a_body_is_shown_without_what_a_terminal_obeys() -> None:
    assert shown(body_of("-", b'{"a":"\\u001b"}', None)) == '{\n  "a": "\\u001b"\n}'
    assert shown(body_of("-", b"a\x1bb\n", None)) == r"a\x1bb"
    assert shown(body_of("a.pdf", b"%PDF-1.7\x1b", None)) == "(application/pdf, 9 bytes, released as it is)"
