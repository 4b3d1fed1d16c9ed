"""The keys of a plugin and its grants as people write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from connectors.faults import Fault
from connectors.model import Effect
from connectors.shapes import AtLeastOne, Day, Line, Prose, Several, Shape
from gateway.domain.grant import Grant, Plugin


class GrantShape(Shape):
    """One item of ``grants``."""

    later: ClassVar[frozenset[str]] = frozenset({"fields"})

    connector: Line
    read: AtLeastOne[Line] | None = None
    write: AtLeastOne[Line] | None = None
    because: Prose = ""
    approved_by: Line = ""
    until: Day | None = None

    @classmethod
    def combine(cls, keys: Mapping[str, object]) -> Iterable[Fault]:
        """Return what is missing between ``read`` and ``write``, and of what a write needs."""
        if "read" in keys and "write" in keys:
            yield Fault(("write",), "a grant is for reads or for writes: write two", in_key=True)
        elif not cls.knows_all(keys):
            return
        elif "read" not in keys and "write" not in keys:
            yield Fault((), "expected `read: [...]` or `write: [...]`", in_key=True)
        elif "write" in keys:
            for name, what in (("because", "why it is needed"), ("approved_by", "who allowed it")):
                if name not in keys:
                    yield Fault((name,), f"`{name}` is missing: a grant to write says {what}")


class OwnerShape(Shape):
    """``owner`` of a plugin: a team, or the name of one."""

    later: ClassVar[frozenset[str]] = frozenset({"alerts"})

    team: Line


def _owner(value: object) -> object:
    return {"team": value} if isinstance(value, str) else value


class PluginShape(Shape):
    """One plugin."""

    id: Line
    owner: Annotated[OwnerShape, BeforeValidator(_owner)]
    issuer: Line | None = None
    version: Line | None = None
    grants: Several[GrantShape] = ()


def to_plugin(shape: PluginShape) -> Plugin:
    """Return the plugin that ``shape`` describes."""
    return Plugin(shape.id, shape.owner.team, tuple(map(_to_grant, shape.grants)), shape.version, shape.issuer)


def _to_grant(shape: GrantShape) -> Grant:
    effect, operations = (Effect.READ, shape.read) if shape.read is not None else (Effect.WRITE, shape.write)
    return Grant(shape.connector, effect, operations or (), shape.because, shape.approved_by, shape.until)
