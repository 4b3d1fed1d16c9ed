"""Read the files that ``classifiers`` names: an organisation's recognisers, dictionaries, identifiers, vocabularies.

Terms and identifiers are never told: what a list holds is restricted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, TypeVar

from classifiers.fields.vocabulary import Vocabulary
from classifiers.fields.vocabulary_file import InvalidVocabulary, read_vocabulary
from classifiers.lists.dictionary import Dictionary, read_dictionary
from classifiers.lists.faults import InvalidList
from classifiers.ner.entities import titles_of
from classifiers.ner.models import NoModel, located
from classifiers.presidio.registry import InvalidRegistry, Registry, read_recognizers
from gateway.domain.mistake import Path
from gateway.domain.secret import Secret
from gateway.settings.classifier_shape import ClassifiersShape, DictionaryShape, IdentifiersShape
from gateway.settings.mistakes import LocatedMistake, Location
from gateway.settings.model import ClassifierSettings
from gateway.settings.source import File, Source, read_file
from gateway.settings.strict_yaml import Document

if TYPE_CHECKING:
    from classifiers.lists.identifiers import Identifiers

T = TypeVar("T")

SECTION: Path = ("classifiers",)

_NO_DOCUMENT = Document(None, {}, {})


def identifier_key(number: int) -> Path:
    """Return the path of the key of one list of identifiers."""
    return (*SECTION, "identifiers", number, "key")


class ClassifierFiles:
    """What was read. ``files`` are by the name that a digest knows them by. Without a key, identifiers are not read."""

    def __init__(self, source: Source, shape: ClassifiersShape, secrets: Mapping[Path, Secret]) -> None:
        self.files: dict[str, File] = {}
        self.mistakes: list[LocatedMistake] = []
        self._source = source
        self._secrets = secrets
        registries = [self._registry(name, n) for n, name in enumerate(shape.recognizers)]
        dictionaries = [self._dictionary(each, n) for n, each in enumerate(shape.dictionaries)]
        identifiers = [self._identifiers(each, n) for n, each in enumerate(shape.identifiers)]
        vocabularies = [self._vocabulary(name, n) for n, name in enumerate(shape.vocabularies)]
        self.settings = ClassifierSettings(
            recognizers=tuple(each for registry in registries for each in registry.recognizers),
            left_out=frozenset().union(*(registry.left_out for registry in registries)),
            dictionaries=tuple(filter(None, dictionaries)),
            identifiers=tuple(filter(None, identifiers)),
            vocabularies=tuple(filter(None, vocabularies)),
            model=self._model(shape.model),
            countries=None if shape.countries is None else frozenset(shape.countries),
            budget=shape.budget,
            images=shape.images,
        )

    def _registry(self, name: str, number: int) -> Registry:
        path = self._found(name, ("recognizers", number))
        if path is None:
            return Registry()
        file = read_file(path)
        if file.document.mistakes:
            self.mistakes.extend(file.mistakes())
            return Registry()
        try:
            return read_recognizers(file.document.value)
        except InvalidRegistry as invalid:
            for fault in invalid.faults:
                location = file.locate(fault.path, in_key=fault.in_key)
                self.mistakes.append(LocatedMistake(location, fault.message, fault.suggestion))
            return Registry()

    def _dictionary(self, shape: DictionaryShape, number: int) -> Dictionary | None:
        def read(path: FilePath) -> Dictionary:
            return read_dictionary(path, shape.label, title=shape.title, layout=shape.layout)

        return self._listed(shape.file, ("dictionaries", number, "file"), read)

    def _identifiers(self, shape: IdentifiersShape, number: int) -> Identifiers | None:
        key = self._secrets[identifier_key(number)].reveal().encode()

        def read(path: FilePath) -> Identifiers | None:
            from classifiers.lists.identifier_file import read_identifiers  # noqa: PLC0415  (numpy: where it is used)

            return read_identifiers(path, key, shape.label, title=shape.title) if key else None

        return self._listed(shape.file, ("identifiers", number, "file"), read)

    def _vocabulary(self, name: str, number: int) -> Vocabulary | None:
        path = self._found(name, ("vocabularies", number))
        if path is None:
            return None
        try:
            return read_vocabulary(path)
        except InvalidVocabulary as invalid:
            self.mistakes.extend(LocatedMistake(Location(path, 1), fault) for fault in invalid.faults)
            return None

    def _model(self, name: str | None) -> str | None:
        """Return the name of a model that is installed and finds something; that there is none is a mistake."""
        if name is None:
            return None
        try:
            model = located(name)
            titles_of(model)
        except NoModel as missing:
            self.mistakes.append(LocatedMistake(self._source.locate((*SECTION, "model")), str(missing)))
            return None
        return model

    def _listed(self, name: str, key: Path, read: Callable[[FilePath], T | None]) -> T | None:
        path = self._found(name, key)
        if path is None:
            return None
        try:
            return read(path)
        except InvalidList as invalid:
            for line, message in invalid.faults:
                self.mistakes.append(LocatedMistake(Location(path, max(line, 1)), message))
            return None

    def _found(self, name: str, key: Path) -> FilePath | None:
        """Return the path of a file, and keep what it holds for the digest; that it is not there is a mistake."""
        path = self._source.directory / name
        try:
            self.files[f"file/{name}"] = File(path, path.read_bytes(), _NO_DOCUMENT)
        except OSError as error:
            message = f"{path} cannot be read: {error.strerror or type(error).__name__}"
            self.mistakes.append(LocatedMistake(self._source.locate((*SECTION, *key)), message))
            return None
        return path
