"""HTML: the text as it runs over inline elements, attributes, comments, scripts and styles.

There is no tree here, and so no way of mending one that another program might mend differently: what stands
between tags is text, what stands in them is told attribute by attribute, and every character is one or the other.
The tokens are those of the WHATWG's HTML, section 13.2.5. All expressions take linear time.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from html import unescape

from classifiers.documents.data_uris import data_uri_sources
from classifiers.documents.limits import Opening, Source
from classifiers.documents.texts import text_readings
from classifiers.finding import Leaf
from classifiers.leaves import words_of

TOGETHER = 4_000
"""Characters of lines that are given as one text: what stands in a label is context for what comes next."""

_TAG = re.compile(r"</?([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)?))?""")
_TAG_END = re.compile(r"[\s/]*>")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
# Elements that begin a line of their own; any other is inline, as one that nobody has heard of is.
_LINES = re.compile(
    "address|article|aside|blockquote|body|br|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|frameset|h1|h2|h3|h4|h5|h6|head|header|hgroup|hr|html|legend|li|main|menu|nav|ol|optgroup|"
    "option|p|pre|search|section|select|summary|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul"
)
_RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"})


def html_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield every text of a page.

    Raises:
        NotInspected: It is no text.
    """
    declared = _CHARSET.search(source.content[:1024])
    for text in text_readings(source.content, declared[1].decode() if declared else None):
        yield from page_leaves(text, source, opening)


def page_leaves(text: str, source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield every text of a page that is decoded already."""
    return _Reader(text, source, opening).leaves()


class _Reader:
    def __init__(self, text: str, source: Source, opening: Opening) -> None:
        self._text = text
        self._source = source
        self._opening = opening
        self._line: list[str] = []
        self._lines: list[str] = []
        self._length = 0
        self._given = 0
        self._seen: set[tuple[str, str]] = set()

    def leaves(self) -> Iterator[Leaf]:
        at = 0
        while at < len(self._text):
            self._opening.budget.remaining()
            begins = self._text.find("<", at)
            if begins < 0:
                begins = len(self._text)
            self._line.append(unescape(self._text[at:begins]))
            at = yield from self._markup(begins)
            if self._length > TOGETHER:
                yield from self._flush()
        self._break()
        yield from self._flush()

    def _markup(self, at: int) -> Generator[Leaf, None, int]:
        """Yield what stands in the markup that begins at ``at``, and return where it ends."""
        text = self._text
        if text.startswith("<!--", at):
            return (yield from self._until("-->", at + 4))
        if text.startswith(("<!", "<?", "</"), at) and not _TAG.match(text, at):
            return (yield from self._until(">", at + 2))
        tag = _TAG.match(text, at)
        if tag is None:
            self._line.append(text[at : at + 1])
            return at + 1
        name = tag[1].lower()
        if _LINES.fullmatch(name):
            self._break()
        at = yield from self._attributes(name, tag.end())
        if name in _RAW and not tag[0].startswith("</"):
            ends = _end_of_raw(name, text, at)
            yield from self._given_text(text[at:ends])
            return ends
        return at

    def _until(self, end: str, at: int) -> Generator[Leaf, None, int]:
        found = self._text.find(end, at)
        yield from self._given_text(self._text[at : found if found >= 0 else None])
        return found + len(end) if found >= 0 else len(self._text)

    def _attributes(self, tag: str, at: int) -> Generator[Leaf, None, int]:
        yield from self._name(tag)
        while at < len(self._text):
            end = _TAG_END.match(self._text, at)
            if end:
                return end.end()
            attribute = _ATTRIBUTE.match(self._text, at)
            if attribute is None:  # nothing but space up to the end of the page
                return len(self._text)
            name, *values = attribute.groups()
            yield from self._name(name)
            value = unescape(next((each for each in values if each is not None), ""))
            if value and (name, value) not in self._seen:
                self._seen.add((name, value))
                yield from self._given_text(value, words_of(name))
            at = attribute.end()
            if attribute[0].endswith("=") and self._text[at : at + 1] in {'"', "'"}:  # which nothing closes
                yield from self._given_text(unescape(self._text[at:]))
                return len(self._text)
        return at

    def _given_text(self, text: str, words: tuple[str, ...] = ()) -> Iterator[Leaf]:
        if text and not text.isspace():
            yield self._source.leaf(text, f"/{self._given}", words)
            self._given += 1
            for inner in data_uri_sources(text, self._source):
                yield from self._opening.inside(inner)

    def _name(self, name: str) -> Iterator[Leaf]:
        if (name, "") not in self._seen:
            self._seen.add((name, ""))
            yield self._source.name_leaf(name, f"/{self._given}")

    def _break(self) -> None:
        line, self._line = "".join(self._line), []
        if line and not line.isspace():
            self._lines.append(line)
            self._length += len(line)

    def _flush(self) -> Iterator[Leaf]:
        lines, self._lines, self._length = self._lines, [], 0
        yield from self._given_text("\n".join(lines))


def _end_of_raw(name: str, text: str, at: int) -> int:
    end = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(text, at) if name != "plaintext" else None
    return end.start() if end else len(text)
