"""The files of one configuration as one document, in which every value knows the file and line it came from.

``plugins: plugins/`` stands for a list with one item for each file of that directory, ``rules: rules/`` for the
lists in its files, one after the other in the order of their names. What the values mean is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from gateway.domain.json import Json
from gateway.domain.mistake import Mistake, Path
from gateway.settings.mistakes import LocatedMistake, Location
from gateway.settings.strict_yaml import START, Document, Mark, YamlMistake, parse

MAIN = "sallyport.yaml"

_SUFFIXES = frozenset({".yaml", ".yml"})
_CASES = (".cases.yaml", ".cases.yml")  # tests of rules, which ``sallyport test`` reads


@dataclass(frozen=True, slots=True)
class File:
    """One file as read."""

    path: FilePath
    content: bytes = field(repr=False)
    document: Document = field(repr=False)

    def locate(self, path: Path, *, in_key: bool = False) -> Location:
        """Return where ``path`` of this file's document stands."""
        return _location(self.path, self.document.place(path, in_key=in_key))

    def mistakes(self) -> Iterator[LocatedMistake]:
        """Yield what is wrong with it as YAML."""
        for mistake in self.document.mistakes:
            yield LocatedMistake(_location(self.path, mistake.mark), mistake.message)


@dataclass(frozen=True, slots=True)
class Source:
    """A whole configuration, its main file first. ``document`` is a mapping unless the main file holds something else.

    ``mounts`` tells which value of which file stands at a path of the merged document.
    """

    document: Json
    files: tuple[File, ...]
    mounts: Mapping[Path, tuple[File, Path]]
    mistakes: tuple[LocatedMistake, ...] = ()

    @property
    def directory(self) -> FilePath:
        """Return where relative paths begin."""
        return self.files[0].path.parent

    def locate(self, path: Path, *, in_key: bool = False) -> Location:
        """Return where ``path`` stands, or the nearest thing above it. ``in_key`` asks for the name it ends in."""
        for length in range(len(path), 0, -1):
            if mount := self.mounts.get(path[:length]):
                file, prefix = mount
                return file.locate((*prefix, *path[length:]), in_key=in_key)
        return self.files[0].locate(path, in_key=in_key)


def locate_all(mistakes: Iterable[Mistake], source: Source) -> tuple[LocatedMistake, ...]:
    """Return ``mistakes`` with their places, sorted by them."""
    located = [LocatedMistake(source.locate(item.path), item.message, item.suggestion) for item in mistakes]
    return tuple(sorted(located, key=lambda mistake: mistake.location))


def read(path: FilePath) -> Source:
    """Return the configuration in the file ``path``, or in ``sallyport.yaml`` of the directory ``path``."""
    main = read_file(path / MAIN if path.is_dir() else path)
    merge = _Merge(main)
    document = main.document.value
    if isinstance(document, dict):
        document = {
            **document,
            **merge.directory(document, "plugins", one_per_file=True),
            **merge.directory(document, "rules", one_per_file=False),
        }
    return Source(document, tuple(merge.files), merge.mounts, tuple(merge.mistakes))


def read_rules(path: FilePath) -> Source:
    """Return one file of a directory of rules, as a configuration that holds nothing else."""
    merge = _Merge(read_file(path))
    rules: list[Json] = []
    merge.mount(merge.main, "rules", rules, one_per_file=False)
    return Source({"rules": rules}, (merge.main,), merge.mounts, tuple(merge.mistakes))


def read_file(path: FilePath) -> File:
    """Return the file ``path``; that it cannot be read is a mistake in it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return File(path, b"", Document(None, {}, {}, (YamlMistake(START, f"the file cannot be read: {reason}"),)))
    return File(path, content, parse(content))


class _Merge:
    """Collects the files of a configuration, and where their values end up."""

    def __init__(self, main: File) -> None:
        self.main = main
        self.files = [main]
        self.mounts: dict[Path, tuple[File, Path]] = {}
        self.mistakes = list(main.mistakes())

    def directory(self, document: dict[str, Json], key: str, *, one_per_file: bool) -> dict[str, Json]:
        """Return the list that ``key`` stands for, where it names a directory."""
        name = document.get(key)
        if not isinstance(name, str):
            return {}
        items: list[Json] = []
        for file in self._files(self.main.path.parent / name, key):
            self.mount(file, key, items, one_per_file=one_per_file)
        return {key: items}

    def mount(self, file: File, key: str, items: list[Json], *, one_per_file: bool) -> None:
        """Add what ``file`` holds to the list ``items`` that stands under ``key``."""
        for prefix, item in self._items(file, one_per_file=one_per_file):
            self.mounts[key, len(items)] = (file, prefix)
            items.append(item)

    def _files(self, directory: FilePath, key: str) -> Iterator[File]:
        try:
            names = sorted(path for path in directory.iterdir() if _is_part(path))
        except OSError as error:
            message = f"the directory {directory} cannot be read: {error.strerror or type(error).__name__}"
            self.mistakes.append(LocatedMistake(self.main.locate((key,)), message))
            return
        for path in names:
            file = read_file(path)
            self.files.append(file)
            self.mistakes.extend(file.mistakes())
            yield file

    def _items(self, file: File, *, one_per_file: bool) -> Iterator[tuple[Path, Json]]:
        value = file.document.value
        if value is None and file.document.mistakes:
            return
        if one_per_file:
            yield (), value
        elif isinstance(value, list):
            yield from (((index,), item) for index, item in enumerate(value))
        else:
            self.mistakes.append(LocatedMistake(file.locate(()), "expected a list of rules"))


def _is_part(path: FilePath) -> bool:
    """Claims that ``path`` belongs to a directory of configuration: hidden files and cases do not."""
    return path.suffix in _SUFFIXES and not path.name.startswith(".") and not path.name.endswith(_CASES)


def _location(path: FilePath, mark: Mark) -> Location:
    return Location(path, mark.line, mark.column)
