"""ZIP archives and Office files: every member, every name, and nothing between them.

A ZIP file can be read from its end, by the central directory, or from its beginning, one local header after the
other, and the two need not agree (APPNOTE.TXT, sections 4.3.6 and 4.4). Here they must: members follow each other
without gaps or overlaps from the first byte to the directory, each named in both, so that every program finds what
was inspected. What is unpacked must have the size and the checksum it says.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from classifiers.documents.images import is_font
from classifiers.documents.limits import Opening, Source
from classifiers.documents.office import office_leaves
from classifiers.documents.texts import printable_runs
from classifiers.documents.workbook import SharedStrings, SheetReader
from classifiers.finding import Leaf, NotInspected

_LOCAL = struct.Struct("<4s5H3L2H")  # section 4.3.7
_END = struct.Struct("<4s4H2LH")  # section 4.3.16
_ENCRYPTED, _DESCRIBED_AFTER = 0x1 | 0x40 | 0x2000, 0x8

_XML_PART = re.compile(r".*\.(?:xml|rels|vml)", re.IGNORECASE)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_STRINGS = "xl/sharedstrings.xml"
_SETTINGS = re.compile(r".*/printerSettings[0-9]*\.bin", re.IGNORECASE)  # of Windows: names of a printer, and numbers


def zip_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield the leaves of every member.

    Raises:
        NotInspected: It is encrypted, damaged, can be read in two ways, or a member cannot be opened.
    """
    archive = _Archive(source.content)
    yield source.leaf(archive.comment, "/comment")
    for index, info in enumerate(archive.members):
        yield from _said_of(info, source, f"/members/{index}")
        yield from opening.inside(
            source.inner(archive.unpacked(info, opening), f"/members/{index}", name=info.filename)
        )


def package_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield the leaves of every part of an Office file, its sheets with their shared strings.

    Raises:
        NotInspected: As for any archive; or a part is neither XML nor a document, an image or a font.
    """
    archive = _Archive(source.content)
    yield source.leaf(archive.comment, "/comment")
    strings: SharedStrings | None = None
    sheets = 0
    # The strings come first: cells refer to them.
    for index, info in enumerate(sorted(archive.members, key=lambda info: info.filename.lower() != _STRINGS)):
        at = f"/parts/{index}"
        yield from _said_of(info, source, at)
        part = source.inner(archive.unpacked(info, opening), at, name=info.filename)
        if info.filename.lower() == _STRINGS and strings is None:
            strings = SharedStrings(part, opening)
            yield from strings.leaves()
        elif _SHEET.fullmatch(info.filename):
            sheet = source.inner(part.content, f"/sheets/{sheets}")
            yield from SheetReader(sheet, opening, strings).leaves()
            sheets += 1
        else:
            yield from _part_leaves(part, opening)
    if strings:
        yield from strings.unused()


def _part_leaves(part: Source, opening: Opening) -> Iterator[Leaf]:
    name = part.name or ""
    if _XML_PART.fullmatch(name):
        yield from office_leaves(part, opening)
    elif _SETTINGS.fullmatch(name) or is_font(part.content, name):
        yield part.leaf(printable_runs(part.content))
    else:
        yield from opening.inside(part)


def _said_of(info: zipfile.ZipInfo, source: Source, at: str) -> Iterator[Leaf]:
    yield source.name_leaf(info.filename, at)
    yield source.leaf(info.comment.decode("utf-8", "replace"), f"{at}/comment")
    yield source.leaf(printable_runs(info.extra), f"{at}/extra")


class _Archive:
    """The members of an archive that can be read in one way only."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as file:
                self.members = sorted(file.infolist(), key=lambda info: info.header_offset)
                self._directory = file.start_dir
                self.comment = file.comment.decode("utf-8", "replace")
                comment_size = len(file.comment)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError):
            raise NotInspected("a ZIP archive that is damaged") from None
        self._insist_on_one_end(comment_size)
        self._starts: dict[int, int] = {}
        end = 0
        following = [*(info.header_offset for info in self.members[1:]), self._directory]
        for info, next_offset in zip(self.members, following, strict=False):
            if info.header_offset != end:
                raise NotInspected("a ZIP archive with something between its members")
            end = self._end_of(info, next_offset)
        if end != self._directory:
            raise NotInspected("a ZIP archive with something between its members")

    def unpacked(self, info: zipfile.ZipInfo, opening: Opening) -> bytes:
        """Return what a member holds. Raises ``NotInspected`` unless it is what the directory says."""
        opening.member()
        start = self._starts[info.header_offset]
        packed = self._content[start : start + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            opening.unpack(len(packed))
            content, rest = packed, b""
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            content, rest = opening.inflate(packed, -zlib.MAX_WBITS)
        else:
            raise NotInspected("a member compressed in a way that is not undone here")
        if rest or len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            raise NotInspected("a member that is not what the archive says")
        return content

    def _end_of(self, info: zipfile.ZipInfo, following: int) -> int:
        """Return where a member ends, which is where the next begins."""
        if info.flag_bits & _ENCRYPTED:
            raise NotInspected("a ZIP archive that is encrypted")
        # The directory comes after, so there is enough to unpack.
        signature, _, flags, method, _, _, _, size, _, name_size, extra_size = _LOCAL.unpack_from(
            self._content, info.header_offset
        )
        at = info.header_offset + _LOCAL.size
        name = self._content[at : at + name_size]
        agrees = (
            signature == b"PK\x03\x04"
            and (flags, method) == (info.flag_bits, info.compress_type)
            and name == _raw_name(info)
            and (flags & _DESCRIBED_AFTER or size in {info.compress_size, 0xFFFFFFFF})
        )
        if not agrees:
            raise NotInspected("a ZIP archive that can be read in two ways")
        info.extra += self._content[at + name_size : at + name_size + extra_size]  # may differ from the directory's
        start = self._starts[info.header_offset] = at + name_size + extra_size
        end = start + info.compress_size
        is_described = flags & _DESCRIBED_AFTER and self._content[end:following] in _descriptors(info)
        return following if is_described else end

    def _insist_on_one_end(self, comment_size: int) -> None:
        """Raise unless the directory goes up to the end, and the end is that of the file. No answer needs Zip64."""
        at = len(self._content) - comment_size - _END.size
        signature, *_, size, _, _ = _END.unpack_from(self._content, at)
        if signature != b"PK\x05\x06" or self._directory + size != at:
            raise NotInspected("a ZIP archive with something after its end")


def _descriptors(info: zipfile.ZipInfo) -> set[bytes]:
    """Return what may follow a member: with and without signature, of 32 or 64 bits (section 4.3.9)."""
    sizes = (info.CRC, info.compress_size, info.file_size)
    plain = (struct.pack("<LLL", *sizes), struct.pack("<LQQ", *sizes))
    return {*plain, *(b"PK\x07\x08" + each for each in plain)}


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    """Return a name as the directory has it: ``zipfile`` decodes it, and cuts it at a NUL."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")
