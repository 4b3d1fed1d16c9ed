from __future__ import annotations

import io

import docx as python_docx
import openpyxl
import pptx as python_pptx
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from classifiers.documents import Images
from classifiers.finding import NotInspected
from tests.made_documents import docx, paragraph, pptx, read, said, xlsx, zipped

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def run(text: str, element: str = "w:t") -> str:
    return f"<w:r><{element}>{text}</{element}></w:r>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("4111 1111 ", "1111", " 1111"), "4111 1111 1111 1111"),
        ("<w:p>" + run("41") + "<w:hyperlink>" + run("11") + "</w:hyperlink></w:p>", "4111"),
        ("<w:p>" + run("41") + "<!-- not seen --><w:proofErr/>" + run("11") + "</w:p>", "4111"),
        ("<w:p>" + run("41") + run("PAGE", "w:instrText") + run("11") + "</w:p>", "4111"),
        ("<w:p>" + run("41") + "<wp:posOffset>99</wp:posOffset>" + run("11") + "</w:p>", "4111"),
        ("<w:p>" + run("41") + f"<w:txbxContent>{paragraph('box')}</w:txbxContent>" + run("11") + "</w:p>", "4111"),
        ("<w:p>" + run("41") + "<w:r><w:noBreakHyphen/></w:r>" + run("11") + "</w:p>", "41-11"),
        ("<w:p>" + run("4") + '<w:r><w:sym w:char="F031"/></w:r>' + run("11") + "</w:p>", "4111"),
        ("<w:p>" + run("a") + "<w:r><w:tab/></w:r>" + run("b") + "<w:r><w:br/></w:r>" + run("c") + "</w:p>", "a\tb\nc"),
        # As it will be, and as it was.
        (
            "<w:p>" + run("41") + f"<w:del>{run('99', 'w:delText')}</w:del><w:ins>{run('11')}</w:ins></w:p>",
            "4111\n4199",
        ),
        (
            "<w:p>" + run("41") + "<mc:AlternateContent><mc:Choice>" + run("11") + "</mc:Choice><mc:Fallback>"
            + run("12") + "</mc:Fallback></mc:AlternateContent></w:p>",
            "4111\n4112",
        ),
    ],
)  # fmt: skip
def test_text_that_is_split_over_runs_is_one_text(body: str, text: str) -> None:
    bound = body.replace("<w:p>", '<w:p xmlns:mc="m" xmlns:wp="d">', 1)
    assert text in said(docx(bound))


@pytest.mark.parametrize(
    "part",
    [
        "word/header1.xml",
        "word/footnotes.xml",
        "word/comments.xml",
        "word/glossary/document.xml",
        "docProps/core.xml",
        "docProps/app.xml",
        "customXml/item1.xml",
        "word/_rels/document.xml.rels",
        "word/unheard-of.xml",
        "unrelated.txt",
    ],
)
def test_every_part_of_a_package_is_read(part: str) -> None:
    content = docx("", {part: '<a xmlns:w="w"><b c="in an attribute">in a text</b><!-- in a comment --></a>'})
    assert {"in an attribute", "in a text", "in a comment"} <= {
        text.strip() for text in said(content).splitlines()
    } or (part.endswith("txt"))
    assert part in said(content)


def test_the_name_of_a_custom_property_leads_to_its_value() -> None:
    properties = '<Properties><property name="Customer SSN"><lpwstr>078-05-1120</lpwstr></property></Properties>'
    (leaf,) = [leaf for leaf in read(docx("", {"docProps/custom.xml": properties})) if "078" in leaf.text]
    assert leaf.words == ("customer", "ssn")


def test_a_label_and_what_comes_after_it_are_one_text() -> None:
    content = docx(paragraph("SSN") + paragraph("078-05-1120"))
    assert "SSN\n078-05-1120" in [leaf.text for leaf in read(content)]


def test_a_long_document_comes_in_several_texts_that_end_between_paragraphs() -> None:
    leaves = read(docx("".join(paragraph(f"{number:04}" * 25) for number in range(100))))
    lines = [line for leaf in leaves for line in leaf.text.split("\n") if len(line) == 100]
    assert lines == [f"{number:04}" * 25 for number in range(100)]
    assert max(len(leaf.text) for leaf in leaves) < 5_000


def test_a_document_inside_a_document_is_read() -> None:
    assert "deep inside" in said(docx("", {"word/embeddings/book.xlsx": xlsx("", ["deep inside"])}))


def test_notes_and_slides_are_read() -> None:
    run_of_drawing = "<a:p><a:r><a:t>41</a:t></a:r><a:r><a:t>11</a:t></a:r></a:p>"
    notes = '<p:notes xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>noted</a:t></a:r></a:p></p:notes>'
    text = said(pptx([run_of_drawing], {"ppt/notesSlides/notesSlide1.xml": notes}))
    assert {"4111", "noted"} <= {*text.split("\n")}


def test_settings_of_printers_and_fonts_are_read_for_the_text_in_them() -> None:
    settings = "Printer in room 12".encode("utf-16-le")
    font = b"\x00\x01\x00\x00\x00" + b"Made by someone" + bytes(9)
    text = said(xlsx("", (), {"xl/printerSettings/printerSettings1.bin": settings, "xl/fonts/a.ttf": font}))
    assert "Printer in room 12" in text
    assert "Made by someone" in text


@pytest.mark.parametrize("part", ["word/media/image1.png", "docProps/thumbnail.jpeg"])
def test_images_are_refused_unless_someone_decided_otherwise(part: str) -> None:
    content = docx(paragraph("text"), {part: PNG})
    with pytest.raises(NotInspected):
        read(content)
    assert "text" in said(content, images=Images.IGNORE)


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/activeX/a.bin", "xl/workbook.bin", "word/a.png"])
def test_what_is_no_text_and_no_known_document_is_refused(name: str) -> None:
    with pytest.raises(NotInspected):
        read(docx("", {name: b"\xd0\xcf\x11\xe0" + bytes(100)}), images=Images.IGNORE)


@pytest.mark.parametrize("symbol", ["", "zz", "110000", "FFFFFFFFFF"])
def test_a_symbol_that_is_none_is_refused(symbol: str) -> None:
    with pytest.raises(NotInspected):
        read(docx(f'<w:p><w:r><w:sym w:char="{symbol}"/></w:r></w:p>'))


def test_nothing_is_missed_that_python_docx_can_write() -> None:
    document = python_docx.Document()
    document.add_heading("a heading")
    split = document.add_paragraph("a run")
    split.add_run(" that goes on").bold = True
    document.add_comment(split.runs, text="a comment", author="its author")
    document.sections[0].header.paragraphs[0].text = "a header"
    document.sections[0].footer.paragraphs[0].text = "a footer"
    document.add_table(1, 1).cell(0, 0).text = "a cell"
    document.core_properties.author = "an author"
    document.core_properties.comments = "a remark"
    file = io.BytesIO()
    document.save(file)
    text = said(file.getvalue(), images=Images.IGNORE)
    expected = ("a heading", "a run that goes on", "a comment", "its author", "a header", "a footer", "a cell")
    assert [each for each in (*expected, "an author", "a remark") if each not in text] == []


def test_nothing_is_missed_that_openpyxl_can_write() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Name", "SSN"])
    sheet.append(["Ann", 856456789])
    sheet["C3"] = '=CONCATENATE("a formula")'
    sheet["A2"].comment = Comment("a comment", "its author")
    sheet["A2"].hyperlink = "https://example.com/a-link"
    sheet.oddHeader.center.text = "a header"
    hidden = book.create_sheet("a hidden sheet")
    hidden.sheet_state = "hidden"
    hidden["B7"] = "a hidden cell"
    book.defined_names["a_defined_name"] = DefinedName("a_defined_name", attr_text="Sheet!$A$1")
    book.properties.title = "a title"
    file = io.BytesIO()
    book.save(file)
    text = said(file.getvalue())
    expected = ("856456789", "a formula", "a comment", "its author", "a-link", "a header", "a hidden sheet")
    more = ("a hidden cell", "a_defined_name", "a title")
    assert [each for each in (*expected, *more) if each not in text] == []


def test_nothing_is_missed_that_python_pptx_can_write() -> None:
    presentation = python_pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "a title"
    box = slide.shapes.add_textbox(0, 0, 100, 100)
    box.text_frame.text = "a text box"
    box.name = "a name"
    slide.shapes.add_table(1, 1, 0, 0, 99, 99).table.cell(0, 0).text = "a cell"
    slide.notes_slide.notes_text_frame.text = "a note"
    file = io.BytesIO()
    presentation.save(file)
    text = said(file.getvalue(), images=Images.IGNORE)
    assert [each for each in ("a title", "a text box", "a name", "a cell", "a note") if each not in text] == []


def test_a_package_that_is_none_of_the_three_is_an_archive_of_xml() -> None:
    assert "<v>drawn</v>" not in said(zipped({"[Content_Types].xml": "<a/>", "visio/page1.xml": "<v>drawn</v>"}))
    assert "drawn" in said(zipped({"[Content_Types].xml": "<a/>", "visio/page1.xml": "<v>drawn</v>"}))
