"""A name of a megabyte above ten thousand values is told once for each: 1 MB of JSON became 10 GB of pointers."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from classifiers.finding import NotInspected
from classifiers.leaves import json_leaves
from gateway.domain.json import Json
from gateway.policy.field_path import FieldPath, TooLongToTell
from tests.attacks.stage import stage
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import answering

NO_SALARIES = """
- {id: no-salaries, owner: hr, because: nobody's business, fields: ['$..salary'], action: drop}
"""
BOMB: Json = {"k" * 1_000_000: [{"salary": 1}] * 10_000}


def test_places_that_are_too_long_are_not_told_one_by_one() -> None:
    with pytest.raises(NotInspected):
        for _ in json_leaves(BOMB):
            pass


def test_fields_that_are_too_long_to_be_named_are_not_named_one_by_one() -> None:
    with pytest.raises(TooLongToTell):
        FieldPath.parse("$..salary").pointers(BOMB)


def test_long_names_above_few_values_are_told() -> None:
    assert len(list(json_leaves({"k" * 1_000_000: [1, 2]}))) == 3
    assert len(FieldPath.parse("$..salary").pointers({"k" * 1_000_000: {"salary": 1}})) == 1


async def test_an_answer_whose_fields_cannot_be_named_is_not_released(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    async with stage(answering(orjson.dumps(BOMB)), tmp_path, authorization_server, rules=NO_SALARIES) as act:
        answer = await act.ask("GET", "/notes/1")
    assert (answer.status, answer.slug) == (403, "uninspectable-content")
