"""The keys of a rule as people write them, and which of them go together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator

from connectors.faults import Fault
from connectors.model import Effect
from connectors.shapes import AtLeastOne, Line, Prose, Several, Shape, choice, wrong
from gateway.domain.rule import Action, Direction, LimitScope, Mode, Otherwise, Rate, Rule, Selector
from gateway.settings.notation import rate

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")  # it stands in answers, records and metrics


class On(StrEnum):
    """Which of the two messages a rule treats."""

    REQUEST = "request"
    RESPONSE = "response"
    BOTH = "both"


_DIRECTIONS: Mapping[On, frozenset[Direction]] = {
    On.REQUEST: frozenset({Direction.REQUEST}),
    On.RESPONSE: frozenset({Direction.RESPONSE}),
    On.BOTH: frozenset(Direction),
}

_DEFAULT_ON: Mapping[Action, On] = {
    Action.ALLOW: On.BOTH,
    Action.MASK: On.RESPONSE,
    Action.REDACT: On.RESPONSE,
    Action.DROP: On.RESPONSE,
    Action.BLOCK: On.BOTH,
}

_ALTERING = frozenset({Action.MASK, Action.REDACT, Action.DROP})

_TREATS = frozenset({"labels", "fields"})

_GOES_WITH: Mapping[str, frozenset[str]] = {
    "action": _TREATS,
    "on": _TREATS,
    "otherwise": frozenset({"require"}),
}


def _rule_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise wrong("expected up to 100 letters, digits, dots, hyphens and underscores")
    return text


def _expression(text: str) -> str:
    if not text.strip():
        raise wrong("expected an expression, found nothing")
    return text


def _count(number: int) -> int:
    if number < 1:
        raise wrong("expected a number of at least one")
    return number


Expression = Annotated[str, AfterValidator(_expression)]


class LimitShape(Shape):
    """``limit`` of a rule."""

    later: ClassVar[frozenset[str]] = frozenset({"budget", "weight", "window"})

    rate: Annotated[tuple[int, float], BeforeValidator(rate)]
    burst: Annotated[int, AfterValidator(_count)] | None = None
    per: Several[Annotated[LimitScope, BeforeValidator(choice(LimitScope))]]


class RuleShape(Shape):
    """One rule."""

    later: ClassVar[frozenset[str]] = frozenset({"terms", "from_region", "after", "flags"})

    id: Annotated[Line, AfterValidator(_rule_id)]
    owner: Line
    because: Prose
    connector: Line | None = None
    operation: Line | None = None
    effect: Annotated[Effect, BeforeValidator(choice(Effect))] | None = None
    labels: AtLeastOne[Line] = ()
    fields: AtLeastOne[Line] = ()
    action: Annotated[Action, BeforeValidator(choice(Action, later=("tokenise", "drop_record")))] | None = None
    on: Annotated[On, BeforeValidator(choice(On))] | None = None
    unless: Expression | None = None
    require: Expression | None = None
    otherwise: Annotated[Otherwise, BeforeValidator(choice(Otherwise))] = Otherwise.BLOCK
    limit: LimitShape | None = None
    mode: Annotated[Mode, BeforeValidator(choice(Mode))] = Mode.ENFORCE

    @classmethod
    def combine(cls, keys: Mapping[str, object]) -> Iterable[Fault]:
        """Return a fault unless the keys make one of the three kinds of rule."""
        treats = [key for key in ("labels", "fields") if key in keys]
        if len(treats) > 1:
            yield Fault(("fields",), "a rule is about labels or about fields: write two rules", in_key=True)
        for key in ("require", "limit"):
            if treats and key in keys:
                yield Fault((key,), f"a rule with `{treats[0]}` has no `{key}`: write two rules", in_key=True)
        if cls.knows_all(keys):
            yield from _incomplete(keys)
        if keys.get("action") in tuple(_ALTERING) and keys.get("on") in (On.REQUEST, On.BOTH):
            yield Fault(("on",), "requests are never altered, only refused: expected `response`, or `action: block`")


def _incomplete(keys: Mapping[str, object]) -> Iterable[Fault]:
    if not keys.keys() & {*_TREATS, "require", "limit"}:
        yield Fault((), "expected `labels`, `fields`, `require` or `limit`: the rule asks for nothing", in_key=True)
        return
    if keys.keys() & _TREATS and "action" not in keys:
        yield Fault(("action",), "`action` is missing: what happens to what the rule finds?")
    for key, others in _GOES_WITH.items():
        if key in keys and not keys.keys() & others:
            together = " or ".join(f"`{other}`" for other in sorted(others))
            yield Fault((key,), f"`{key}` goes with {together}", in_key=True)


def to_rule(shape: RuleShape) -> Rule:
    """Return the rule that ``shape`` describes."""
    on = shape.on or (_DEFAULT_ON[shape.action] if shape.action else None)
    return Rule(
        id=shape.id,
        owner=shape.owner,
        because=shape.because,
        selector=Selector(shape.connector, shape.operation, shape.effect),
        labels=shape.labels,
        fields=shape.fields,
        action=shape.action,
        on=_DIRECTIONS[on] if on else frozenset(),
        unless=shape.unless,
        require=shape.require,
        otherwise=shape.otherwise,
        limit=_to_rate(shape.limit) if shape.limit else None,
        mode=shape.mode,
    )


def _to_rate(shape: LimitShape) -> Rate:
    count, seconds = shape.rate
    return Rate(count, seconds, shape.burst or count, shape.per)
