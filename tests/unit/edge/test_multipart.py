from __future__ import annotations

import email.parser
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.errors import MalformedRequest, Refusal, UninspectableContent
from gateway.domain.message import Body, BodyKind
from gateway.edge import bodies
from gateway.edge.multipart import MAX_PARTS, MEDIA_TYPE, FormPart, NotAForm, boundary_in, boundary_of, read, write

SAID = f"{MEDIA_TYPE}; boundary=b"


def form(*parts: str | bytes) -> bytes:
    """Return a form of parts that are written without their line breaks, ``|`` for one in a head."""
    written = (part.encode() if isinstance(part, str) else part for part in parts)
    return b"".join(b"--b\r\n" + part.replace(b"|", b"\r\n") + b"\r\n" for part in written) + b"--b--\r\n"


def named(parameters: str, content: str = "x", more: str = "") -> str:
    return f"Content-Disposition: form-data; {parameters}{more}||{content}"


def decoded(content: bytes, said: str = SAID) -> Body:
    return bodies.decode(content, said, (), max_bytes=1 << 20, from_client=True)


def test_fields_and_files_are_fields_of_a_form() -> None:
    body = decoded(
        form(
            named('name="channel"', "C1"),
            named('name="notes"; filename="a.txt"', "caf\u00e9", "|Content-Type: text/plain; charset=utf-8"),
            named('name="data"; filename="d.json"', '{"a": 1}', "|Content-Type: application/json"),
            named("name=empty", ""),
        )
    )
    assert (body.kind, body.media_type) == (BodyKind.FORM, MEDIA_TYPE)
    assert body.document == [
        ["channel", "C1"],
        ["notes", "caf\u00e9"],
        ["notes_filename", "a.txt"],
        ["data", '{"a":1}'],
        ["data_filename", "d.json"],
        ["empty", ""],
    ]


def test_what_goes_on_is_written_anew_and_says_the_same() -> None:
    body = decoded(
        form(
            named('name="a"', "1", "|Content-Transfer-Encoding: 8bit|Content-Length: 999"),
            named('name="f"; filename="x.txt"', "caf\u00e9", "|Content-Type: text/plain"),
        )
    )
    said = bodies.content_type(body)
    assert said.startswith(f"{MEDIA_TYPE}; boundary=sallyport-")
    assert decoded(body.content, said) == body
    assert b"999" not in body.content
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(
        f"Content-Type: {said}\r\n\r\n".encode() + body.content
    )
    first, second = message.iter_parts()
    assert (first.get_param("name", header="content-disposition"), first.get_content().strip()) == ("a", "1")
    assert (second.get_filename(), second.get_content_type(), second.get_content_charset()) == (
        "x.txt",
        "text/plain",
        "utf-8",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"--b",
        b"preamble\r\n" + form(named("name=a")),
        form(named("name=a")) + b"epilogue",
        form(named("name=a"))[:-4],
        form(named("name=a")).replace(b"--b\r\n", b"--b \r\n", 1),
        form(named("name=a")).replace(b"\r\n", b"\n"),
        form("x"),
        form("|x"),
        form("||x"),
        form("Content-Type: text/plain||x"),
        form(named('name=""')),
        form(named('filename="a"')),
        form(named('name="a"; name="b"')),
        form(named('name="a\\"b"')),
        form(named("name=\"a\"; filename*=UTF-8''b")),
        form(named('name="a"; size=3')),
        form(named('name="a" b')),
        form(named('name="_charset_"', "utf-16")),
        form(named('name="a"').replace("form-data", "attachment")),
        form(named("name=a", more="|Content-Transfer-Encoding: base64")),
        form(named("name=a", more="|Content-Disposition: form-data; name=b")),
        form(named("name=a", more="| folded")),
        form(named("name=a", more="|X-Other: 1")),
        form(named("name=a", more="|Content-Type : text/plain")),
        form(named("name=a").encode().replace(b"=a", b"=\xff")),
        form(named('name="a\x00"')),
        form(*[named("name=a")] * (MAX_PARTS + 1)),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(content: bytes) -> None:
    with pytest.raises(NotAForm):
        read(content, "b")
    if content:
        with pytest.raises(MalformedRequest):
            decoded(content)


def test_the_most_parts_are_read() -> None:
    assert len(read(form(*[named("name=a")] * MAX_PARTS), "b")) == MAX_PARTS


@pytest.mark.parametrize(
    ("more", "content", "refusal"),
    [
        ("|Content-Type: application/octet-stream", "x", UninspectableContent),
        ("|Content-Type: application/pdf", "%PDF-1.7", UninspectableContent),
        ("|Content-Type: multipart/form-data; boundary=c", "--c--", UninspectableContent),
        ("|Content-Type: application/x-www-form-urlencoded", "a=1", UninspectableContent),
        ("|Content-Type: text/plain", "%PDF-1.7", UninspectableContent),
        ("|Content-Type: text/plain; charset=utf-16", "x", UninspectableContent),
        ("|Content-Type: text/event-stream", "data: x", UninspectableContent),
        ("|Content-Type: application/json", '{"a":1,"a":2}', MalformedRequest),
        ("|Content-Type: text", "x", UninspectableContent),
        ("|Content-Type: text/4539578763621486", "x", UninspectableContent),
        ("|Content-Type: text/ghp_ab3de6gh9jk2mn5pq8st1vw4yz7bc0ef3hj6", "x", UninspectableContent),
        ("", "\x01", UninspectableContent),
    ],
)
def test_a_part_is_read_as_a_body_is_or_refused(more: str, content: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        decoded(form(named('name="a"; filename="f"', content, more)))


def test_an_empty_file_keeps_its_type() -> None:
    body = decoded(form(named('name="a"; filename="f.json"', "", "|Content-Type: application/json")))
    assert body.document == [["a", ""], ["a_filename", "f.json"]]
    assert b"application/json" in body.content


@pytest.mark.parametrize(
    ("said", "boundary"),
    [
        (f"{MEDIA_TYPE}; boundary=abc", "abc"),
        (f'{MEDIA_TYPE};boundary="a(b)c="', "a(b)c="),
        (f"Multipart/Form-Data; boundary={'x' * 70}", "x" * 70),
    ],
)
def test_a_boundary_is_taken_as_it_is_said(said: str, boundary: str) -> None:
    assert boundary_of(said) == boundary


@pytest.mark.parametrize(
    "said",
    [
        MEDIA_TYPE,
        f"{MEDIA_TYPE}; boundary=",
        f"{MEDIA_TYPE}; boundary=a; boundary=b",
        f"{MEDIA_TYPE}; boundary=a; charset=utf-16",
        f'{MEDIA_TYPE}; boundary="a b"',
        f"{MEDIA_TYPE}; boundary={'x' * 71}",
        f"{MEDIA_TYPE}; boundary*=a",
        f"{MEDIA_TYPE}, text/plain; boundary=a",
    ],
)
def test_a_boundary_that_is_not_one_is_refused(said: str) -> None:
    with pytest.raises(Refusal):
        decoded(form(named("name=a")), said)


names = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"\\'), min_size=1).filter(
    lambda name: name != "_charset_"
)
parts = st.builds(
    FormPart, names, st.binary(), st.none() | names, st.none() | st.sampled_from(["text/plain", "image/png"])
)


@given(st.lists(parts, min_size=1, max_size=5))
def test_what_is_written_is_read_again(written: list[FormPart]) -> None:
    content = write(written)

    assert [*read(content, boundary_in(content))] == written


def test_a_form_without_parts_is_one() -> None:
    content = write(())

    assert read(content, boundary_in(content)) == ()
