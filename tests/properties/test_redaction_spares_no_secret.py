"""No seeded secret survives release in any byte, and nothing else is touched.

A scanner that knows the secrets stands in for the classifiers: what it finds is exact, so what survives would be
the fault of release. Content goes in as bytes and is read as an upstream's is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.finding import Finding, Leaf, Span
from gateway.domain.decision import Decision, Obligation, Released, Verdict
from gateway.domain.json import Json
from gateway.domain.message import EMPTY_BODY, Answer, Body, BodyKind, Message
from gateway.domain.rule import Action
from gateway.edge.bodies import FORM_TYPE, content_type, decode
from gateway.inspection.leaves import message_leaves
from gateway.inspection.release import release
from gateway.policy.field_path import FieldPath

# No secret has a character of the noise, the labels or the counters in it, but for digits, and those in runs of six
# or more. Some contain others, some are numbers too, some need escapes in JSON, in pointers and in forms.
SECRETS = (
    "4111111111111111",
    "411111111111111100",
    "856456789",
    "856456",
    "6456789123",
    "7701234567",
    "701234",
    "ПАРОЛЬ~1/ПАРОЛЬ",
    'КЛЮЧ"\\КЛЮЧ\n',
    "😀😀😀😀😀😀",
    "%&=+%&=+ЯЯ",
)
NUMBERS = tuple(secret for secret in SECRETS if secret.isdigit())
LABELS = ("payment_card", "national_id.us_ssn", "secret")

noise = st.text(alphabet="abc é.[]", max_size=6)
secrets = st.sampled_from(SECRETS)
spoiled = st.lists(noise | secrets, max_size=4).map("".join)


def documents_of(scalars: st.SearchStrategy[Json], names: st.SearchStrategy[str]) -> st.SearchStrategy[Json]:
    return st.recursive(
        scalars,
        lambda below: st.lists(below, max_size=4) | st.dictionaries(names, below, max_size=4),
        max_leaves=20,
    )


harmless: st.SearchStrategy[Json] = (
    st.none() | st.booleans() | st.integers(-99, 99) | st.sampled_from([0.5, -1.25, 1e300]) | noise
)
harmful: st.SearchStrategy[Json] = (
    spoiled
    | st.sampled_from([int(number) for number in NUMBERS])
    | st.sampled_from([float(number) for number in NUMBERS if len(number) < 16])
)
clean_documents = documents_of(harmless, noise)
documents = documents_of(harmless | harmful, noise | spoiled | secrets)
pairs = st.lists(st.tuples(noise | spoiled, noise | spoiled), max_size=4)
widenings = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=3)
hiding = pytest.mark.parametrize("action", [Action.REDACT, Action.DROP])


class SeededScanner:
    """Finds every seeded secret exactly, and the same again a little wider, so that findings overlap."""

    def __init__(self, wider: Sequence[tuple[int, int]]) -> None:
        self.wider = wider

    def scan(self, leaves: Iterable[Leaf]) -> list[Finding]:
        return [finding for leaf in leaves for finding in self._found(leaf)]

    def _found(self, leaf: Leaf) -> Iterator[Finding]:
        for secret in SECRETS:
            start = leaf.text.find(secret)
            while start >= 0:
                end = start + len(secret)
                for label, (before, after) in zip(LABELS, [(0, 0), *self.wider], strict=False):
                    span = Span(max(0, start - before), min(len(leaf.text), end + after))
                    yield Finding(label, leaf.place, None if leaf.is_number else span, 1, "seeded")
                start = leaf.text.find(secret, start + 1)


def released(message: Message, actions: Sequence[Action], wider: Sequence[tuple[int, int]] = ()) -> Released:
    """Release with a rule for each label, the last action for the rest of them."""
    actions = [*actions, *[actions[-1]] * len(LABELS)]
    obligations = tuple(
        Obligation(f"rule-{label}", action, (label,)) for label, action in zip(LABELS, actions, strict=False)
    )
    findings = tuple(SeededScanner(wider).scan(message_leaves(message)))
    return release(Decision(Verdict.ALLOW, obligations=obligations), Answer(200, message), findings)


def read(content: bytes, media_type: str) -> Body:
    return decode(content, media_type, (), max_bytes=1_000_000, from_client=False)


def written(document: Json, ascii_only: bool, indent: int | None) -> Body:
    return read(json.dumps(document, ensure_ascii=ascii_only, indent=indent).encode(), "application/json")


def texts(released: Released) -> list[str]:
    """Return everything that leaves, as sent and as whoever receives it reads it."""
    body = released.message.body
    reread = read(body.content, content_type(body))
    assert reread.document == body.document  # valid, and what is recorded is what is sent
    leaves = [leaf.text for leaf in message_leaves(Message(released.message.headers, reread))]
    return [body.content.decode(), *leaves]


def survivors(told: Iterable[str]) -> set[str]:
    return {secret for text in told for secret in SECRETS if secret in text}


def kept_parts(told: Iterable[str]) -> set[str]:
    """Return every five characters in a row that survived of a secret: a mask keeps four."""
    parts = {secret[start : start + 5] for secret in SECRETS for start in range(len(secret) - 4)}
    return {part for text in told for part in parts if part in text}


@hiding
@given(documents, st.booleans(), st.sampled_from([None, 2]), widenings)
def test_no_secret_survives_in_json(
    action: Action, document: Json, ascii_only: bool, indent: int | None, wider: list[tuple[int, int]]
) -> None:
    assert not survivors(texts(released(Message((), written(document, ascii_only, indent)), [action], wider)))


@given(documents, st.permutations([Action.MASK, Action.REDACT, Action.DROP]), widenings)
def test_no_secret_survives_where_rules_differ(
    document: Json, actions: list[Action], wider: list[tuple[int, int]]
) -> None:
    told = texts(released(Message((), written(document, ascii_only=False, indent=None)), actions, wider))

    assert not survivors(told)
    assert not kept_parts(told)


@given(documents, widenings)
def test_a_mask_keeps_at_most_four_characters_of_a_secret_in_json(document: Json, wider: list[tuple[int, int]]) -> None:
    told = texts(released(Message((), written(document, ascii_only=False, indent=None)), [Action.MASK], wider))

    assert not kept_parts(told)


@given(pairs, widenings, st.sampled_from([Action.REDACT, Action.DROP, Action.MASK]))
def test_no_secret_survives_in_a_form(
    form: list[tuple[str, str]], wider: list[tuple[int, int]], action: Action
) -> None:
    told = texts(released(Message((), read(urlencode(form).encode(), FORM_TYPE)), [action], wider))

    assert not survivors(told)
    assert not kept_parts(told)


@given(spoiled, widenings, st.sampled_from([Action.REDACT, Action.DROP, Action.MASK]))
def test_no_secret_survives_in_a_text(text: str, wider: list[tuple[int, int]], action: Action) -> None:
    told = texts(released(Message((), read(text.encode(), "text/plain")), [action], wider))

    assert not survivors(told)
    assert not kept_parts(told)


@given(pairs, widenings, st.sampled_from([Action.REDACT, Action.DROP, Action.MASK]))
def test_no_secret_survives_in_the_head(
    headers: list[tuple[str, str]], wider: list[tuple[int, int]], action: Action
) -> None:
    message = Message(tuple(headers), EMPTY_BODY)
    result = released(message, [action], wider).message

    assert not survivors(part for header in result.headers for part in header)
    assert [header for header in headers if not survivors(header)] == [*result.headers]


@given(documents, st.sampled_from([Action.REDACT, Action.MASK]))
def test_what_no_rule_names_keeps_its_place_and_value(document: Json, action: Action) -> None:
    body = written(document, ascii_only=False, indent=None)

    _assert_spared(body.document, released(Message((), body), [action]).message.body.document)


def _assert_spared(before: Json, after: Json) -> None:
    """Claim that only names and values with a secret differ: none is lost, moved or merged with another."""
    if isinstance(before, dict):
        assert isinstance(after, dict)
        assert len(after) == len(before)
        for (old_name, old), (new_name, new) in zip(before.items(), after.items(), strict=True):
            assert (new_name == old_name) is not bool(survivors([old_name]))
            _assert_spared(old, new)
    elif isinstance(before, list):
        assert isinstance(after, list)
        for old, new in zip(before, after, strict=True):
            _assert_spared(old, new)
    elif not survivors([leaf.text for leaf in message_leaves(Message((), _json(before)))]):
        assert after == before
        assert type(after) is type(before)
    else:
        assert isinstance(after, str)


def _json(document: Json) -> Body:
    return Body(BodyKind.JSON, "application/json", b"", document)


@given(documents)
def test_a_drop_takes_members_and_elements_and_nothing_else(document: Json) -> None:
    body = written(document, ascii_only=False, indent=None)

    assert released(Message((), body), [Action.DROP]).message.body.document == _without_secrets(body.document)


def _without_secrets(value: Json) -> Json:
    if isinstance(value, dict):
        return {
            name: _without_secrets(member)
            for name, member in value.items()
            if not survivors([name]) and not _is_secret(member)
        }
    if isinstance(value, list):
        return [_without_secrets(element) for element in value if not _is_secret(element)]
    return None if _is_secret(value) else value


def _is_secret(value: Json) -> bool:
    scalar = not isinstance(value, dict | list)
    return scalar and bool(survivors(leaf.text for leaf in message_leaves(Message((), _json(value)))))


@given(clean_documents, st.booleans(), st.sampled_from([Action.MASK, Action.DROP, Action.BLOCK]))
def test_an_answer_without_findings_is_released_byte_for_byte(document: Json, ascii_only: bool, action: Action) -> None:
    message = Message((("etag", "1"),), written(document, ascii_only, indent=2))

    result = released(message, [action])

    assert result == Released(message)
    assert result.message is message
    assert result.message.body.content == json.dumps(document, ensure_ascii=ascii_only, indent=2).encode()


@given(documents, st.sampled_from(["$..a", "$.*", "$..*", "$[0]", "$..[1]", "$['a','b'].*", "$"]))
def test_a_path_leaves_nothing_of_what_it_selects(document: Json, path: str) -> None:
    body = written(document, ascii_only=False, indent=None)
    rule = Obligation("rule", Action.REDACT, fields=(path,))

    result = release(Decision(Verdict.ALLOW, obligations=(rule,)), Answer(200, Message((), body)), ())

    after = result.message.body.document
    selected = FieldPath.parse(path).pointers(after)
    assert all(_value_at(after, pointer) == "[redacted]" for pointer in selected)
    assert {treatment.place.pointer for treatment in result.treatments} >= set(selected)


def _value_at(document: Json, pointer: str) -> Json:
    for token in pointer.split("/")[1:]:
        if isinstance(document, list):
            document = document[int(token)]
        elif isinstance(document, dict):
            document = document[token.replace("~1", "/").replace("~0", "~")]
    return document
