"""The descriptions that come with the product."""

from __future__ import annotations

import pytest

from connectors.catalogue import catalogue_names, catalogue_path, read
from connectors.match import Matcher
from connectors.model import Effect, System, Tier
from gateway.settings.strict_yaml import parse


def described(name: str) -> System:
    document = parse(catalogue_path(name).read_bytes())
    assert document.mistakes == ()
    return read(document.value)


@pytest.mark.parametrize("name", catalogue_names())
def test_a_description_carries_the_name_of_its_file(name: str) -> None:
    assert described(name).name == name


@pytest.mark.parametrize("name", catalogue_names())
def test_deletes_wait_for_a_person(name: str) -> None:
    deletes = [operation for operation in described(name).operations if operation.method == "DELETE"]
    assert {operation.tier for operation in deletes} == {Tier.HIGH}


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", "/v1/", "server.get"),
        ("GET", "/v1/buckets/crm/collections/tickets/records", "records.list"),
        ("GET", "/v1/buckets/crm/collections/tickets/records/7f", "records.get"),
        ("POST", "/v1/buckets/crm/collections/tickets/records", "records.create"),
        ("DELETE", "/v1/buckets/crm/collections/tickets/records", "records.delete_all"),
        ("POST", "/v1/batch", None),  # many operations in one
        ("GET", "/v1/buckets/crm/history", None),
        ("GET", "/buckets", None),
    ],
)
def test_kinto_is_what_its_reference_says(method: str, path: str, operation: str | None) -> None:
    match = Matcher(described("kinto")).match(method, path)
    assert (match.operation.id if match else None) == operation


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", "/user", "users.current"),
        ("GET", "/repos/octocat/hello", "repos.get"),
        ("GET", "/repos/octocat/hello/issues", "issues.list"),
        ("POST", "/repos/octocat/hello/issues", "issues.create"),
        ("GET", "/repos/octocat/hello/issues/7", "issues.get"),
        ("PATCH", "/repos/octocat/hello/issues/7", "issues.update"),
        ("GET", "/repos/octocat/hello/issues/comments", "issues.comments.list_all"),  # not the issue `comments`
        ("GET", "/repos/octocat/hello/issues/comments/9", "issues.comments.get"),
        ("PATCH", "/repos/octocat/hello/issues/comments", None),
        ("GET", "/repositories/1296269/issues", "issues.list"),  # where links to other pages lead
        ("POST", "/repositories/1296269/issues", None),
        ("GET", "/repos/octocat/hello/contents/src/main.py", None),  # base64, which nobody looks into yet
        ("GET", "/repos/octocat/hello/hooks", None),
    ],
)
def test_github_is_what_its_reference_says(method: str, path: str, operation: str | None) -> None:
    match = Matcher(described("github")).match(method, path)
    assert (match.operation.id if match else None) == operation


@pytest.mark.parametrize(
    ("name", "lowered"),
    [
        ("github", {"issues.create", "issues.comments.create"}),
        ("kinto", {"records.create", "records.patch"}),
    ],
)
def test_writes_that_do_not_wait_for_a_person_are_few_and_known(name: str, lowered: set[str]) -> None:
    writes = [operation for operation in described(name).operations if operation.effect is Effect.WRITE]
    assert {operation.id for operation in writes if operation.tier is not Tier.HIGH} == lowered
    assert not [operation.id for operation in writes if operation.tier is Tier.LOW]
