"""What rules keep from being sent is refused before anything is, wherever in a request it stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.gateways import Deployment, serving
from tests.notes import Spoken, deployment_of, recorded, result_of, speak, token_for
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import Upstream, answering, upstream

CARD = "4111 1111 1111 1111"
BARE = CARD.replace(" ", "")
NEAR = "4111 1111 1111 1112"  # no card number: its last digit is wrong

RULES = """
- id: no-cards
  owner: payments@example.com
  because: Card numbers are kept where they are.
  labels: [payment_card]
  action: block
- id: short-titles
  owner: support@example.com
  because: A title is a line.
  operation: notes.notes.create
  require: '!has(body.title) || size(body.title) <= 10'
- id: held-titles
  owner: support@example.com
  because: These go to customers.
  operation: notes.notes.create
  require: '!has(body.title) || body.title != "publish"'
  otherwise: hold
- id: shadow-titles
  owner: support@example.com
  because: To be seen before it is enforced.
  operation: notes.notes.create
  require: 'body.title != "shadow"'
  mode: shadow
"""
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@pytest.fixture
async def records() -> AsyncIterator[Upstream]:
    async with upstream(answering(b"{}")) as server:
        yield server


@pytest.fixture
async def deployment(
    tmp_path: Path, authorization_server: AuthorizationServer, records: Upstream
) -> AsyncIterator[Deployment]:
    deployed = deployment_of(tmp_path, authorization_server, records.url, rules=RULES)
    async with serving(deployed):
        yield deployed


@pytest.fixture
async def token(deployment: Deployment, authorization_server: AuthorizationServer) -> str:
    return await token_for(deployment, authorization_server)


@dataclass(frozen=True, slots=True)
class Place:
    """A request with a place for a number: ``{}`` as people write it, ``{bare}`` where no spaces may be."""

    body: str = ""
    content_type: str | None = JSON
    target: str = "/notes/notes"
    fields: tuple[str, ...] = ()

    async def ask(self, deployment: Deployment, token: str, number: str) -> Spoken:
        def filled(text: str) -> str:
            return text.replace("{}", number).replace("{bare}", number.replace(" ", ""))

        return await speak(
            deployment.url,
            "POST" if self.body else "GET",
            filled(self.target),
            fields=map(filled, self.fields),
            bearer=token,
            body=filled(self.body).encode(),
            content_type=self.content_type if self.body else None,
        )


PLACES = [
    pytest.param(Place('{"text": "card {}"}'), id="in a string"),
    pytest.param(Place('{"card": {bare}}'), id="in a number"),
    pytest.param(Place('{"a": [{"card {}": 1}]}'), id="in a key"),
    pytest.param(Place(r'{"a": "{\"card\": \"{}\"}"}'), id="in a document in a string"),
    pytest.param(Place("text=card+{bare}", FORM), id="in a form"),
    pytest.param(Place("card+{bare}=text", FORM), id="in the name of a form's field"),
    pytest.param(Place(target="/notes/notes?q=card+{bare}"), id="in the query"),
    pytest.param(Place(target="/notes/notes?card+{bare}=1"), id="in the name of a query parameter"),
    pytest.param(Place(target="/notes/notes/card%20{bare}"), id="in the path"),
    pytest.param(Place(fields=("Prefer: card {}",)), id="in a header field that goes on"),
]


@pytest.mark.parametrize("place", PLACES)
async def test_a_card_number_is_refused_wherever_it_stands(
    deployment: Deployment, records: Upstream, token: str, place: Place
) -> None:
    answer = await place.ask(deployment, token, CARD)
    assert (answer.status, answer.slug) == (403, "restricted-data")
    assert answer.problem["rules"] == ["no-cards"]
    assert "executed" not in answer.problem
    assert records.connections == 0
    (refusal,) = recorded(deployment)
    assert (refusal["kind"], result_of(refusal)["rules"]) == ("refusal", ["no-cards"])
    for kept in (answer.content, *(path.read_bytes() for path in deployment.audit.glob("*.jsonl"))):
        assert CARD.encode() not in kept
        assert BARE.encode() not in kept


@pytest.mark.parametrize("place", PLACES)
async def test_what_only_looks_like_a_card_number_passes(
    deployment: Deployment, records: Upstream, token: str, place: Place
) -> None:
    answer = await place.ask(deployment, token, NEAR)
    assert answer.status == 200
    assert records.connections == 1


BROKEN = [
    pytest.param(Place('{"title": "eleven char"}'), 422, "policy-violation", "short-titles", id="JSON"),
    pytest.param(Place("title=eleven+char", FORM), 422, "policy-violation", "short-titles", id="form"),
    pytest.param(Place('{"title": 12}'), 422, "policy-violation", "short-titles", id="not what the rule can read"),
    pytest.param(Place('{"title": "publish"}'), 403, "approval-pending", "held-titles", id="held"),
]


@pytest.mark.parametrize(("place", "status", "slug", "rule"), BROKEN)
async def test_a_write_that_breaks_a_rule_is_refused_by_its_name(
    deployment: Deployment, records: Upstream, token: str, place: Place, status: int, slug: str, rule: str
) -> None:
    answer = await place.ask(deployment, token, "")
    assert (answer.status, answer.slug, answer.problem["rules"]) == (status, slug, [rule])
    assert b"eleven" not in answer.content
    assert records.connections == 0
    (refusal,) = recorded(deployment)
    assert (result_of(refusal)["refusal"], result_of(refusal)["executed"]) == (slug, None)


@pytest.mark.parametrize("title", ["ten chars!", "shadow"])
async def test_a_write_that_breaks_no_enforced_rule_passes(
    deployment: Deployment, records: Upstream, token: str, title: str
) -> None:
    body = f'{{"title": "{title}"}}'.encode()
    answer = await speak(deployment.url, "POST", "/notes/notes", bearer=token, body=body, content_type=JSON)
    assert answer.status == 200
    (reached,) = records.received()
    assert reached.body == body.replace(b": ", b":")
    intent, outcome = recorded(deployment)
    assert (intent["kind"], outcome["kind"], intent["id"]) == ("intent", "outcome", outcome["id"])


async def test_a_high_impact_operation_waits_for_a_person(
    deployment: Deployment, records: Upstream, token: str
) -> None:
    answer = await speak(deployment.url, "DELETE", "/notes/notes", bearer=token)
    assert (answer.status, answer.slug) == (403, "approval-pending")
    assert "rules" not in answer.problem  # the description of the system says so, not a rule
    assert records.connections == 0
