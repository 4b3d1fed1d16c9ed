"""Meet what the rules ask of an answer before it is released. Pure.

Of the rules that name a value the strictest one in force prevails; of equals, the first by its id. Rules in shadow
are listed and change nothing. A field of the head that holds a finding goes as a whole. A path that selects an
object or an array replaces it as a whole. What is found in a document, or in a text once it is taken for one, cannot
be taken out: whatever a rule would do with it, if it does anything, blocks.

Not seen by rules on fields: what is inside a text, even if that is JSON. Labels see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

import orjson

from classifiers.finding import Finding, Part, Place, Span, in_family
from gateway.domain.decision import Decision, Obligation, Released, Treatment
from gateway.domain.errors import UninspectableContent
from gateway.domain.json import Json
from gateway.domain.message import EMPTY_BODY, Answer, Body, BodyKind, Fields, Message
from gateway.domain.rule import Action, Mode
from gateway.inspection.documents import Marked, StalePlace, treated_document, treated_pairs
from gateway.inspection.findings import is_inside_document
from gateway.inspection.leaves import form_pairs
from gateway.inspection.marks import Mark, treated
from gateway.policy.field_path import FieldPath, TooLongToTell

FIELD = "field"
"""The label of a treatment whose value a path named."""

UNMET = "obligation"
"""Why the content is uninspectable: the cause of the refusal, and a metric's label."""

_ALTERING = frozenset({Action.MASK, Action.REDACT, Action.DROP})
_DIGESTS = frozenset({"content-digest", "content-md5", "digest", "repr-digest"})  # of what is no longer there
_PLAIN_NAME = re.compile(r"[\w-]+")

_field_path = lru_cache(maxsize=4096)(FieldPath.parse)


@dataclass(frozen=True, slots=True)
class _Restricted:
    """A value, a name or a span that some rules are about."""

    label: str
    place: Place
    span: Span | None
    obligations: Sequence[Obligation]

    def prevailing(self) -> Obligation | None:
        """Return the obligation that decides, if any is in force."""
        in_force = [obligation for obligation in self.obligations if obligation.mode is Mode.ENFORCE]
        return min(in_force, key=lambda each: (-each.action.strictness, each.rule), default=None)


def release(decision: Decision, answer: Answer, findings: tuple[Finding, ...]) -> Released:
    """Return the answer with every obligation met; the very same message where there is nothing to do.

    Where a rule blocks, the message is empty.

    Raises:
        UninspectableContent: An obligation cannot be met on this content.
    """
    message = answer.message
    restricted = [*_labelled(decision.obligations, findings, message.body), *_named(decision.obligations, message.body)]
    if not restricted:
        return Released(message)
    treatments = tuple(treatment for each in restricted for treatment in _treatments(each))
    if blocked_by := _blocked_by(restricted):
        return Released(Message((), EMPTY_BODY), treatments, blocked_by)
    try:
        return Released(_treated(message, restricted), treatments)
    except StalePlace as stale:
        raise UninspectableContent("What was found could not be taken out of the content.", cause=UNMET) from stale


def _labelled(obligations: Sequence[Obligation], findings: Iterable[Finding], body: Body) -> Iterator[_Restricted]:
    by_label: dict[str, list[Obligation]] = {}
    for finding in findings:
        label = finding.label
        if label not in by_label:
            by_label[label] = [each for each in obligations if any(in_family(label, name) for name in each.labels)]
        named = by_label[label]
        if is_inside_document(finding.place, body):
            named = [each if each.action is Action.ALLOW else replace(each, action=Action.BLOCK) for each in named]
        if named:
            yield _Restricted(label, finding.place, finding.span, named)


def _named(obligations: Sequence[Obligation], body: Body) -> list[_Restricted]:
    """Return what paths name in the body.

    Raises:
        UninspectableContent: The body has no fields that a path could name.
    """
    found: dict[str, list[Obligation]] = {}
    for obligation in obligations:
        if obligation.fields and body.kind is not BodyKind.EMPTY:
            for pointer in _pointers(obligation, body):
                found.setdefault(pointer, []).append(obligation)
    return [_Restricted(FIELD, Place(Part.BODY, pointer), None, named) for pointer, named in found.items()]


def _pointers(obligation: Obligation, body: Body) -> Iterable[str]:
    paths = [_field_path(text) for text in obligation.fields]
    if body.kind is BodyKind.JSON:
        try:
            return dict.fromkeys(pointer for path in paths for pointer in path.pointers(body.document))
        except TooLongToTell:
            raise UninspectableContent(
                "The names in the content are too long. Ask for less, for example by paging.", cause=UNMET
            ) from None
    if body.kind is BodyKind.FORM:
        pairs = form_pairs(body.document)
        # account[iban] is a path to some servers and a name to others: whether a rule means it cannot be told.
        if all(_PLAIN_NAME.fullmatch(name) for name, _ in pairs):
            return dict.fromkeys(pointer for path in paths for pointer in _pairs_named(path, pairs))
    if obligation.mode is Mode.SHADOW or obligation.action is Action.ALLOW:
        return ()
    raise UninspectableContent(
        "A rule on fields applies, and the content has none that can be told apart.", cause=UNMET
    )


def _pairs_named(path: FieldPath, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield pointers to the pairs of a form that ``path`` selects in an object of them, as rules in requests do."""
    indices: dict[str, list[int]] = {}
    for index, (name, _) in enumerate(pairs):
        indices.setdefault(name, []).append(index)
    form: dict[str, Json] = {
        name: pairs[at[0]][1] if len(at) == 1 else [pairs[index][1] for index in at] for name, at in indices.items()
    }
    for pointer in path.pointers(form):
        match pointer.split("/")[1:]:
            case [name, nth]:
                yield f"/{indices[name][int(nth)]}"
            case [name]:
                yield from (f"/{index}" for index in indices[name])
            case _:
                yield from (f"/{index}" for index in range(len(pairs)))


def _treatments(restricted: _Restricted) -> Iterator[Treatment]:
    prevailing = restricted.prevailing()
    if prevailing is not None:
        action = _at(restricted.place, prevailing.action)
        yield Treatment(prevailing.rule, restricted.label, restricted.place, action)
    for shadow in restricted.obligations:
        if shadow.mode is Mode.SHADOW:
            yield Treatment(shadow.rule, restricted.label, restricted.place, shadow.action, Mode.SHADOW)


def _at(place: Place, action: Action) -> Action:
    """Return what an action comes to at a place: a header field is never changed, it goes."""
    return Action.DROP if place.part is Part.HEADER and action in _ALTERING else action


def _blocked_by(restricted: Iterable[_Restricted]) -> tuple[str, ...]:
    return tuple(
        sorted(
            {
                each.rule
                for value in restricted
                for each in value.obligations
                if each.mode is Mode.ENFORCE and each.action is Action.BLOCK
            }
        )
    )


def _treated(message: Message, restricted: Iterable[_Restricted]) -> Message:
    """Return ``message`` with every prevailing action carried out."""
    parts: Mapping[Part, Marked] = {part: Marked() for part in Part}
    for each in restricted:
        prevailing = each.prevailing()
        if prevailing is None or prevailing.action is Action.ALLOW:
            continue
        action = _at(each.place, prevailing.action)
        is_field = each.label == FIELD
        mark = Mark(action, "redacted" if is_field else each.label, each.span, is_value=is_field)
        node = parts[each.place.part].at(each.place.pointer)
        (node.name if each.place.in_key else node.value).append(mark)
    if not any(part.is_marked for part in parts.values()):
        return message
    if parts[Part.PATH].is_marked or parts[Part.QUERY].is_marked:
        raise StalePlace("an answer has neither a path nor a query")
    headers: Fields = tuple(treated_pairs(message.headers, parts[Part.HEADER]))
    body = _treated_body(message.body, parts[Part.BODY])
    if not body.content:
        body = EMPTY_BODY  # of a dropped text nothing is left, not even a kind
    if body is not message.body:
        headers = tuple(field for field in headers if field[0] not in _DIGESTS)
    return Message(headers, body)


def _treated_body(body: Body, marked: Marked) -> Body:
    if not marked.is_marked:
        return body
    match body.kind:
        case BodyKind.JSON:
            document = treated_document(body.document, marked)
            return replace(body, document=document, content=orjson.dumps(document))
        case BodyKind.FORM:
            pairs = treated_pairs(form_pairs(body.document), marked)
            return replace(body, document=[[*pair] for pair in pairs], content=urlencode(pairs).encode())
        case BodyKind.TEXT if not marked.below:
            text = treated(str(body.document), [*marked.value, *marked.name])
            return replace(body, document=text, content=text.encode())
        case _:
            raise StalePlace("a place in a body that has none")
