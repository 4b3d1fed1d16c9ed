"""A small GitHub that remembers: one repository whose issues come in pages, and can be added to.

Only what clients' paging and absolute URLs need, in the shapes of GitHub's REST API 2022-11-28: ``Link`` headers that
lead to ``/repositories/{id}/issues``, as GitHub's do, ``url`` fields in bodies, ``Location`` after a creation.
``origin`` is what all of them begin with: GitHub's own by default, as if the answers came from there.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.servers.wire import Received

GITHUB = "https://api.github.com"
OWNER, REPOSITORY, REPOSITORY_ID = "octocat", "hello-world", 1296269
CREATED = "2026-11-02T09:30:00Z"
ISSUES = f"/repos/{OWNER}/{REPOSITORY}/issues"


class GitHub:
    """The fake's state: its issues, and every request that reached it."""

    def __init__(self, issues: int, origin: str | None, links_by_id: bool) -> None:
        self.url = ""
        self._origin = origin
        self._paged_path = f"/repositories/{REPOSITORY_ID}/issues" if links_by_id else ISSUES
        self._titles = [f"Issue number {number}" for number in range(1, issues + 1)]
        self._received: list[Received] = []

    @property
    def origin(self) -> str:
        return self._origin or self.url

    def received(self) -> tuple[Received, ...]:
        return tuple(self._received)

    def application(self) -> web.Application:
        application = web.Application(middlewares=[self._record])
        application.add_routes(
            [
                web.get(f"/repos/{OWNER}/{REPOSITORY}", self._repository),
                web.get(ISSUES, self._list),
                web.get(f"/repositories/{REPOSITORY_ID}/issues", self._list),
                web.post(ISSUES, self._create),
                web.get(ISSUES + r"/{number:\d+}", self._issue),
            ]
        )
        return application

    @web.middleware
    async def _record(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        body = await request.read()
        headers = tuple((name.decode("latin-1").lower(), value.decode()) for name, value in request.raw_headers)
        self._received.append(Received(request.method, request.raw_path, headers, body, b""))
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return web.json_response({"message": "Not Found", "status": "404"}, status=404)

    async def _repository(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {
                "id": REPOSITORY_ID,
                "name": REPOSITORY,
                "full_name": f"{OWNER}/{REPOSITORY}",
                "private": True,
                "owner": self._user(OWNER),
                "url": f"{self.origin}/repos/{OWNER}/{REPOSITORY}",
                "issues_url": f"{self.origin}{ISSUES}{{/number}}",
                "html_url": f"https://github.com/{OWNER}/{REPOSITORY}",
                "open_issues_count": len(self._titles),
            }
        )

    async def _list(self, request: web.Request) -> web.Response:
        page, per_page = int(request.query.get("page", "1")), int(request.query.get("per_page", "30"))
        newest_first = range(len(self._titles), 0, -1)
        numbers = newest_first[(page - 1) * per_page : page * per_page]
        last = max(1, -(-len(self._titles) // per_page))
        return web.json_response(
            [self._described(number) for number in numbers], headers=self._link(request, page, last)
        )

    def _link(self, request: web.Request, page: int, last: int) -> Mapping[str, str]:
        pages = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
        if page == 1:
            del pages["prev"], pages["first"]
        if page >= last:
            del pages["next"], pages["last"]
        links = [
            f'<{self.origin}{self._paged_path}?{urlencode({**request.query, "page": number})}>; rel="{relation}"'
            for relation, number in pages.items()
        ]
        return {"Link": ", ".join(links)} if links else {}

    async def _create(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self._titles.append(asked["title"])
        issue = self._described(len(self._titles))
        return web.json_response(issue, status=201, headers={"Location": str(issue["url"])})

    async def _issue(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        if not 1 <= number <= len(self._titles):
            raise web.HTTPNotFound
        return web.json_response(self._described(number))

    def _described(self, number: int) -> dict[str, object]:
        return {
            "id": 9_000_000 + number,
            "number": number,
            "title": self._titles[number - 1],
            "state": "open",
            "body": f"Please look at {self.origin}{ISSUES}/{number} again.",
            "user": self._user("hubot"),
            "labels": [],
            "comments": 0,
            "created_at": CREATED,
            "updated_at": CREATED,
            "url": f"{self.origin}{ISSUES}/{number}",
            "repository_url": f"{self.origin}/repos/{OWNER}/{REPOSITORY}",
            "comments_url": f"{self.origin}{ISSUES}/{number}/comments",
            "html_url": f"https://github.com/{OWNER}/{REPOSITORY}/issues/{number}",
        }

    def _user(self, login: str) -> dict[str, object]:
        return {"login": login, "id": 1, "type": "User", "url": f"{self.origin}/users/{login}"}


@asynccontextmanager
async def github_fake(
    *, issues: int = 70, origin: str | None = GITHUB, links_by_id: bool = True
) -> AsyncIterator[GitHub]:
    """Serve a repository with so many issues while the block lasts.

    Args:
        origin: What absolute URLs begin with; None: the address at which this fake listens.
        links_by_id: Whether ``Link`` leads to ``/repositories/{id}/issues`` or stays at ``/repos/{owner}/{repo}``.
    """
    github = GitHub(issues, origin, links_by_id)
    runner = web.AppRunner(github.application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        github.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield github
    finally:
        await runner.cleanup()
