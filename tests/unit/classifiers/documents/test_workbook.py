from __future__ import annotations

import pytest

from classifiers.finding import Leaf, NotInspected, Place
from tests.made_documents import read, xlsx, zipped

HEAD = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
STRINGS = ("Name", "Customer SSN")


def cells(content: bytes) -> dict[str, Leaf]:
    return {leaf.place.pointer: leaf for leaf in read(content) if leaf.place.pointer.startswith("/sheets")}


def test_a_cell_has_its_place_and_the_words_of_its_column_and_row() -> None:
    name = '<c r="A2" t="inlineStr"><is><r><t>An</t></r><r><t>n</t></r></is></c>'
    found = cells(xlsx(f'{HEAD}<row r="2">{name}<c r="B2"><v>78051120</v></c></row>', STRINGS))
    assert found["/sheets/0/A2"] == Leaf("Ann", Place(pointer="/sheets/0/A2"), ("name",))
    assert found["/sheets/0/B2"] == Leaf("78051120", Place(pointer="/sheets/0/B2"), ("customer", "ssn", "ann"), True)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c><v>4.111111111111111E15</v></c>", "4111111111111111"),
        ("<c><v>4111111111111111</v></c>", "4111111111111111"),
        ("<c><v>0.5</v></c>", "0.5"),
        ("<c><v>1e400</v></c>", "1e400"),
        ("<c><v>none</v></c>", "none"),
        ('<c t="str"><f>A1</f><v>result</v></c>', "result"),
        ('<c t="str"><f>A1&amp;"secret"</f><v>result</v></c>', 'A1&"secret"'),
        ('<c t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c t="s"><v>1</v></c>', "Customer SSN"),
        ('<c r="nowhere" t="str"><v>text</v></c>', "text"),
        ("<c><is><t>inline</t></is></c>", "inline"),
    ],
)
def test_every_kind_of_cell_is_read(cell: str, text: str) -> None:
    assert text in {leaf.text for leaf in cells(xlsx(f"<row>{cell}</row>", STRINGS)).values()}


def test_two_cells_at_one_place_are_both_read() -> None:
    row = '<row><c r="A1" t="str"><v>seen</v></c><c r="A1" t="str"><v>also seen</v></c></row>'
    assert {"seen", "also seen"} <= {leaf.text for leaf in read(xlsx(row))}


def test_a_cell_without_a_row_is_read() -> None:
    assert "text" in {leaf.text for leaf in read(xlsx('<c r="A1" t="str"><v>text</v></c>'))}


def test_a_string_that_no_cell_has_any_more_is_read() -> None:
    texts = [leaf.text for leaf in read(xlsx(HEAD, (*STRINGS, "deleted")))]
    assert texts.count("deleted") == 1
    assert texts.count("Customer SSN") == 1


def test_what_is_in_a_sheet_beside_its_cells_is_read() -> None:
    more = '<worksheet><dv prompt="asked"/><hf><oddHeader>above</oddHeader></hf><p><t>drawn</t></p></worksheet>'
    texts = "\n".join(leaf.text for leaf in read(xlsx("", (), {"xl/worksheets/sheet2.xml": more})))
    assert "asked" in texts
    assert "above" in texts
    assert "drawn" in texts


def test_phonetic_guides_and_comments_are_texts_of_their_own() -> None:
    strings = "<sst><si><t>41</t><rPh><t>guide</t></rPh><t>11</t></si></sst>"
    texts = {leaf.text for leaf in read(xlsx("", (), {"xl/sharedStrings.xml": strings}))}
    assert {"4111", "guide"} <= texts


@pytest.mark.parametrize("index", ["2", "-3", "", "one", "9" * 5000])
def test_a_cell_that_refers_to_no_string_is_refused(index: str) -> None:
    with pytest.raises(NotInspected):
        read(xlsx(f'<row><c t="s"><v>{index}</v></c></row>', STRINGS))


def test_a_cell_that_refers_to_a_string_where_there_are_none_is_refused() -> None:
    sheet = '<worksheet><c t="s"><v>0</v></c></worksheet>'
    parts = {"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": sheet}
    with pytest.raises(NotInspected):
        read(zipped(parts))


def test_a_declared_range_costs_nothing() -> None:
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheet = f'<worksheet><dimension ref="A1:XFD1048576"/><sheetData>{cell}</sheetData></worksheet>'
    assert len(read(xlsx("", (), {"xl/worksheets/sheet1.xml": sheet}))) < 50
