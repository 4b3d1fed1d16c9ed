"""From configuration files to ``Settings``, or to every mistake in them at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TypeVar

from connectors.faults import Fault
from connectors.shapes import Shape, check
from gateway.domain.json import Json
from gateway.domain.mistake import Path
from gateway.domain.rule import Rule
from gateway.domain.secret import Secret
from gateway.settings.build import KEY, REDIS, Sections, build, client_secret
from gateway.settings.classifier_files import ClassifierFiles, identifier_key
from gateway.settings.classifier_shape import ClassifiersShape
from gateway.settings.descriptions import Descriptions
from gateway.settings.mistakes import InvalidConfiguration, LocatedMistake
from gateway.settings.model import Settings
from gateway.settings.plugin_shape import PluginShape
from gateway.settings.references import check_names, check_references
from gateway.settings.rule_shape import RuleShape, to_rule
from gateway.settings.secrets import Holder, SecretReference, UnreadableSecret, resolve
from gateway.settings.shape import ConnectorShape, RootShape
from gateway.settings.source import File, Source, read, read_rules

S = TypeVar("S", bound=Shape)

_AT_LEAST: Mapping[Path, int] = {KEY: 32}  # bytes, as much as an AES-256 or HMAC-SHA-256 key has


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, and the files that they came from: later mistakes find their line there."""

    settings: Settings
    source: Source


def load(path: FilePath, *, resolve_secrets: bool = True, resolve_keys: bool = False) -> Loaded:
    """Return the configuration in ``path``, a file or a directory with a ``sallyport.yaml``.

    Args:
        path: Files that it names are relative to it.
        resolve_secrets: Without, every secret stays empty, so that a configuration can be checked on a machine
            that has none of them. Nothing can be served with such settings: no key and no client is empty.
        resolve_keys: Resolve the keys of lists of identifiers in any case: without them nothing of a list is found.

    Raises:
        InvalidConfiguration: With all mistakes in all files.
    """
    source = read(path)
    loading = _Loading(source)
    root = loading.check(RootShape, source.document, ())
    document = _mapping(source.document)
    written = _mapping(document.get("connectors"))
    connectors = loading.connectors(written)
    plugins = loading.check_each(PluginShape, document.get("plugins"), "plugins")
    rules = loading.check_each(RuleShape, document.get("rules"), "rules")
    descriptions = loading.describe(written)
    section, _ = check(ClassifiersShape, document.get("classifiers", {}))  # its faults are those of the root
    secrets = {
        **loading.resolve(_references(root, connectors), resolve_secrets=resolve_secrets),
        **loading.resolve(_keys(section), resolve_secrets=resolve_secrets or resolve_keys),
    }
    lists = loading.lists(section or ClassifiersShape(), secrets)
    loading.raise_mistakes()
    assert root is not None  # noqa: S101  (or there was a mistake)
    systems = {name: system for name, system in descriptions.systems.items() if system is not None}
    sections = Sections(root, connectors, systems, plugins, rules, secrets, lists.settings, source.directory)
    return Loaded(build(sections, _digest(source, {**descriptions.files, **lists.files})), source)


def load_rules(path: FilePath) -> tuple[tuple[Rule, ...], Source]:
    """Return the rules in one file, and the file. Whether the connectors that they name exist is not known here.

    Raises:
        InvalidConfiguration: With all mistakes in it.
    """
    source = read_rules(path)
    loading = _Loading(source)
    rules = loading.check_each(RuleShape, _mapping(source.document).get("rules"), "rules")
    loading.report(check_names(source), ())
    loading.raise_mistakes()
    return tuple(map(to_rule, rules)), source


class _Loading:
    """Gathers mistakes while sections are checked."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.mistakes = list(source.mistakes)
        self._unreadable = {mistake.location for mistake in source.mistakes}

    def check(self, shape: type[S], value: object, path: Path) -> S | None:
        """Return ``value`` as ``shape``, or keep what is wrong with it."""
        checked, faults = check(shape, value)
        self.report(faults, path)
        return checked

    def check_each(self, shape: type[S], items: object, key: str) -> tuple[S, ...]:
        """Return those of ``items`` that are right, and keep what is wrong with the others."""
        listed = enumerate(items if isinstance(items, list) else ())
        checked = [self.check(shape, item, (key, index)) for index, item in listed]
        return tuple(item for item in checked if item is not None)

    def connectors(self, written: Mapping[str, object]) -> dict[str, ConnectorShape]:
        """Return those connectors that are right, and keep what is wrong with the others."""
        checked = {name: self.check(ConnectorShape, keys, ("connectors", name)) for name, keys in written.items()}
        return {name: connector for name, connector in checked.items() if connector is not None}

    def describe(self, written: Mapping[str, object]) -> Descriptions:
        """Return what the connectors lead to, and keep what is wrong with it or with what refers to it."""
        descriptions = Descriptions(self.source, written)
        self.mistakes.extend(descriptions.mistakes)
        self.report(check_references(self.source, descriptions.systems), ())
        return descriptions

    def lists(self, section: ClassifiersShape, secrets: Mapping[Path, Secret]) -> ClassifierFiles:
        """Return what the classifiers are given, and keep what is wrong with it."""
        lists = ClassifierFiles(self.source, section, secrets)
        self.mistakes.extend(lists.mistakes)
        return lists

    def report(self, faults: Iterable[Fault], path: Path) -> None:
        """Keep ``faults``, but for what follows from YAML that was refused at the same place."""
        for fault in faults:
            location = self.source.locate((*path, *fault.path), in_key=fault.in_key)
            if location not in self._unreadable:
                self.mistakes.append(LocatedMistake(location, fault.message, fault.suggestion))

    def raise_mistakes(self) -> None:
        """Raise ``InvalidConfiguration`` with what was kept, if anything was."""
        if self.mistakes:
            raise InvalidConfiguration(tuple(sorted(self.mistakes, key=lambda mistake: mistake.location)))

    def resolve(
        self, references: Iterable[tuple[Path, SecretReference]], *, resolve_secrets: bool
    ) -> dict[Path, Secret]:
        """Return every secret by the path of its reference: empty where it is not wanted, or not there."""
        secrets: dict[Path, Secret] = {}
        for path, reference in references:
            secrets[path] = Secret("")
            if resolve_secrets or reference.holder is Holder.OPEN:
                location = self.source.locate(path)
                try:
                    secrets[path] = resolve(reference, location.file.parent, _AT_LEAST.get(path, 1))
                except UnreadableSecret as error:
                    self.mistakes.append(LocatedMistake(location, str(error)))
        return secrets


def _mapping(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _references(
    root: RootShape | None, connectors: Mapping[str, ConnectorShape]
) -> Iterator[tuple[Path, SecretReference]]:
    if root is not None and root.key is not None:
        yield KEY, root.key
    if root is not None and root.redis is not None:
        yield REDIS, root.redis
    for name, connector in connectors.items():
        yield client_secret(name), connector.delegation.client.secret


def _keys(section: ClassifiersShape | None) -> Iterator[tuple[Path, SecretReference]]:
    for number, identifiers in enumerate(section.identifiers if section else ()):
        yield identifier_key(number), identifiers.key


def _digest(source: Source, named: Mapping[str, File]) -> str:
    """Return the SHA-256 over names and contents of all files, the same wherever they lie."""
    files = [(os.path.relpath(file.path, source.directory).replace(os.sep, "/"), file) for file in source.files]
    digest = hashlib.sha256()
    for name, file in sorted([*files, *named.items()], key=lambda item: item[0]):
        for part in (name.encode(), file.content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
