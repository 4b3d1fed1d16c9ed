"""Documents through a running gateway: opened, blocked with what they hold, or released byte for byte."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfWriter

from tests.attacks.stage import NO_CARDS, stage
from tests.made_documents import Pdf, docx, mail, paragraph, written, xlsx, zipped
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import answering

CARD = "4111 1111 1111 1111"
FIELDS = """
- {id: no-salaries, owner: hr, because: nobody's business, fields: ['$..salary'], action: drop}
"""
OFFICE = "application/vnd.openxmlformats-officedocument."
PDF, WORD, ZIP, HTML = "application/pdf", OFFICE + "wordprocessingml.document", "application/zip", "text/html"


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(Pdf(written(CARD)).file()))
    writer.encrypt("", owner_password="owner", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


BLOCKED = {
    "a PDF": (Pdf(written(CARD)).file(), PDF),
    "a PDF called text": (Pdf(written(CARD)).file(), "text/plain"),
    "a PDF that was edited": (Pdf(written("x")).file() + f"% {CARD}".encode(), PDF),
    "a DOCX over several runs": (docx(paragraph("4111 11", "11 1111 11", "11")), WORD),
    "a comment of a DOCX": (docx("", {"word/comments.xml": f"<c>{CARD}</c>"}), WORD),
    "a workbook": (xlsx("<row><c><v>4.111111111111111E15</v></c></row>"), OFFICE + "spreadsheetml.sheet"),
    "a ZIP in a ZIP": (zipped({"a.zip": zipped({"b.csv": f"card\n{CARD}"})}), ZIP),
    "a name in a ZIP": (zipped({f"{CARD}.txt": "x"}), ZIP),
    "an attachment": (mail(b"Content-Type: application/pdf\r\n\r\n" + Pdf(written(CARD)).file()), "message/rfc822"),
    "a page split by markup": (b"<html><p>4111 11<b>11</b> 1111 <!-- x -->1111", HTML),
}
CLEAN = {
    "a PDF": (Pdf(written("Hello")).file(), PDF),
    "a DOCX": (docx(paragraph("Hello")), WORD),
    "a ZIP": (zipped({"a.txt": "Hello"}), ZIP),
}
UNOPENED = {
    "an encrypted PDF": (encrypted(), PDF, "a PDF that is encrypted"),
    "a damaged DOCX": (docx("")[:-30], WORD, "a ZIP archive that is damaged"),
    "a DOCX with an image": (docx("", {"word/media/a.png": b"\x89PNG\r\n\x1a\n"}), WORD, "an image"),
    "a program in a ZIP": (zipped({"a": bytes(range(256))}), ZIP, "neither text nor a document"),
    "XML with a document type": (b"<!DOCTYPE a><a/>", "application/xml", "a document type"),
}


@pytest.mark.parametrize("name", BLOCKED)
async def test_a_document_with_a_card_number_is_blocked(
    name: str, tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    content, content_type = BLOCKED[name]
    behaviour = answering(content, headers=(("Content-Type", content_type),))
    async with stage(behaviour, tmp_path, authorization_server) as act:
        answer = await act.ask("GET", "/notes/1")
    assert (answer.status, answer.slug, answer.problem["executed"]) == (403, "restricted-data", True)
    assert answer.problem["rules"] == ["no-cards"]
    assert b"4111" not in answer.content


@pytest.mark.parametrize("name", CLEAN)
async def test_a_clean_document_arrives_byte_for_byte(
    name: str, tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    content, content_type = CLEAN[name]
    behaviour = answering(content, headers=(("Content-Type", content_type),))
    async with stage(behaviour, tmp_path, authorization_server) as act:
        answer = await act.ask("GET", "/notes/1")
    assert (answer.status, answer.content) == (200, content)
    assert answer.header("content-type") == content_type


@pytest.mark.parametrize("name", UNOPENED)
async def test_a_document_that_cannot_be_opened_is_refused_with_the_reason(
    name: str, tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    content, content_type, reason = UNOPENED[name]
    behaviour = answering(content, headers=(("Content-Type", content_type),))
    async with stage(behaviour, tmp_path, authorization_server) as act:
        answer = await act.ask("GET", "/notes/1")
    assert (answer.status, answer.slug, answer.problem["executed"]) == (403, "uninspectable-content", True)
    assert reason in str(answer.problem["detail"])


async def test_what_a_page_shows_as_text_is_redacted(tmp_path: Path, authorization_server: AuthorizationServer) -> None:
    behaviour = answering(f"<p title='x'>{CARD}</p>".encode(), headers=(("Content-Type", HTML),))
    async with stage(behaviour, tmp_path, authorization_server) as act:
        answer = await act.ask("GET", "/notes/1")
    assert (answer.status, answer.content) == (200, b"<p title='x'>[payment_card]</p>")


async def test_a_rule_on_fields_withholds_a_document(tmp_path: Path, authorization_server: AuthorizationServer) -> None:
    behaviour = answering(CLEAN["a PDF"][0], headers=(("Content-Type", PDF),))
    async with stage(behaviour, tmp_path, authorization_server, rules=NO_CARDS + FIELDS) as act:
        answer = await act.ask("GET", "/notes/1")
    assert (answer.status, answer.slug) == (403, "uninspectable-content")
