from __future__ import annotations

from tests.servers.calls import call
from tests.servers.recorder import Recorder


async def test_prism_answers_a_repository_as_github_describes_it(prism_github: Recorder) -> None:
    answered = await call("GET", f"{prism_github.url}/repos/octocat/hello-world", bearer="anyone's")
    assert answered.status == 200
    assert isinstance(answered.body, dict)
    assert answered.body["full_name"] == "octocat/Hello-World"
    assert str(answered.body["url"]).startswith("https://api.github.com/")


async def test_prism_creates_an_issue(prism_github: Recorder) -> None:
    issue = {"title": "The door squeaks"}
    answered = await call("POST", f"{prism_github.url}/repos/octocat/hello-world/issues", json=issue)
    assert answered.status == 201
    (received,) = prism_github.received()
    assert received.method == "POST"
    assert received.body == b'{"title": "The door squeaks"}'


async def test_prism_refuses_a_body_that_the_description_does_not_allow(prism_github: Recorder) -> None:
    answered = await call("POST", f"{prism_github.url}/user/repos", json={})  # a repository must have a name
    assert answered.status == 422


async def test_prism_knows_no_path_that_the_description_does_not_have(prism_github: Recorder) -> None:
    answered = await call("GET", f"{prism_github.url}/nowhere")
    assert answered.status == 404
