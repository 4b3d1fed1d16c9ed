"""A body is read into what can be inspected, or refused."""

from __future__ import annotations

import gzip

import pytest

from gateway.domain.errors import BodyTooLarge, MalformedRequest, UninspectableContent
from gateway.domain.json import Json
from gateway.domain.message import EMPTY_BODY, Body, BodyKind
from gateway.edge.bodies import DETAILS, FORM_TYPE, MAX_PAIRS, Reason, content_type, decode


def read(
    content: bytes, media_type: str | None, *codings: str, from_client: bool = False, max_bytes: int = 4096
) -> Body:
    return decode(content, media_type, codings, max_bytes=max_bytes, from_client=from_client)


def cause(content: bytes, media_type: str | None, *codings: str, from_client: bool = False) -> str:
    with pytest.raises(UninspectableContent) as refused:
        read(content, media_type, *codings, from_client=from_client)
    assert refused.value.detail == DETAILS[Reason(refused.value.cause)]
    return refused.value.cause


@pytest.mark.parametrize("from_client", [True, False])
@pytest.mark.parametrize(
    ("content", "media_type", "kind", "document"),
    [
        (b'{"a":[1,"x"]}', "application/json", BodyKind.JSON, {"a": [1, "x"]}),
        (b"[1]", " Application/JSON ; charset=UTF-8", BodyKind.JSON, [1]),
        (b"[1]", 'application/json; charset="utf-8";', BodyKind.JSON, [1]),
        (b"[1]", "application/vnd.github+json; x=1", BodyKind.JSON, [1]),
        (b"[1]", "application/merge-patch+json", BodyKind.JSON, [1]),
        (b"[1]", "text/json", BodyKind.JSON, [1]),
        (b"[1]", "application/json; charset=us-ascii", BodyKind.JSON, [1]),
        ('["é"]'.encode("latin-1"), "application/json; charset=ISO-8859-1", BodyKind.JSON, ["é"]),
        (b"a=1&b=x+y%20z", FORM_TYPE, BodyKind.FORM, [["a", "1"], ["b", "x y z"]]),
        (b"&a=1&&a=2&c&=d&", FORM_TYPE, BodyKind.FORM, [["a", "1"], ["a", "2"], ["c", ""], ["", "d"]]),
        (b"n%5Bx%5D=%C3%A9", FORM_TYPE, BodyKind.FORM, [["n[x]", "é"]]),
        (b"n=%E9", FORM_TYPE + "; charset=iso-8859-1", BodyKind.FORM, [["n", "é"]]),
        ("Grüße\r\n\t\x1b[0m".encode(), "text/plain", BodyKind.TEXT, "Grüße\r\n\t\x1b[0m"),
        ("Grüße".encode("latin-1"), "text/plain; charset=latin1", BodyKind.TEXT, "Grüße"),
        (b"a,b\n1,2", "text/csv; header=present", BodyKind.TEXT, "a,b\n1,2"),
        (b"<p>", "text/html;charset=utf8", BodyKind.TEXT, "<p>"),
    ],
)
def test_json_forms_and_text_are_read(
    content: bytes, media_type: str, kind: BodyKind, document: Json, from_client: bool
) -> None:
    body = read(content, media_type, from_client=from_client)

    assert (body.kind, body.document) == (kind, document)
    assert read(body.content, content_type(body), from_client=from_client) == body


def test_content_type_says_what_the_content_is_after_reading() -> None:
    assert content_type(read(b"[1]", "Application/JSON; charset=latin1")) == "application/json"
    assert content_type(read(b"a=1", FORM_TYPE)) == FORM_TYPE
    assert content_type(read(b"x", "text/csv; charset=latin1")) == "text/csv; charset=utf-8"
    assert content_type(EMPTY_BODY) == ""


@pytest.mark.parametrize(
    ("content", "media_type", "canonical"),
    [
        (b' { "a" : "\\u00e9", "b": 1e2 } ', "application/json", '{"a":"é","b":100.0}'.encode()),
        (b"a=%41&&b=x%20y&c", FORM_TYPE, b"a=A&b=x+y&c="),
    ],
)
def test_a_clients_content_goes_on_canonical_and_an_answers_as_it_came(
    content: bytes, media_type: str, canonical: bytes
) -> None:
    assert read(content, media_type, from_client=True).content == canonical
    assert read(content, media_type).content == content
    assert read(gzip.compress(content), media_type, "gzip").content == content


def test_an_answer_with_digits_that_were_not_seen_goes_on_without_them() -> None:
    body = read(b'{"n": 0.12345678901234567890}', "application/json")

    assert body.content == b'{"n":0.12345678901234568}'


@pytest.mark.parametrize("from_client", [True, False])
@pytest.mark.parametrize("media_type", [None, "application/json", "image/png", "no type"])
@pytest.mark.parametrize(("content", "codings"), [(b"", ()), (b"", ("gzip",)), (gzip.compress(b""), ("gzip",))])
def test_no_content_is_no_body_whatever_it_is_called(
    content: bytes, codings: tuple[str, ...], media_type: str | None, from_client: bool
) -> None:
    assert read(content, media_type, *codings, from_client=from_client) is EMPTY_BODY


@pytest.mark.parametrize("from_client", [True, False])
@pytest.mark.parametrize(
    ("content", "media_type", "codings", "reason"),
    [
        (b"[1]", "application/json", ("br",), Reason.CODING),
        (b"x", "text/event-stream", (), Reason.MEDIA_TYPE),
        (b"x", "multipart/mixed; boundary=x", (), Reason.MEDIA_TYPE),
        (b"x", "application/octet-stream", (), Reason.MEDIA_TYPE),
        (b"x", "json", (), Reason.MEDIA_TYPE),
        (b"x", "", (), Reason.MEDIA_TYPE),
        (b"x", "application/json, text/plain", (), Reason.MEDIA_TYPE),
        (b"x", "text/plain; charset=utf-16", (), Reason.CHARSET),
        (b"x", "text/plain; charset=utf-7", (), Reason.CHARSET),
        (b"x", "text/plain; charset=cp037", (), Reason.CHARSET),
        (b"x", "text/plain; charset=", (), Reason.CHARSET),
        (b"x", "text/plain; charset=utf-8; charset=latin1", (), Reason.CHARSET),
        (b"[1]", "application/json; charset=utf-16", (), Reason.CHARSET),
        (b"a=1", FORM_TYPE + "; charset=utf-16", (), Reason.CHARSET),
        (b"caf\xe9", "text/plain", (), Reason.CHARSET),
        (b"\xed\xa0\x80", "text/plain", (), Reason.CHARSET),
        ("é".encode(), "text/plain; charset=us-ascii", (), Reason.CHARSET),
        ("é".encode(), "application/json; charset=us-ascii", (), Reason.CHARSET),
        (b"a=%E9", FORM_TYPE, (), Reason.CHARSET),
        ("4111".encode("utf-16"), "text/plain", (), Reason.DISGUISE),
        ("4111".encode("utf-16-le"), "text/plain", (), Reason.DISGUISE),
        ("4111".encode("utf-16-be"), "text/plain; charset=latin1", (), Reason.DISGUISE),
        ("4111".encode("utf-32"), "text/plain", (), Reason.DISGUISE),
        ("漢字".encode("utf-16"), "text/plain; charset=latin1", (), Reason.DISGUISE),
    ],
)
def test_what_cannot_be_inspected_is_refused_with_a_bounded_reason(
    content: bytes, media_type: str, codings: tuple[str, ...], reason: Reason, from_client: bool
) -> None:
    assert cause(content, media_type, *codings, from_client=from_client) == reason


@pytest.mark.parametrize(
    ("content", "media_type", "codings", "reason"),
    [
        (b"x", "application/xml", (), Reason.MEDIA_TYPE),
        (b"x", "text/xml", (), Reason.MEDIA_TYPE),
        (b"{}\n{}", "application/x-ndjson", (), Reason.MEDIA_TYPE),
        (b"x", "image/svg+xml", (), Reason.MEDIA_TYPE),
        (gzip.compress(b"4111"), "text/plain; charset=latin1", (), Reason.DISGUISE),
        ("card 4111".encode("cp037"), "text/plain; charset=latin1", (), Reason.DISGUISE),
        (b"x", "text/4539578763621486", (), Reason.MEDIA_TYPE),
        (b"x", "text/ghp_ab3de6gh9jk2mn5pq8st1vw4yz7bc0ef3hj6", (), Reason.MEDIA_TYPE),
        (b"x", "text/" + "a" * 25, (), Reason.MEDIA_TYPE),
        (b"x", "text/~plain", (), Reason.MEDIA_TYPE),
        (b"[1]", "application/x-45395787.63621486+json", (), Reason.MEDIA_TYPE),
        (gzip.compress(gzip.compress(b"4111")), "text/plain", ("gzip",), Reason.DISGUISE),
        (b"PK\x03\x04 rest", "text/plain", (), Reason.DISGUISE),
        (b"%PDF-1.7 rest", "text/plain", (), Reason.DISGUISE),
    ],
)
def test_a_client_sends_no_documents(content: bytes, media_type: str, codings: tuple[str, ...], reason: Reason) -> None:
    assert cause(content, media_type, *codings, from_client=True) == reason


@pytest.mark.parametrize(
    ("content", "media_type", "said"),
    [
        (b"%PDF-1.7 rest", "application/pdf", "application/pdf"),
        (b"%PDF-1.7 rest", "text/plain; charset=nonsense", "application/pdf"),
        (b"%PDF-1.7 rest", "application/octet-stream", "application/pdf"),
        (b"%PDF-1.7 rest", "image/png", "application/pdf"),
        (b"PK\x03\x04 rest", "Application/X-Zip-Compressed; charset=binary", "application/x-zip-compressed"),
        (gzip.compress(b"4111"), "text/plain", "application/gzip"),
        (b"From: ann", "message/rfc822", "message/rfc822"),
    ],
)
def test_a_document_of_an_answer_goes_on_as_it_came_and_is_called_what_it_is(
    content: bytes, media_type: str, said: str
) -> None:
    body = read(content, media_type)

    assert (body.kind, body.content, body.document) == (BodyKind.DOCUMENT, content, None)
    assert content_type(body) == said


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"<a/>", "application/xml"),
        (b"<a/>", "text/xml; charset=utf-8"),
        (b"<svg/>", "image/svg+xml"),
        (b"{}\n{}", "application/x-ndjson"),
        (b"a,b", "application/csv"),
        (b"<p>", "text/html"),
    ],
)
def test_a_text_with_markup_of_an_answer_is_a_text(content: bytes, media_type: str) -> None:
    body = read(content, media_type)

    assert (body.kind, body.document) == (BodyKind.TEXT, content.decode())


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(b"text", "application/pdf"), (b"%PDF-1.7", "application/zip"), (b"PK\x03\x04", "application/pdf")],
)
def test_a_document_that_is_not_what_it_is_said_to_be_is_refused(content: bytes, media_type: str) -> None:
    assert cause(content, media_type) == Reason.DISGUISE


@pytest.mark.parametrize(
    ("content", "media_type", "codings", "reason"),
    [
        (b"<html>", "application/json", (), Reason.SYNTAX),
        (b'{"a":1,"a":2}', "application/json", (), Reason.SYNTAX),
        ("[1]".encode("utf-16"), "application/json", (), Reason.SYNTAX),
        (gzip.compress(b"[1]"), "application/json", (), Reason.SYNTAX),
        (b"a=%4", FORM_TYPE, (), Reason.SYNTAX),
        (b"a=%zz", FORM_TYPE, (), Reason.SYNTAX),
        (b"[1]", "application/json", ("gzip",), Reason.DAMAGED),
    ],
)
def test_content_that_is_not_what_it_says_is_the_clients_fault_or_uninspectable(
    content: bytes, media_type: str, codings: tuple[str, ...], reason: Reason
) -> None:
    assert cause(content, media_type, *codings) == reason
    with pytest.raises(MalformedRequest) as refused:
        read(content, media_type, *codings, from_client=True)
    assert refused.value.cause == reason


def test_content_without_a_type_is_refused() -> None:
    assert cause(b"x", None) == Reason.MEDIA_TYPE
    with pytest.raises(MalformedRequest, match=r"syntax"):
        read(b"x", None, from_client=True)


@pytest.mark.parametrize("content", [b'{"a":1,"A":2}', b"[" * 65 + b"]" * 65])
def test_a_client_is_held_to_stricter_json(content: bytes) -> None:
    assert read(content, "application/json").content == content
    with pytest.raises(MalformedRequest):
        read(content, "application/json", from_client=True)


@pytest.mark.parametrize(
    ("content", "media_type", "codings"),
    [
        (b"x" * 4097, "text/plain", ()),
        (gzip.compress(b"x" * 4097), "text/plain", ("gzip",)),
    ],
)
def test_what_is_too_large_is_refused(content: bytes, media_type: str, codings: tuple[str, ...]) -> None:
    assert cause(content, media_type, *codings) == Reason.TOO_LARGE
    with pytest.raises(BodyTooLarge, match=r"too-large"):
        read(content, media_type, *codings, from_client=True)


def test_a_form_has_a_bounded_number_of_fields() -> None:
    fields = b"&".join([b"a"] * MAX_PAIRS)

    assert len(read(fields, FORM_TYPE, max_bytes=MAX_PAIRS * 2).content) == len(fields)
    with pytest.raises(BodyTooLarge):
        read(fields + b"&a", FORM_TYPE, from_client=True, max_bytes=MAX_PAIRS * 2 + 1)


def test_a_clients_mistake_is_told_without_its_text() -> None:
    with pytest.raises(MalformedRequest) as refused:
        read(b'{"card": 4111111111111111, oops}', "application/json", from_client=True)

    assert "line 1" in refused.value.detail
    assert "4111" not in refused.value.detail
    assert "oops" not in refused.value.detail


@pytest.mark.parametrize(
    "media_type",
    [
        *("application/vnd.github.v3.raw+json", "application/problem+json", "application/geo+json", "text/x-7z"),
        *("application/vnd.docker.distribution.manifest.v2+json", "application/x-amz-json-1.1+json", "text/markdown"),
        *("application/vnd.oci.image.manifest.v1+json", "application/3gpphal+json", "text/tab-separated-values"),
    ],
)
def test_media_types_as_they_are_registered_cross(media_type: str) -> None:
    assert read(b"[1]", media_type, from_client=False).media_type == media_type
