"""Check what one part of a configuration says of another: names that exist nowhere, and names that exist twice.

Works on the document as written, so that a mistake in one key of a rule does not hide one in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connectors.faults import Fault, nearest
from connectors.model import Effect, Operation, System
from connectors.patterns import names
from gateway.domain.mistake import Path
from gateway.settings.source import Source

Systems = Mapping[str, System | None]
"""By connector; ``None`` where the description cannot be used, so nothing is known of its operations."""


def check_references(source: Source, systems: Systems) -> Iterator[Fault]:
    """Yield what is wrong between plugins, rules, issuers and connectors."""
    document = source.document if isinstance(source.document, dict) else {}
    yield from check_names(source)
    issuers = _issuers(document)
    for index, plugin in _mappings(document.get("plugins")):
        yield from _issuer(plugin, ("plugins", index), issuers)
        for position, grant in _mappings(plugin.get("grants")):
            yield from _grant(grant, ("plugins", index, "grants", position), systems)
    for index, rule in _mappings(document.get("rules")):
        yield from _rule(rule, ("rules", index), systems)


def check_names(source: Source) -> Iterator[Fault]:
    """Yield what has a name that is taken: two plugins are never one OAuth client."""
    document = source.document if isinstance(source.document, dict) else {}
    identity = document.get("identity")
    listed = identity.get("issuers") if isinstance(identity, dict) else None
    yield from _twice(listed, ("identity", "issuers"), "issuer", source)
    yield from _twice(document.get("plugins"), ("plugins",), "id", source)
    yield from _twice(document.get("rules"), ("rules",), "id", source)


def _twice(items: object, path: Path, key: str, source: Source) -> Iterator[Fault]:
    """Yield a fault for each item whose ``key`` is that of one before it."""
    first: dict[str, Path] = {}
    for index, item in _mappings(items):
        name = item.get(key)
        if not isinstance(name, str):
            continue
        place = (*path, index, key)
        if name in first:
            yield Fault(place, f"`{name}` is there already, at {source.locate(first[name])}")
        first.setdefault(name, place)


def _issuers(document: Mapping[str, object]) -> list[str]:
    identity = document.get("identity")
    listed = identity.get("issuers") if isinstance(identity, dict) else None
    return [name for _, issuer in _mappings(listed) if isinstance(name := issuer.get("issuer"), str)]


def _issuer(plugin: Mapping[str, object], path: Path, issuers: list[str]) -> Iterator[Fault]:
    """Yield a fault where it is not told whose client a plugin is: several issuers may have one of that name."""
    named = plugin.get("issuer")
    if isinstance(named, str) and named not in issuers:
        yield Fault((*path, "issuer"), f"there is no issuer `{named}`", nearest(named, issuers))
    elif named is None and len(issuers) > 1:
        yield Fault(path, "`issuer` is missing: of which of the issuers is the plugin a client?")


def _grant(grant: Mapping[str, object], path: Path, systems: Systems) -> Iterator[Fault]:
    connector = grant.get("connector")
    if not isinstance(connector, str):
        return
    if connector not in systems:
        yield _unknown_connector(connector, path, systems)
    elif system := systems[connector]:
        for effect in Effect:
            for index, pattern in _texts(grant.get(effect.value)):
                place = (*path, effect.value, index)
                yield from _operations(pattern, effect, place, connector, system)


def _operations(pattern: str, effect: Effect, path: Path, connector: str, system: System) -> Iterator[Fault]:
    named = [operation for operation in system.operations if names(pattern, operation.id)]
    if not named:
        meant = nearest(pattern, (operation.id for operation in system.operations))
        yield Fault(path, f"`{pattern}` names no operation of `{connector}`", meant)
    elif not _with_effect(named, effect):
        yield Fault(path, f"`{pattern}` names no {effect}: it is a {named[0].effect}, which is granted apart")


def _rule(rule: Mapping[str, object], path: Path, systems: Systems) -> Iterator[Fault]:
    connector, operation, effect = rule.get("connector"), rule.get("operation"), rule.get("effect")
    if isinstance(connector, str) and connector not in systems:
        yield _unknown_connector(connector, path, systems)
        return
    chosen = {connector: systems[connector]} if isinstance(connector, str) else systems
    if not isinstance(operation, str) or None in chosen.values():
        return
    known = {f"{name}.{item.id}": item for name, system in chosen.items() if system for item in system.operations}
    named = [item for name, item in known.items() if names(operation, name)]
    if not named:
        message = f"`{operation}` names no operation: expected `<connector>.<operation id>`"
        yield Fault((*path, "operation"), message, nearest(operation, known))
    elif isinstance(effect, str) and effect in tuple(Effect) and not _with_effect(named, Effect(effect)):
        yield Fault((*path, "effect"), f"nothing that `{operation}` names is a {effect}")


def _with_effect(operations: list[Operation], effect: Effect) -> bool:
    return any(operation.effect is effect for operation in operations)


def _unknown_connector(name: str, path: Path, systems: Systems) -> Fault:
    return Fault((*path, "connector"), f"there is no connector `{name}`", nearest(name, systems))


def _mappings(items: object) -> Iterator[tuple[int, Mapping[str, object]]]:
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield index, item


def _texts(items: object) -> Iterator[tuple[int, str]]:
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, str):
            yield index, item
