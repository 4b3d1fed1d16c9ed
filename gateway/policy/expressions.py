"""CEL expressions in rules: compiled and typed when the configuration loads, evaluated within a budget.

An expression only ever *holds* or does not: what cannot be evaluated (a missing field, an unknown claim, a
value of another type, too many iterations) does not hold. Its errors are never passed on, since they can carry values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cel_expr_python import cel

from connectors.faults import nearest
from gateway.domain.decision import Facts
from gateway.domain.json import Json
from gateway.domain.message import Fields
from gateway.policy.body import structure

_TEXTS = cel.Type.List(cel.Type.STRING)
_NAMED_TEXTS = cel.Type.Map(cel.Type.STRING, cel.Type.STRING)

VARIABLES: Mapping[str, cel.Type] = {
    "caller.subject": cel.Type.STRING,
    "caller.issuer": cel.Type.STRING,
    "caller.tenant": cel.Type.STRING,  # absent where the issuer has none
    "caller.groups": _TEXTS,  # absent where the token does not tell them all
    "caller.actors": _TEXTS,
    "plugin.id": cel.Type.STRING,
    "plugin.owner": cel.Type.STRING,
    "operation.id": cel.Type.STRING,
    "operation.effect": cel.Type.STRING,
    "operation.tier": cel.Type.STRING,
    "operation.flags": _TEXTS,
    "request.method": cel.Type.STRING,
    "request.parameters": _NAMED_TEXTS,  # of the path
    "request.query": _NAMED_TEXTS,
    "body": cel.Type.DYN,  # null where there is none; a form is a map of texts
    "now": cel.Type.TIMESTAMP,
}
"""Names are declared whole, so that ``caller.grops`` is found when the configuration loads."""

_INT64 = range(-(2**63), 2**63)
_UNDECLARED = re.compile(r"undeclared reference to '(.+)'")
_PLACE = re.compile(r"<input>:(\d+):(\d+): (.*)")


class InvalidExpression(ValueError):
    """An expression does not compile, or does not say yes or no."""


class _NotEvaluable(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Expression:
    """A yes-or-no question about a call."""

    text: str
    _program: cel.Expression = field(repr=False, compare=False)

    @classmethod
    def parse(cls, text: str) -> Expression:
        """Compile ``text``.

        Raises:
            InvalidExpression: With the place in the text and what is wrong there, in one line.
        """
        try:
            program = _environment().compile(text)
        except (RuntimeError, TypeError) as error:  # the latter for what is not Unicode
            raise InvalidExpression(_told(str(error))) from None
        if program.return_type() not in (cel.Type.BOOL, cel.Type.DYN):
            raise InvalidExpression(f"says {program.return_type().name().lower()}, expected true or false")
        return cls(text, program)

    def holds(self, facts: Facts) -> bool:
        """Return whether the expression is true of ``facts``; false where that cannot be told."""
        try:
            value = self._program.eval(data=_activation(facts, self.text))
        except (RuntimeError, _NotEvaluable):
            return False
        return value.type() == cel.Type.BOOL and value.plain_value() is True


@lru_cache(maxsize=1)
def _environment() -> cel.Env:
    return cel.NewEnv(variables=dict(VARIABLES))


def _activation(facts: Facts, text: str) -> dict[str, object]:
    """Return the values of the variables; of those that take time, only what stands in ``text``."""
    user, operation = facts.caller.user, facts.operation
    known: dict[str, object] = {
        "caller.subject": user.subject,
        "caller.issuer": user.issuer,
        "caller.actors": [actor.subject for actor in facts.caller.actors],
        "plugin.id": facts.caller.plugin.id,
        "plugin.owner": facts.caller.plugin.owner,
        "operation.id": f"{facts.connector}.{operation.id}",
        "operation.effect": operation.effect.value,
        "operation.tier": operation.tier.value,
        "operation.flags": sorted(flag.value for flag in operation.flags),
        "request.method": operation.method,
        "request.parameters": dict(facts.parameters),
        "now": facts.now,
    }
    if user.tenant is not None:
        known["caller.tenant"] = user.tenant
    if user.groups is not None:
        known["caller.groups"] = sorted(user.groups)
    if "query" in text:
        known["request.query"] = _named_once(facts.message.query)
    if "body" in text:
        document = structure(facts.message.body)
        _insist_on_int64(document)
        known["body"] = document
    return known


def _named_once(query: Fields) -> dict[str, str]:
    """Return the parameters of a query, or raise where one stands there twice: one of them would not be judged."""
    parameters = dict(query)
    if len(parameters) != len(query):
        raise _NotEvaluable
    return parameters


def _insist_on_int64(document: Json) -> None:
    """Raise where a number would wrap: the library reads 2**63 + 5 as a negative amount, under any upper limit."""
    pending = [document]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, int) and value not in _INT64:
            raise _NotEvaluable


def _told(error: str) -> str:
    """Return the first complaint of the compiler in one line, with its place."""
    found = _PLACE.search(error)
    if found is None:
        return "does not compile: it nests too deep, or is not text"
    line, column, complaint = found.groups()
    where = f"at column {column}" if line == "1" else f"at line {line}, column {column}"
    complaint = complaint.removesuffix(" (in container '')")
    undeclared = _UNDECLARED.fullmatch(complaint)
    meant = nearest(undeclared[1], VARIABLES) if undeclared else None
    return f"{where}: {complaint}" + (f"; did you mean `{meant}`?" if meant else "")
