"""A real client in front of GitHub's own description: PyGithub, and Prism."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from github import GithubException
from github.Auth import AppAuthToken, Auth, Token
from github.Issue import Issue
from github.Repository import Repository

from tests.gateways import Deployment, serving
from tests.servers.oidc import AuthorizationServer, fingerprint
from tests.servers.recorder import Recorder
from tests.wire.github_clients import OPENS_ISSUES, READS, in_front_of, token_of_alice, with_pygithub

REPOSITORY = "octocat/hello-world"


def described(issue: Issue) -> dict[str, object]:
    """Return an issue as GitHub's description has it: of this one operation the example stands in a ``value``."""
    found = issue.raw_data["value"]
    assert isinstance(found, dict)
    return found


@pytest.fixture
def reader(tmp_path: Path, authorization_server: AuthorizationServer, prism_github: Recorder) -> Deployment:
    return in_front_of(prism_github.url, tmp_path, authorization_server, READS)


@pytest.fixture
def writer(tmp_path: Path, authorization_server: AuthorizationServer, prism_github: Recorder) -> Deployment:
    return in_front_of(prism_github.url, tmp_path, authorization_server, READS, OPENS_ISSUES)


@pytest.mark.parametrize(
    ("scheme", "auth"),
    [("token", Token), ("Bearer", AppAuthToken)],  # what PyGithub writes before a token depends on whose it is
)
async def test_a_repository_and_an_issue_are_read_as_the_user(
    reader: Deployment,
    authorization_server: AuthorizationServer,
    prism_github: Recorder,
    scheme: str,
    auth: Callable[[str], Auth],
) -> None:
    token = await token_of_alice(reader, authorization_server)
    assert auth(token).token_type == scheme
    async with serving(reader):
        repository, issue = await with_pygithub(
            reader,
            auth(token),
            lambda github: (github.get_repo(REPOSITORY), github.get_repo(REPOSITORY).get_issue(1347)),
        )
    assert (repository.full_name, issue.number) == ("octocat/Hello-World", 1347)
    assert described(issue)["title"] == "Found a bug"
    (exchange,) = await authorization_server.exchanges()
    assert (exchange.user, exchange.subject_sha256) == ("alice", fingerprint(token))
    reached = prism_github.received()
    assert [(request.method, request.target) for request in reached] == [
        ("GET", f"/repos/{REPOSITORY}"),
        ("GET", f"/repos/{REPOSITORY}"),
        ("GET", "/repos/octocat/Hello-World/issues/1347"),
    ]
    for request in reached:
        kind, _, sent = (request.header("authorization") or "").partition(" ")
        assert (kind, fingerprint(sent)) == ("Bearer", exchange.issued_sha256)
    assert token.encode() not in prism_github.raw  # no byte of the plugin's token went on


async def test_what_describes_the_client_goes_on_and_nothing_else(
    reader: Deployment, authorization_server: AuthorizationServer, prism_github: Recorder
) -> None:
    token = await token_of_alice(reader, authorization_server)
    async with serving(reader):
        await with_pygithub(reader, Token(token), lambda github: github.get_repo(REPOSITORY))
    (reached,) = prism_github.received()
    assert {name for name, _ in reached.headers} == {
        "host",
        "accept",
        "accept-encoding",
        "authorization",
        "traceparent",
        "user-agent",
        "x-github-api-version",
    }
    assert (reached.header("user-agent") or "").startswith("Sallyport/")


async def test_absolute_urls_of_a_repository_lead_back_and_are_followed(
    reader: Deployment, authorization_server: AuthorizationServer, prism_github: Recorder
) -> None:
    token = await token_of_alice(reader, authorization_server)
    async with serving(reader):
        repository, issue = await with_pygithub(
            reader, Token(token), lambda github: ((found := github.get_repo(REPOSITORY)), found.get_issue(1347))
        )
    base = f"{reader.url}/github"
    assert repository.url == f"{base}/repos/octocat/Hello-World"
    assert repository.issues_url == f"{base}/repos/octocat/Hello-World/issues{{/number}}"
    assert repository.owner.url == f"{base}/users/octocat"
    assert repository.html_url == "https://github.com/octocat/Hello-World"  # the page for people is not the system
    assert described(issue)["url"] == f"{base}/repos/octocat/Hello-World/issues/1347"
    assert b"api.github.com" not in repr((repository.raw_data, issue.raw_data)).encode()
    _, followed = prism_github.received()
    assert followed.target == "/repos/octocat/Hello-World/issues/1347"  # the name in the URL, not the one asked for


async def test_with_a_write_grant_an_issue_is_created_once_as_the_user(
    writer: Deployment, authorization_server: AuthorizationServer, prism_github: Recorder
) -> None:
    token = await token_of_alice(writer, authorization_server)
    async with serving(writer):
        issue = await with_pygithub(
            writer,
            Token(token),
            lambda github: github.get_repo(REPOSITORY).create_issue("Door squeaks", body="Oil — bitte", labels=["bug"]),
        )
    assert issue.number == 1347
    assert issue.url.startswith(f"{writer.url}/github/")
    assert str(issue.raw_headers["location"]).startswith(f"{writer.url}/github/repos/octocat/Hello-World/issues/")
    _, written = prism_github.received()
    (exchange,) = await authorization_server.exchanges()
    assert (written.method, written.header("content-type")) == ("POST", "application/json")
    assert written.body == '{"title":"Door squeaks","body":"Oil — bitte","labels":["bug"]}'.encode()
    assert fingerprint((written.header("authorization") or "").removeprefix("Bearer ")) == exchange.issued_sha256
    assert token.encode() not in prism_github.raw


async def test_without_a_write_grant_an_issue_is_refused_and_nothing_reaches_the_system(
    reader: Deployment, authorization_server: AuthorizationServer, prism_github: Recorder
) -> None:
    token = await token_of_alice(reader, authorization_server)
    async with serving(reader):
        with pytest.raises(GithubException) as refused:
            await with_pygithub(
                reader, Token(token), lambda github: github.get_repo(REPOSITORY).create_issue("Squeaks"), lazy=True
            )
    assert refused.value.status == 403
    assert refused.value.data["type"] == "urn:sallyport:problem:not-granted"
    assert prism_github.connections == 0
    assert await authorization_server.exchanges() == ()


@pytest.mark.parametrize(
    ("work", "status", "slug"),
    [
        (Repository.delete, 403, "not-granted"),  # described, and not granted
        (lambda repository: list(repository.get_branches()), 404, "unknown-operation"),  # GitHub has it, we do not
    ],
)
async def test_what_is_not_granted_or_not_described_reaches_nothing(
    writer: Deployment,
    authorization_server: AuthorizationServer,
    prism_github: Recorder,
    work: Callable[[Repository], object],
    status: int,
    slug: str,
) -> None:
    token = await token_of_alice(writer, authorization_server)
    async with serving(writer):
        with pytest.raises(GithubException) as refused:
            await with_pygithub(writer, Token(token), lambda github: work(github.get_repo(REPOSITORY)), lazy=True)
    assert (refused.value.status, refused.value.data["type"]) == (status, f"urn:sallyport:problem:{slug}")
    assert prism_github.connections == 0


async def test_a_token_for_something_else_is_bad_credentials_and_reaches_nothing(
    reader: Deployment, authorization_server: AuthorizationServer, prism_github: Recorder
) -> None:
    other = await authorization_server.token(user="alice", plugin="triage", audience=f"{reader.url}/kinto")
    async with serving(reader):
        with pytest.raises(GithubException) as refused:
            await with_pygithub(reader, Token(other), lambda github: github.get_repo(REPOSITORY))
    assert (refused.value.status, refused.value.data["type"]) == (401, "urn:sallyport:problem:unauthenticated")
    assert prism_github.connections == 0
