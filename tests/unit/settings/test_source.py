from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.settings.mistakes import Location
from gateway.settings.source import read

Write = Callable[..., Path]

LISTS = {"plugins: []": "plugins: plugins/", "rules: []": "rules: rules"}


def test_directories_become_lists_in_the_order_of_file_names(write: Write) -> None:
    path = write(
        LISTS,
        {
            "plugins/b.yaml": "id: b",
            "plugins/a.yml": "id: a",
            "rules/2.yaml": "- id: three",
            "rules/1.yaml": "- id: one\n- id: two",
        },
    )
    source = read(path)
    assert isinstance(source.document, dict)
    assert source.document["plugins"] == [{"id": "a"}, {"id": "b"}]
    assert source.document["rules"] == [{"id": "one"}, {"id": "two"}, {"id": "three"}]
    assert source.locate(("plugins", 1, "id")) == Location(path / "plugins/b.yaml", 1, 5)
    assert source.locate(("rules", 1)) == Location(path / "rules/1.yaml", 2, 3)
    assert source.locate(("rules", 2, "id"), in_key=True) == Location(path / "rules/2.yaml", 1, 3)
    assert source.locate(("rules", 9)) == Location(path / "sallyport.yaml", 13, 1)
    assert source.mistakes == ()


@pytest.mark.parametrize(
    "name", ["rules/a.cases.yaml", "rules/a.cases.yml", "rules/.hidden.yaml", "rules/readme.md", "rules/more/b.yaml"]
)
def test_what_is_no_part_of_the_configuration_is_not_read(write: Write, name: str) -> None:
    source = read(write(LISTS, {"plugins/a.yaml": "id: a", "rules/a.yaml": "[]", name: "]["}))
    assert source.mistakes == ()


def test_a_file_that_cannot_be_read_hides_none_beside_it(write: Write) -> None:
    path = write(LISTS, {"plugins/a.yaml": "][", "plugins/b.yaml": "id: b", "rules/a.yaml": "id: one"})
    source = read(path)
    assert isinstance(source.document, dict)
    assert source.document["plugins"] == [{"id": "b"}]
    assert source.locate(("plugins", 0, "id")).file == path / "plugins/b.yaml"
    assert [str(mistake.location.file.relative_to(path)) for mistake in source.mistakes] == [
        "plugins/a.yaml",
        "rules/a.yaml",
    ]


def test_one_file_can_hold_everything(write: Write) -> None:
    path = write({"rules: []": "rules:\n  - id: one"})
    source = read(path / "sallyport.yaml")
    assert source.directory == path
    assert source.locate(("rules", 0, "id")) == Location(path / "sallyport.yaml", 14, 9)
