from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from classifiers.labels import LABELS
from classifiers.scanner import Scanner
from gateway.app.checking import load_checked
from gateway.app.policy import ConfiguredPolicy
from gateway.app.rehearsal import Rehearsed, Script, rehearse
from gateway.domain.caller import Caller, User
from gateway.domain.errors import MalformedRequest
from gateway.domain.message import Problem, Reply
from gateway.domain.passage import Executed
from gateway.domain.secret import Secret
from gateway.inspection.inspector import Inspector
from gateway.settings.model import Settings
from tests.gateways import Deployment

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CARD = "4111 1111 1111 1111"
RULES = """
- {id: no-cards-out, owner: me, because: so, labels: [payment_card], action: redact}
- {id: no-cards-in, owner: me, because: so, effect: write, labels: [payment_card], action: block, on: request}
- {id: slow, owner: me, because: so, effect: write, limit: {rate: 1/day, per: [plugin]}}
"""


@pytest.fixture
def settings(deployment: Deployment) -> Settings:
    return load_checked(replace(deployment, rules=RULES).write()).valid()


async def rehearsed(settings: Settings, method: str, target: str, *, body: str = "", answer: str = "") -> Rehearsed:
    caller = Caller(User("https://idp.example", "alice"), settings.plugins[0], Secret(""), NOW)
    inspector = Inspector(Scanner(["payment_card"]))
    policy = ConfiguredPolicy.of(settings, LABELS)
    try:
        script = Script(caller, method, target, body.encode(), answer.encode())
        return await rehearse(script, settings, policy, inspector, NOW)
    finally:
        inspector.close()


async def test_an_answer_is_shown_as_it_would_be_released(settings: Settings) -> None:
    answer = f'{{"card":"{CARD}","next":"http://127.0.0.1:9/notes?page=2"}}'
    shown = await rehearsed(settings, "GET", "/notes/notes?page=1", answer=answer)
    assert isinstance(shown.reply, Reply)
    base = f"{settings.public_url}/notes"
    assert shown.reply.content.decode() == f'{{"card":"[payment_card]","next":"{base}/notes?page=2"}}'
    assert shown.passage.executed is Executed.TRUE


async def test_without_an_answer_there_is_none_to_show(settings: Settings) -> None:
    shown = await rehearsed(settings, "POST", "/notes/notes", body='{"text":"hello"}')
    assert isinstance(shown.reply, Reply)
    assert shown.reply.content == b""
    assert shown.passage.decision is not None
    assert [claim.rule for claim in shown.passage.decision.claims] == ["slow"]  # said, and not taken
    assert shown.passage.delegation is not None
    assert shown.passage.delegation.audience == "https://notes.example.com"


async def test_a_refusal_is_shown_as_it_would_be_told(settings: Settings) -> None:
    shown = await rehearsed(settings, "POST", "/notes/notes", body=f'{{"text":"card {CARD}"}}')
    assert isinstance(shown.reply, Problem)
    assert (shown.reply.slug, shown.reply.rules) == ("restricted-data", ("no-cards-in",))
    assert shown.passage.executed is None


@pytest.mark.parametrize("target", ["/notes/../notes", "notes/notes", "/notes/%2fnotes"])
async def test_a_target_with_two_readings_is_no_request(settings: Settings, target: str) -> None:
    with pytest.raises(MalformedRequest):
        await rehearsed(settings, "GET", target)
