"""tar (POSIX.1-2001, and what GNU makes of it): every member, every name, and nothing after the end."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator

from classifiers.documents.limits import Opening, Source
from classifiers.finding import Leaf, NotInspected


def tar_leaves(source: Source, opening: Opening) -> Iterator[Leaf]:
    """Yield the leaves of every member, and what its header says.

    Raises:
        NotInspected: It is damaged, or something follows its end.
    """
    stream = io.BytesIO(source.content)
    try:
        with tarfile.open(fileobj=stream, mode="r:") as archive:
            for index, info in enumerate(archive):
                opening.member()
                at = f"/members/{index}"
                yield from _said_of(info, source, at)
                if info.issparse():
                    raise NotInspected("a tar member that is mostly holes")
                yield from opening.inside(source.inner(_content(archive, info, stream, opening), at, name=info.name))
            end = archive.offset
    except (tarfile.TarError, OSError, ValueError, EOFError):
        raise NotInspected("a tar archive that is damaged") from None
    if source.content[end:].strip(b"\0"):
        raise NotInspected("a tar archive with something after its end")


def _said_of(info: tarfile.TarInfo, source: Source, at: str) -> Iterator[Leaf]:
    yield source.name_leaf(info.name, at)
    said = {"link": info.linkname, "user": info.uname, "group": info.gname, **info.pax_headers}
    for name, text in said.items():
        yield source.name_leaf(name, at)
        yield source.leaf(text, f"{at}/header")


def _content(archive: tarfile.TarFile, info: tarfile.TarInfo, stream: io.BytesIO, opening: Opening) -> bytes:
    file = archive.extractfile(info) if info.isreg() else None
    if file is None:
        return b""
    opening.unpack(info.size)
    content = file.read()
    padding = stream.read(-info.size % tarfile.BLOCKSIZE)
    if len(content) != info.size or padding.strip(b"\0"):
        raise NotInspected("a tar archive that ends early, or has something between its members")
    return content
