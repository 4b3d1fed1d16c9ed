from __future__ import annotations

import io
import logging.handlers

import fpdf
import pytest
from pypdf import PdfReader, PdfWriter

from classifiers.documents import Images
from classifiers.finding import NotInspected
from tests.made_documents import Pdf, pdf_stream, read, said, written, zipped

FORM = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >>"
IMAGE = pdf_stream(bytes(3), "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB")


def with_objects(*objects: bytes, content: bytes = written("Hello")) -> bytes:
    pdf = Pdf(content)
    for each in objects:
        pdf.add(each)
    return pdf.file()


def with_font(font: bytes, content: bytes = written("Hello")) -> bytes:
    pdf = Pdf(content)
    pdf.objects[5] = font
    return pdf.file()


def packed(*objects: bytes) -> bytes:
    """Return an object stream."""
    offsets = [sum(len(each) + 1 for each in objects[:index]) for index in range(len(objects))]
    heads = " ".join(f"{90 + index} {offset}" for index, offset in enumerate(offsets)).encode() + b" "
    return pdf_stream(heads + b" ".join(objects), f"/Type /ObjStm /N {len(objects)} /First {len(heads)}")


def test_the_text_of_a_page_is_one_text_with_its_place() -> None:
    (page,) = [leaf for leaf in read(Pdf(written("card 4111", "1111")).file()) if leaf.place.pointer == "/pages/0"]
    assert page.text.split() == ["card", "4111", "1111"]


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F1 12 Tf 72 720 Td [(41) -20 (1) 10 (1)] TJ ET",
        b"BT /F1 12 Tf 72 720 Td <34313131> Tj ET",
        b"BT /F1 12 Tf 72 720 Td (4\\0611\\061) Tj ET",
        b"BT /F1 12 Tf 3 Tr 72 720 Td (4111) Tj ET",  # written and not shown
        b"BT /F1 12 Tf 1 1 1 rg 72 720 Td (4111) Tj ET",  # white on white
        b"BT /F1 12 Tf 9999 9999 Td (4111) Tj ET",  # beside the page
        b"BT /F1 12 Tf -1 0 0 -1 300 300 Tm (4111) Tj ET",  # upside down
        b"BT /F1 12 Tf 0 14 TD (4111) ' ET",
        b"/Span << /ActualText (4111) >> BDC BT /F1 12 Tf (xxxx) Tj ET EMC",
        b"% 4111\n" + written("Hello"),
    ],
)
def test_text_is_read_however_it_is_written(content: bytes) -> None:
    assert "4111" in said(Pdf(content).file())


@pytest.mark.parametrize(
    "held",
    [
        b"<< /Type /Annot /Subtype /Text /Contents (4111) >>",
        b"<< /FT /Tx /T (card) /V (4111) >>",
        b"<< /FT /Tx /V <FEFF0034003100310031> >>",
        b"<< /FT /Tx /V <EFBBBF34313131> >>",
        b"<< /Title (4111) /Parent 1 0 R >>",
        b"<< /Author (4111) >>",
        b"<< /S /JavaScript /JS (app.alert\\('4111'\\)) >>",
        b"<< /S /URI /URI (https://example.com/4111) >>",
        b"<< /Type /StructElem /Alt (4111) >>",
        b"<< /Kids [[[(4111)]]] >>",
        b"(4111)",
        b"[ 1 2 (4111) ]",
        b"<< /Card#34111 1 >>",
        b"/A4111",
        b"<< /A 1 % 4111\n >>",
        packed(b"<< /A (x) >>", b"<< /B [ (4111) ] >>"),
        pdf_stream(b"<x:xmpmeta xmlns:x='x'><a b='4111'/></x:xmpmeta>", "/Type /Metadata /Subtype /XML"),
        pdf_stream(b"<form><field>4111</field></form>"),
        pdf_stream(b"var card = 4111"),
        pdf_stream(b"4111", "/Type /EmbeddedFile"),
        pdf_stream(zipped({"a.txt": "4111"}), "/Type /EmbeddedFile /Subtype /application#2Fzip"),
        pdf_stream(Pdf(written("4111")).file(), "/Type /EmbeddedFile"),
        pdf_stream(written("4111"), FORM),
        pdf_stream(written("4111"), "/PatternType 1 /Resources << /Font << /F1 5 0 R >> >>"),
        pdf_stream(b"4111", is_packed=False),
    ],
)
def test_everything_that_holds_text_is_read_wherever_it_is(held: bytes) -> None:
    assert "4111" in said(with_objects(held))


def test_the_entry_that_a_text_is_in_leads_to_it() -> None:
    (leaf,) = [leaf for leaf in read(with_objects(b"<< /CustomerSSN (078051120) >>")) if leaf.text == "078051120"]
    assert leaf.words == ("customer", "ssn")


def test_a_form_that_a_page_draws_is_read() -> None:
    pdf = Pdf(b"q /X1 Do Q")
    pdf.objects[3] = pdf.objects[3].replace(b"/Font <<", b"/XObject << /X1 6 0 R >> /Font <<")
    pdf.add(pdf_stream(written("4111"), FORM))
    assert said(pdf.file()).count("4111") == 2


def test_what_was_replaced_is_read_where_it_can_be() -> None:
    pdf = Pdf()
    pdf.add(b"<< /Author (replaced) >>")
    assert "replaced" in said(pdf.updated(_6=b"<< /Author (new) >>"))


def test_what_stands_between_objects_and_after_the_end_is_read() -> None:
    content = with_objects().replace(b"6 0 obj", b"% a comment\n6 0 obj") + b"after the end"
    assert "after the end" in said(content)
    assert "a comment" in said(with_objects().replace(b"5 0 obj", b"% a comment\n5 0 obj"))


def test_fonts_profiles_and_functions_say_nothing() -> None:
    content = with_objects(
        pdf_stream(bytes(range(256)), "/Length1 256"),
        pdf_stream(bytes(range(256)), "/Subtype /Type1C"),
        pdf_stream(bytes(36) + b"acsp" + bytes(9), "/N 3"),
        pdf_stream(bytes(range(256)), "/FunctionType 0"),
        pdf_stream(bytes(range(256)), "/ShadingType 4"),
        pdf_stream(b"/CIDInit /ProcSet findresource begin begincmap <00> \x00 endcmap"),
    )
    assert "Hello" in said(content)


def test_drawings_of_letters_are_no_images_of_pages() -> None:
    font = b"<< /Type /Font /Subtype /Type3 /CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> >>"
    assert "Hello" in said(with_objects(pdf_stream(b"\x00\x01\x02 d0"), font))


@pytest.mark.parametrize(
    "content",
    [
        with_objects(IMAGE),
        with_objects(pdf_stream(bytes(3), "/Width 1 /Height 1")),
        with_objects(content=b"BT /F1 12 Tf (Hello) Tj ET BI /W 1 /H 1 /BPC 8 /CS /G ID \x41 EI Q"),
    ],
)
def test_images_are_refused_unless_someone_decided_otherwise(content: bytes) -> None:
    with pytest.raises(NotInspected):
        read(content)
    assert "Hello" in said(content, images=Images.IGNORE)


@pytest.mark.parametrize(
    "content",
    [
        b"q 100 0 0 100 0 0 cm /X1 Do Q",  # a scan
        b"0 0 100 100 re f",  # letters drawn as lines
        b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x41 EI Q",
    ],
)
def test_a_page_on_which_something_is_painted_and_nothing_written_is_refused(content: bytes) -> None:
    with pytest.raises(NotInspected):
        read(with_objects(IMAGE, content=content), images=Images.IGNORE)


@pytest.mark.parametrize("content", [b"", b"q Q", b"BT /F1 12 Tf ( ) Tj ET"])
def test_an_empty_page_is_empty(content: bytes) -> None:
    assert read(Pdf(content).file())


def test_a_page_without_fonts_that_writes_is_refused() -> None:
    pdf = Pdf(written("4111"))
    pdf.objects[3] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>"
    with pytest.raises(NotInspected):
        read(pdf.file())


@pytest.mark.parametrize(
    "font",
    [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+X /Encoding /Identity-H /DescendantFonts [] >>",
        b"<< /Type /Font /Subtype /TrueType /BaseFont /AAAAAA+X /FontDescriptor << /Flags 4 >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /X /Encoding << /Differences [72 /g1 101 /g2] >> >>",
    ],
)
def test_a_font_that_does_not_say_what_its_glyphs_are_is_refused(font: bytes) -> None:
    with pytest.raises(NotInspected):
        read(with_font(font))


def test_a_font_with_a_map_of_its_glyphs_is_read() -> None:
    pdf = Pdf(b"BT /F1 12 Tf <0001> Tj ET")
    pdf.objects[5] = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R "
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X >>] >>"
    )
    head = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
    pdf.add(pdf_stream(head + b"1 beginbfchar <0001> <0034003100310031> endbfchar endcmap"))
    assert "4111" in said(pdf.file())


def test_a_page_without_content_is_empty() -> None:
    pdf = Pdf()
    pdf.objects[3] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    del pdf.objects[4]
    assert read(pdf.file())


def test_what_looks_like_an_object_in_a_stream_is_none() -> None:
    assert "9 0 obj << never ends" in said(with_objects(pdf_stream(b"9 0 obj << never ends", is_packed=False)))


def test_a_font_that_names_its_glyphs_is_read() -> None:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /X /Encoding << /Differences [72 /four 101 /one] >> >>"
    assert "41" in said(with_font(font, written("He")))


def test_an_earlier_version_of_a_page_is_refused() -> None:
    pdf = Pdf(written("4111 1111 1111 1111"))
    content = pdf.updated(_4=pdf_stream(written("removed")))
    assert "4111" not in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    with pytest.raises(NotInspected, match="belongs to no page"):
        read(content)


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_file_is_refused_with_an_empty_password_too(password: str) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(Pdf().file()))
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    with pytest.raises(NotInspected, match="encrypted"):
        read(file.getvalue())


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        with_objects() + zipped({"hidden": "hidden"}),
        with_objects(b"<< /A (never ends"),
        with_objects(pdf_stream(b"<a>", "/Type /Metadata")),
        with_objects(pdf_stream(bytes(range(256)))),
        with_objects(pdf_stream(b"x", "/Type /EmbeddedFile /Subtype /application#2Fzip")),
        with_objects(pdf_stream(b"9 0 (x)", "/Type /ObjStm /N 2 /First 4")),
        with_objects(pdf_stream(b"9 0 (x)", "/Type /ObjStm /N 1 /First /None")),
        with_objects(b"<< /Length 4 /Filter /Unheard >>\nstream\ntext\nendstream"),
        with_objects(b"<< /A 1 /A (4111) >>"),  # of one name only one is seen
    ],
)
def test_what_is_damaged_or_cannot_be_opened_is_refused(content: bytes) -> None:
    with pytest.raises(NotInspected):
        read(content)


def test_what_pypdf_says_of_a_document_is_written_nowhere() -> None:
    written_down = logging.handlers.BufferingHandler(100)
    logging.getLogger().addHandler(written_down)
    with pytest.raises(NotInspected):
        read(with_objects(b"<< /A 1 /A (4111) >>"))
    logging.getLogger().removeHandler(written_down)
    assert written_down.buffer == []


def test_what_a_library_writes_is_read() -> None:
    pdf = fpdf.FPDF()
    pdf.set_title("a title")
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.cell(text="a cell")
    pdf.text_annotation(10, 10, "an annotation")
    pdf.start_section("an outline")
    pdf.embed_file(bytes=b"a,b\nembedded,1", basename="x.csv", desc="a description")
    text = said(bytes(pdf.output()))
    expected = ("a title", "a cell", "an annotation", "an outline", "embedded", "a description", "x.csv")
    assert [each for each in expected if each not in text] == []
