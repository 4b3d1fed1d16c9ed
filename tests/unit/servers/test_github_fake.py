from __future__ import annotations

import re

import pytest

from tests.servers.calls import Answered, call
from tests.servers.github_fake import GITHUB, ISSUES, REPOSITORY_ID, GitHub, github_fake


def following(answered: Answered) -> str | None:
    """Return where ``Link`` says that the next page is."""
    found = re.search(r'<([^>]*)>; rel="next"', answered.headers.get("Link", ""))
    return found and found.group(1)


async def numbers_by_following_links(github: GitHub, origin: str) -> list[int]:
    numbers: list[int] = []
    url: str | None = f"{origin}{ISSUES}?per_page=30"
    while url is not None:
        answered = await call("GET", url.replace(origin, github.url))
        assert isinstance(answered.body, list)
        numbers += [issue["number"] for issue in answered.body]
        url = following(answered)
        assert url is None or url.startswith(origin)
    return numbers


@pytest.mark.parametrize("links_by_id", [True, False])
async def test_every_issue_is_on_one_page_and_links_lead_to_all_of_them(links_by_id: bool) -> None:
    async with github_fake(issues=70, links_by_id=links_by_id) as github:
        assert await numbers_by_following_links(github, GITHUB) == list(range(70, 0, -1))
        assert len(github.received()) == 3


async def test_links_may_lead_to_the_fake_itself() -> None:
    async with github_fake(issues=31, origin=None) as github:
        assert await numbers_by_following_links(github, github.url) == list(range(31, 0, -1))


async def test_links_lead_to_the_repositorys_number_and_keep_the_query() -> None:
    async with github_fake(issues=3) as github:
        answered = await call("GET", f"{github.url}{ISSUES}?per_page=1&state=open")
        base = f"{GITHUB}/repositories/{REPOSITORY_ID}/issues?per_page=1&state=open"
        assert answered.headers["Link"] == f'<{base}&page=2>; rel="next", <{base}&page=3>; rel="last"'


async def test_a_created_issue_is_remembered_and_says_where_it_is() -> None:
    async with github_fake(issues=4) as github:
        created = await call("POST", f"{github.url}{ISSUES}", json={"title": "The door squeaks"})
        assert created.status == 201
        assert created.headers["Location"] == f"{GITHUB}{ISSUES}/5"
        read = await call("GET", f"{github.url}{ISSUES}/5")
        assert read.body == created.body
        assert [request.method for request in github.received()] == ["POST", "GET"]


async def test_what_is_not_there_is_not_found_in_githubs_words() -> None:
    async with github_fake(issues=1) as github:
        for path in (f"{ISSUES}/2", "/repos/octocat/other", "/user"):
            answered = await call("GET", f"{github.url}{path}")
            assert answered.status == 404
            assert answered.body == {"message": "Not Found", "status": "404"}
