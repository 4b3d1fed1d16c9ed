"""An answer is released with every obligation met, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from classifiers.finding import Finding, Part, Place, Span
from gateway.domain.decision import Decision, Obligation, Released, Treatment, Verdict
from gateway.domain.errors import UninspectableContent
from gateway.domain.json import Json
from gateway.domain.message import EMPTY_BODY, Answer, Body, BodyKind, Fields, Message
from gateway.domain.rule import Action, Mode
from gateway.edge.bodies import FORM_TYPE, content_type, decode
from gateway.inspection.release import release

CARD = "payment_card"
EMAIL = "contact.email"


def body(content: str, media_type: str = "application/json") -> Body:
    return decode(content.encode(), media_type, (), max_bytes=100_000, from_client=False)


def obligation(
    action: Action, *labels: str, rule: str = "r", mode: Mode = Mode.ENFORCE, fields: Sequence[str] = ()
) -> Obligation:
    return Obligation(rule, action, labels, tuple(fields), mode)


def finding(label: str, pointer: str, *span: int, part: Part = Part.BODY, in_key: bool = False) -> Finding:
    return Finding(label, Place(part, pointer, in_key), Span(*span) if span else None, 0.9, "test")


def released(answer: Body | Message, obligations: Sequence[Obligation], findings: Sequence[Finding] = ()) -> Released:
    message = answer if isinstance(answer, Message) else Message((("etag", "1"),), answer)
    result = release(Decision(Verdict.ALLOW, obligations=tuple(obligations)), Answer(200, message), tuple(findings))
    kept = result.message.body
    reread = decode(kept.content, content_type(kept), (), max_bytes=100_000, from_client=False)
    assert reread.document == kept.document  # what goes out is what is told
    return result


@pytest.mark.parametrize(
    ("action", "content"),
    [
        (Action.ALLOW, '{"card": "no 4111111111111111", "n": 1}'),
        (Action.MASK, '{"card":"no ************1111","n":1}'),
        (Action.REDACT, '{"card":"no [payment_card]","n":1}'),
        (Action.DROP, '{"n":1}'),
    ],
)
def test_a_finding_is_treated_as_its_rule_says(action: Action, content: str) -> None:
    result = released(
        body('{"card": "no 4111111111111111", "n": 1}'),
        [obligation(action, CARD)],
        [finding(CARD, "/card", 3, 19)],
    )

    assert result.message.body.content.decode() == content
    assert result.treatments == (Treatment("r", CARD, Place(pointer="/card"), action),)
    assert result.blocked_by == ()


def test_a_blocked_answer_is_empty() -> None:
    result = released(
        body('{"card": 1, "mail": 2}'),
        [
            obligation(Action.BLOCK, CARD, rule="z"),
            obligation(Action.BLOCK, CARD, rule="a"),
            obligation(Action.BLOCK, "health", rule="not met"),
            obligation(Action.BLOCK, EMAIL, rule="shadow", mode=Mode.SHADOW),
            obligation(Action.REDACT, EMAIL, rule="milder"),
        ],
        [finding(CARD, "/card"), finding(EMAIL, "/mail")],
    )

    assert result.blocked_by == ("a", "z")
    assert result.message == Message((), EMPTY_BODY)
    assert [(each.rule, each.action, each.mode) for each in result.treatments] == [
        ("a", Action.BLOCK, Mode.ENFORCE),
        ("milder", Action.REDACT, Mode.ENFORCE),
        ("shadow", Action.BLOCK, Mode.SHADOW),
    ]


@pytest.mark.parametrize(
    ("obligations", "rule", "action"),
    [
        ([obligation(Action.MASK, CARD, rule="a"), obligation(Action.REDACT, CARD, rule="b")], "b", Action.REDACT),
        ([obligation(Action.DROP, CARD, rule="a"), obligation(Action.REDACT, CARD, rule="b")], "a", Action.DROP),
        ([obligation(Action.ALLOW, CARD, rule="a"), obligation(Action.MASK, CARD, rule="b")], "b", Action.MASK),
        ([obligation(Action.MASK, CARD, rule="b"), obligation(Action.MASK, CARD, rule="a")], "a", Action.MASK),
        ([obligation(Action.MASK, "contact", CARD, rule="a")], "a", Action.MASK),
    ],
)
def test_the_strictest_rule_prevails_in_whatever_order(
    obligations: list[Obligation], rule: str, action: Action
) -> None:
    answer = body('{"card": "4111111111111111"}')
    found = [finding(CARD, "/card", 0, 16)]

    results = [released(answer, order, found) for order in (obligations, obligations[::-1])]

    assert results[0] == results[1]
    assert [(each.rule, each.action) for each in results[0].treatments] == [(rule, action)]


def test_a_family_names_its_labels_and_no_other() -> None:
    result = released(
        body('{"a": "x", "b": "y", "c": "z"}'),
        [obligation(Action.REDACT, "contact")],
        [finding(EMAIL, "/a"), finding("contact", "/b"), finding("contacts.x", "/c")],
    )

    assert result.message.body.document == {"a": "[contact.email]", "b": "[contact]", "c": "z"}


def test_a_rule_in_shadow_is_told_and_changes_nothing() -> None:
    message = Message((("etag", "1"),), body('{"a": "x"}'))
    result = released(
        message,
        [obligation(Action.REDACT, CARD, mode=Mode.SHADOW), obligation(Action.DROP, fields=["$.a"], mode=Mode.SHADOW)],
        [finding(CARD, "/a")],
    )

    assert result.message is message
    assert {(each.label, each.action, each.mode) for each in result.treatments} == {
        (CARD, Action.REDACT, Mode.SHADOW),
        ("field", Action.DROP, Mode.SHADOW),
    }


@pytest.mark.parametrize(
    ("obligations", "findings"),
    [
        ((), ()),
        ((), (finding(CARD, "/a"),)),
        ((obligation(Action.BLOCK, CARD),), ()),
        ((obligation(Action.BLOCK, CARD),), (finding(EMAIL, "/a"),)),
        ((obligation(Action.DROP, fields=["$..b", "$.a.c"]),), (finding(EMAIL, "/a"),)),
    ],
)
def test_with_nothing_to_do_the_very_message_is_released(
    obligations: tuple[Obligation, ...], findings: tuple[Finding, ...]
) -> None:
    message = Message((("etag", "1"),), body(' {"a" : "x"} '))

    assert released(message, obligations, findings) == Released(message)
    assert released(message, obligations, findings).message is message


@pytest.mark.parametrize(
    ("action", "document"),
    [
        (Action.MASK, {"people": [{"name": "A", "salary": "**"}, {"name": "B", "pay": {"salary": "[redacted]"}}]}),
        (
            Action.REDACT,
            {"people": [{"name": "A", "salary": "[redacted]"}, {"name": "B", "pay": {"salary": "[redacted]"}}]},
        ),
        (Action.DROP, {"people": [{"name": "A"}, {"name": "B", "pay": {}}]}),
    ],
)
def test_a_path_names_fields_whatever_they_hold(action: Action, document: Json) -> None:
    result = released(
        body('{"people": [{"name": "A", "salary": 10}, {"name": "B", "pay": {"salary": {"alice": 1}}}]}'),
        [obligation(action, fields=["$..salary", "$.people[0].salary"])],
    )

    assert result.message.body.document == document
    assert {(each.label, each.place.pointer) for each in result.treatments} == {
        ("field", "/people/0/salary"),
        ("field", "/people/1/pay/salary"),
    }
    assert len(result.treatments) == 2


def test_a_path_and_a_finding_on_one_value_meet_the_stricter() -> None:
    result = released(
        body('{"a": "4111111111111111", "b": "4111111111111111"}'),
        [obligation(Action.MASK, CARD), obligation(Action.REDACT, fields=["$.a"])],
        [finding(CARD, "/a", 0, 16), finding(CARD, "/b", 0, 16)],
    )

    assert result.message.body.document == {"a": "[redacted]", "b": "************1111"}


def test_a_blocking_path_blocks_only_where_it_selects() -> None:
    rule = obligation(Action.BLOCK, fields=["$.salary"])

    assert released(body('{"salary": null}'), [rule]).blocked_by == ("r",)
    assert released(body('{"salaries": 1}'), [rule]).blocked_by == ()


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("$.a", "a=%5Bredacted%5D&b=2&a=%5Bredacted%5D"),
        ("$..a", "a=%5Bredacted%5D&b=2&a=%5Bredacted%5D"),
        ("$.a[1]", "a=1&b=2&a=%5Bredacted%5D"),
        ("$.b", "a=1&b=%5Bredacted%5D&a=3"),
        ("$[?@ == '2']", "a=1&b=%5Bredacted%5D&a=3"),
        ("$", "a=%5Bredacted%5D&b=%5Bredacted%5D&a=%5Bredacted%5D"),
        ("$.c", "a=1&b=2&a=3"),
    ],
)
def test_a_path_names_fields_of_a_form(path: str, content: str) -> None:
    result = released(body("a=1&b=2&a=3", FORM_TYPE), [obligation(Action.REDACT, fields=[path])])

    assert result.message.body.content.decode() == content


@pytest.mark.parametrize(
    ("action", "found", "content"),
    [
        (Action.REDACT, finding(CARD, "/0", 3, 5), "a=no+%5Bpayment_card%5D&b=2"),
        (Action.REDACT, finding(CARD, "/1", in_key=True), "a=no+41&%5Bpayment_card%5D=2"),
        (Action.DROP, finding(CARD, "/0", 3, 5), "b=2"),
        (Action.DROP, finding(CARD, "/1", in_key=True), "a=no+41"),
        (Action.MASK, finding(CARD, "/0", 3, 5), "a=no+%2A%2A&b=2"),
    ],
)
def test_a_finding_in_a_form_is_treated(action: Action, found: Finding, content: str) -> None:
    result = released(body("a=no+41&b=2", FORM_TYPE), [obligation(action, CARD)], [found])

    assert result.message.body.content.decode() == content
    assert [each.place for each in result.treatments] == [found.place]


@pytest.mark.parametrize(
    ("action", "text"), [(Action.MASK, "no **!"), (Action.REDACT, "no [payment_card]!"), (Action.DROP, "no !")]
)
def test_a_finding_in_a_text_is_treated(action: Action, text: str) -> None:
    result = released(body("no 41!", "text/plain"), [obligation(action, CARD)], [finding(CARD, "", 3, 5)])

    assert result.message.body.document == text
    assert result.message.body.content == text.encode()


def test_of_a_text_that_is_dropped_whole_no_body_is_left() -> None:
    result = released(body("41", "text/plain"), [obligation(Action.DROP, CARD)], [finding(CARD, "")])

    assert result.message.body is EMPTY_BODY


@pytest.mark.parametrize("action", [Action.MASK, Action.REDACT, Action.DROP])
@pytest.mark.parametrize("in_key", [True, False])
def test_a_field_of_the_head_with_a_finding_goes(action: Action, in_key: bool) -> None:
    message = Message((("link", "41"), ("x-card", "41"), ("etag", "1")), EMPTY_BODY)
    found = finding(CARD, "/1", 0, 1, part=Part.HEADER, in_key=in_key)

    result = released(message, [obligation(action, CARD)], [found])

    assert result.message.headers == (("link", "41"), ("etag", "1"))
    assert [each.action for each in result.treatments] == [Action.DROP]


def test_a_finding_in_a_name_is_treated() -> None:
    result = released(
        body('{"4111": {"x": "41"}, "5555": 1}'),
        [obligation(Action.REDACT, CARD), obligation(Action.MASK, EMAIL), obligation(Action.MASK, fields=["$..x"])],
        [finding(CARD, "/4111", 0, 4, in_key=True), finding(CARD, "/5555", in_key=True), finding(EMAIL, "/4111/x")],
    )

    assert result.message.body.document == {"[payment_card]": {"x": "**"}, "[payment_card] 2": 1}
    assert [each.place.pointer for each in result.treatments] == ["/4111", "/5555", "/4111/x", "/4111/x"]


def test_a_changed_answer_counts_what_was_done_and_loses_its_digests() -> None:
    headers: Fields = (
        ("digest", "x"),
        ("content-digest", "x"),
        ("repr-digest", "x"),
        ("content-md5", "x"),
        ("etag", "1"),
    )
    result = released(
        Message(headers, body('{"a": "x", "b": "y", "c": "z", "d": "w"}')),
        [obligation(Action.REDACT, CARD), obligation(Action.MASK, EMAIL), obligation(Action.DROP, fields=["$.d"])],
        [finding(CARD, "/a"), finding(CARD, "/b"), finding(EMAIL, "/c"), finding("health", "/c")],
    )

    assert result.message.headers == (("etag", "1"),)
    assert result.summary() == "dropped=1, masked=1, redacted=2"


def test_an_answer_whose_head_alone_changed_keeps_its_body() -> None:
    message = Message((("digest", "x"), ("link", "41")), body(' {"a" : 1} '))

    result = released(message, [obligation(Action.REDACT, CARD)], [finding(CARD, "/1", part=Part.HEADER)])

    assert result.message.body is message.body
    assert result.message.headers == (("digest", "x"),)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        ("salary: 10", "text/plain"),
        ("salary[gross]=10", FORM_TYPE),
        ("pay.salary=10", FORM_TYPE),
        ("=10", FORM_TYPE),
    ],
)
@pytest.mark.parametrize("action", [Action.MASK, Action.REDACT, Action.DROP, Action.BLOCK])
def test_a_path_into_content_without_fields_is_refused(content: str, media_type: str, action: Action) -> None:
    with pytest.raises(UninspectableContent) as refused:
        released(body(content, media_type), [obligation(action, fields=["$..salary"])])

    assert refused.value.cause == "obligation"


@pytest.mark.parametrize(
    "harmless",
    [
        obligation(Action.ALLOW, fields=["$.salary"]),
        obligation(Action.BLOCK, fields=["$.salary"], mode=Mode.SHADOW),
    ],
)
def test_a_path_that_would_change_nothing_does_not_refuse_a_text(harmless: Obligation) -> None:
    message = Message((), body("salary: 10", "text/plain"))

    assert released(message, [harmless]) == Released(message)


def test_a_path_into_no_body_is_met() -> None:
    message = Message((), EMPTY_BODY)

    assert released(message, [obligation(Action.BLOCK, fields=["$"])]) == Released(message)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (body('{"a": 1}'), finding(CARD, "/b")),
        (body('{"a": 1}'), finding(CARD, "/a/0")),
        (body('{"a": 1}'), finding(CARD, "", in_key=True)),
        (body('{"a": 1}'), finding(CARD, "/1", part=Part.HEADER)),
        (body('{"a": 1}'), finding(CARD, "", part=Part.HEADER)),
        (body('{"a": 1}'), finding(CARD, "/0", part=Part.PATH)),
        (body('{"a": 1}'), finding(CARD, "", part=Part.PATH)),
        (body('{"a": 1}'), finding(CARD, "/0", part=Part.QUERY)),
        (body("a=1", FORM_TYPE), finding(CARD, "/1")),
        (EMPTY_BODY, finding(CARD, "")),
    ],
)
def test_a_finding_that_is_nowhere_is_refused(answer: Body, found: Finding) -> None:
    with pytest.raises(UninspectableContent) as refused:
        released(answer, [obligation(Action.REDACT, CARD)], [found])

    assert refused.value.cause == "obligation"


PDF = Body(BodyKind.DOCUMENT, "application/pdf", b"%PDF-1.7", None)


@pytest.mark.parametrize("action", [Action.MASK, Action.REDACT, Action.DROP, Action.BLOCK])
@pytest.mark.parametrize(
    ("answer", "pointer"), [(PDF, "/pages/0"), (PDF, ""), (body("<b>41</b>11", "text/html"), "/0")]
)
def test_what_is_found_in_a_document_blocks_whatever_would_be_done_with_it(
    answer: Body, pointer: str, action: Action
) -> None:
    result = released(answer, [obligation(action, CARD)], [finding(CARD, pointer, 0, 4)])

    assert (result.blocked_by, result.message) == (("r",), Message((), EMPTY_BODY))
    assert result.treatments == (Treatment("r", CARD, Place(Part.BODY, pointer), Action.BLOCK),)


@pytest.mark.parametrize(
    "harmless", [obligation(Action.ALLOW, CARD), obligation(Action.REDACT, CARD, mode=Mode.SHADOW)]
)
def test_a_document_goes_on_as_it_came_where_nothing_in_force_is_in_the_way(harmless: Obligation) -> None:
    message = Message((), PDF)

    assert release(
        Decision(Verdict.ALLOW, obligations=(harmless,)), Answer(200, message), (finding(CARD, ""),)
    ).message is (message)


def test_what_is_found_in_the_head_of_a_document_goes_and_the_document_stays() -> None:
    message = Message((("etag", CARD),), PDF)
    found = finding(CARD, "/0", part=Part.HEADER)
    result = release(
        Decision(Verdict.ALLOW, obligations=(obligation(Action.REDACT, CARD),)), Answer(200, message), (found,)
    )

    assert result.message == Message((), PDF)


def test_a_rule_on_fields_withholds_a_document() -> None:
    with pytest.raises(UninspectableContent) as refused:
        released(PDF, [obligation(Action.REDACT, fields=["$.salary"])])

    assert refused.value.cause == "obligation"


def test_the_original_answer_is_not_touched() -> None:
    answer = body('{"a": {"b": ["x", "y"]}}')
    before = (repr(answer.document), answer.content)

    released(answer, [obligation(Action.DROP, CARD)], [finding(CARD, "/a/b/0")])

    assert (repr(answer.document), answer.content) == before
