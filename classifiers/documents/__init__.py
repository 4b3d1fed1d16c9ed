"""Documents cut into the texts to inspect: bytes in, leaves out.

    kind = document_kind(content, "application/pdf")
    leaves = document_leaves(content, kind)

What cannot be opened, is damaged, or is larger than the limits allow raises ``NotInspected``, and so does what is
inside a document and is none of the kinds that are read. ``docs/documents.md`` says what is read of each kind.

A pointer of a leaf leads to a place in the document in words and numbers of ours, never in text of it:
``/pages/3``, ``/parts/1/sheets/0/B7``. Only lines of JSON and their like have names of theirs in it.
"""

from classifiers.documents.kinds import Kind, document_kind
from classifiers.documents.limits import Images, Limits
from classifiers.documents.reading import document_leaves

__all__ = ["Images", "Kind", "Limits", "document_kind", "document_leaves"]
