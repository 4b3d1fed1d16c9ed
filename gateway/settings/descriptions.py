"""Read the descriptions of the systems that the connectors name, from the catalogue or from files beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath

from connectors.catalogue import catalogue_names, catalogue_path, read
from connectors.faults import InvalidDescription, nearest
from connectors.model import System
from gateway.domain.mistake import Path
from gateway.settings.mistakes import LocatedMistake
from gateway.settings.source import File, Source, read_file


class Descriptions:
    """What was read. ``systems`` holds ``None`` for a connector whose description cannot be used.

    ``files`` are by the name that a digest knows them by, which does not depend on where the product is installed.
    """

    def __init__(self, source: Source, connectors: Mapping[str, object]) -> None:
        self.files: dict[str, File] = {}
        self.mistakes: list[LocatedMistake] = []
        self._source = source
        self._read: dict[FilePath, System | None] = {}
        self.systems = {name: self._describe(name, keys) for name, keys in connectors.items()}

    def _describe(self, name: str, keys: object) -> System | None:
        if not isinstance(keys, Mapping):
            return None
        use, file = keys.get("use"), keys.get("file")
        if isinstance(use, str):
            if use in catalogue_names():
                return self._system(f"catalogue/{use}.yaml", catalogue_path(use))
            message = f"the catalogue has no `{use}`, only {', '.join(catalogue_names())}"
            self._add(("connectors", name, "use"), message, nearest(use, catalogue_names()))
        elif isinstance(file, str):
            path = self._source.directory / file
            if path.is_file():
                return self._system(f"file/{file}", path)
            self._add(("connectors", name, "file"), f"there is no file {path}")
        return None

    def _system(self, label: str, path: FilePath) -> System | None:
        if path not in self._read:
            self.files[label] = read_file(path)
            self._read[path] = self._meaning(self.files[label])
        return self._read[path]

    def _meaning(self, file: File) -> System | None:
        if file.document.mistakes:
            self.mistakes.extend(file.mistakes())
            return None
        try:
            return read(file.document.value)
        except InvalidDescription as invalid:
            for fault in invalid.faults:
                location = file.locate(fault.path, in_key=fault.in_key)
                self.mistakes.append(LocatedMistake(location, fault.message, fault.suggestion))
            return None

    def _add(self, path: Path, message: str, suggestion: str | None = None) -> None:
        self.mistakes.append(LocatedMistake(self._source.locate(path), message, suggestion))
