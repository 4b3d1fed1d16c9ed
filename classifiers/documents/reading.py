"""Open a document by its kind, and whatever is inside it by what that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from classifiers.documents.archive import package_leaves, zip_leaves
from classifiers.documents.compressed import gzip_leaves
from classifiers.documents.delimited import csv_leaves, tsv_leaves
from classifiers.documents.hypertext import html_leaves
from classifiers.documents.images import is_image
from classifiers.documents.kinds import Kind, document_kind
from classifiers.documents.limits import DEFAULT, Limits, Opening, Source
from classifiers.documents.lines import ndjson_leaves
from classifiers.documents.mail import mail_leaves
from classifiers.documents.markup import markup_leaves
from classifiers.documents.tarball import tar_leaves
from classifiers.documents.texts import decoded_text
from classifiers.finding import Leaf, NotInspected


def _pdf_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    from classifiers.documents.pdf import pdf_leaves  # noqa: PLC0415  (0.2 s: only where there is a PDF)

    return pdf_leaves(source, opening)


_READERS: Mapping[Kind, Callable[[Source, Opening], Iterator[Leaf]]] = {
    Kind.PDF: _pdf_leaves,
    Kind.DOCX: package_leaves,
    Kind.XLSX: package_leaves,
    Kind.PPTX: package_leaves,
    Kind.ZIP: zip_leaves,
    Kind.GZIP: gzip_leaves,
    Kind.TAR: tar_leaves,
    Kind.CSV: csv_leaves,
    Kind.TSV: tsv_leaves,
    Kind.NDJSON: ndjson_leaves,
    Kind.XML: markup_leaves,
    Kind.HTML: html_leaves,
    Kind.EML: mail_leaves,
}


def document_leaves(content: bytes, kind: Kind, limits: Limits = DEFAULT) -> Iterator[Leaf]:
    """Yield every text of a document of a kind that ``document_kind`` told.

    The time that is limited is that of the whole thread: whoever does something else between two leaves reads them
    into a list first.

    Raises:
        NotInspected: It cannot be opened, is damaged, is larger than ``limits`` allow, or something inside it is.
    """
    opening = Opening(limits, _part_leaves)
    for leaf in _READERS[kind](Source(content), opening):
        if leaf.text:
            opening.leaf(leaf)
            yield leaf


def _part_leaves(part: Source, opening: Opening) -> Iterator[Leaf]:
    if not part.content:
        return
    if part.depth > opening.limits.depth:
        raise NotInspected("a document inside too many others")
    if is_image(part.content):
        opening.image()
        return
    kind = document_kind(part.content, part.content_type, part.name)
    if kind is None:
        yield part.leaf(decoded_text(part.content))
    else:
        yield from _READERS[kind](part, opening)
