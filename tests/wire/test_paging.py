"""Pages, links and memory: PyGithub in front of a small GitHub that remembers what was added to it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from github import Github
from github.Auth import Token
from github.Issue import Issue

from gateway.audit.reading import read
from gateway.audit.verify import verify
from tests.gateways import serving
from tests.servers.github_fake import GITHUB, ISSUES, OWNER, REPOSITORY, REPOSITORY_ID, github_fake
from tests.servers.oidc import AuthorizationServer, fingerprint
from tests.servers.upstream import Upstream, answering, upstream
from tests.wire.github_clients import OPENS_ISSUES, READS, in_front_of, token_of_alice, with_pygithub

NAME = f"{OWNER}/{REPOSITORY}"
BY_ID = f"/repositories/{REPOSITORY_ID}/issues"


def all_issues(github: Github) -> list[Issue]:
    return list(github.get_repo(NAME).get_issues())


@pytest.mark.parametrize("origin", [GITHUB, None])  # None: URLs are those at which it was asked
@pytest.mark.parametrize(("links_by_id", "paged_path"), [(True, BY_ID), (False, ISSUES)])
async def test_all_issues_arrive_over_several_pages_each_through_the_gateway(
    tmp_path: Path,
    authorization_server: AuthorizationServer,
    origin: str | None,
    links_by_id: bool,
    paged_path: str,
) -> None:
    async with github_fake(issues=70, origin=origin, links_by_id=links_by_id) as github:
        deployment = in_front_of(github.url, tmp_path, authorization_server, READS)
        token = await token_of_alice(deployment, authorization_server)
        async with serving(deployment):
            issues = await with_pygithub(deployment, Token(token), all_issues)
        received = github.received()
    assert [issue.number for issue in issues] == list(range(70, 0, -1))
    assert {issue.url for issue in issues} == {f"{deployment.url}/github{ISSUES}/{n}" for n in range(1, 71)}
    assert {issue.body for issue in issues} == {
        f"Please look at {deployment.url}/github{ISSUES}/{n} again." for n in range(1, 71)
    }
    assert [request.target.split("?")[0] for request in received] == [f"/repos/{NAME}", ISSUES, paged_path, paged_path]
    (exchange,) = await authorization_server.exchanges()
    for request in received:
        sent = (request.header("authorization") or "").removeprefix("Bearer ")
        assert fingerprint(sent) == exchange.issued_sha256
        assert token.encode() not in repr(request).encode()


async def test_a_count_is_read_from_the_link_to_the_last_page(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    async with github_fake(issues=70) as github:
        deployment = in_front_of(github.url, tmp_path, authorization_server, READS)
        token = await token_of_alice(deployment, authorization_server)
        async with serving(deployment):
            count = await with_pygithub(
                deployment, Token(token), lambda github: github.get_repo(NAME).get_issues().totalCount
            )
    assert count == 70


async def renamed(server: Upstream, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer as GitHub does for a repository that has another name now."""
    moved = (("Location", f"{GITHUB}/repositories/{REPOSITORY_ID}"),)
    first = answering(b"{}", status="301 Moved Permanently", headers=moved)
    now = answering(b'{"full_name":"octocat/good-morning","url":"%s/repos/octocat/good-morning"}' % GITHUB.encode())
    await (first if server.connections == 1 else now)(server, reader, writer)


async def test_a_renamed_repository_is_found_by_the_redirect_through_the_gateway(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    async with upstream(renamed) as system:
        deployment = in_front_of(system.url, tmp_path, authorization_server, READS)
        token = await token_of_alice(deployment, authorization_server)
        async with serving(deployment):
            repository = await with_pygithub(deployment, Token(token), lambda github: github.get_repo(NAME))
        received = system.received()
    assert repository.full_name == "octocat/good-morning"
    assert repository.url == f"{deployment.url}/github/repos/octocat/good-morning"
    assert [request.target for request in received] == [f"/repos/{NAME}", f"/repositories/{REPOSITORY_ID}"]


@pytest.mark.parametrize("origin", [GITHUB, None])
async def test_a_created_issue_is_read_back_by_number_by_url_and_by_location(
    tmp_path: Path, authorization_server: AuthorizationServer, origin: str | None
) -> None:
    def create_and_read_back(github: Github) -> tuple[Issue, Issue, object]:
        repository = github.get_repo(NAME)
        created = repository.create_issue("The door squeaks")
        _, by_location = github.requester.requestJsonAndCheck("GET", str(created.raw_headers["location"]))
        created.update()  # asks at ``url`` again
        return created, repository.get_issue(created.number), by_location

    async with github_fake(issues=4, origin=origin) as github:
        deployment = in_front_of(github.url, tmp_path, authorization_server, READS, OPENS_ISSUES)
        token = await token_of_alice(deployment, authorization_server)
        async with serving(deployment):
            created, by_number, by_location = await with_pygithub(deployment, Token(token), create_and_read_back)
        received = github.received()
    assert (created.number, created.title) == (5, "The door squeaks")
    assert created.url == f"{deployment.url}/github{ISSUES}/5"
    assert created.raw_data == by_number.raw_data == by_location
    assert [(request.method, request.target) for request in received] == [
        ("GET", f"/repos/{NAME}"),
        ("POST", ISSUES),
        *[("GET", f"{ISSUES}/5")] * 3,
    ]


async def test_every_page_and_the_write_are_recorded_and_the_log_verifies(
    tmp_path: Path, authorization_server: AuthorizationServer
) -> None:
    async with github_fake(issues=40) as github:
        deployment = in_front_of(github.url, tmp_path, authorization_server, READS, OPENS_ISSUES)
        token = await token_of_alice(deployment, authorization_server)
        async with serving(deployment):
            await with_pygithub(deployment, Token(token), all_issues)
            await with_pygithub(deployment, Token(token), lambda github: github.get_repo(NAME).create_issue("Squeaks"))
    told = [(record["kind"], record["operation"]) for record, _ in read(deployment.audit) if "operation" in record]
    assert told == [
        ("outcome", "repos.get"),
        ("outcome", "issues.list"),
        ("outcome", "issues.list"),
        ("outcome", "repos.get"),
        ("intent", "issues.create"),
        ("outcome", "issues.create"),
    ]
    report = verify(deployment.audit)
    assert (report.is_sound, report.indeterminate) == (True, ())
