"""Every key has a row in its page, and every row a key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from connectors.catalogue import OperationShape, SystemShape
from connectors.model import Flag
from connectors.shapes import Shape
from gateway.settings.plugin_shape import PluginShape
from gateway.settings.rule_shape import RuleShape
from gateway.settings.shape import ConnectorShape, RootShape

DOCS = Path(__file__).parents[3] / "docs"
ROW = re.compile(r"^\| `([^`]+)` \| (.+?) \| .+ \|$", re.MULTILINE)

PAGES: dict[str, dict[str, type[Shape]]] = {
    "configuration.md": {
        "": RootShape,
        "connectors.NAME.": ConnectorShape,
        "plugins[].": PluginShape,
        "rules[].": RuleShape,
    },
    "connectors.md": {"": SystemShape, "operations[].": OperationShape},
}


def keys(prefix: str, shape: type[Shape]) -> Iterator[tuple[str, bool]]:
    """Yield every key below ``shape`` with whether it is required."""
    for name, field in shape.model_fields.items():
        yield prefix + name, field.is_required()
        for inner, is_listed in nested(field.annotation):
            yield from keys(f"{prefix}{name}{'[]' if is_listed else ''}.", inner)


def nested(annotation: object, *, is_listed: bool = False) -> Iterator[tuple[type[Shape], bool]]:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        yield annotation, is_listed
    for argument in get_args(annotation):
        yield from nested(argument, is_listed=is_listed or ... in get_args(annotation))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_a_row_for_every_key_and_says_which_are_required(page: str) -> None:
    rows = dict(ROW.findall((DOCS / page).read_text(encoding="utf-8")))
    known = dict(found for prefix, shape in PAGES[page].items() for found in keys(prefix, shape))
    assert set(rows) == set(known)
    required = {name for name, default in rows.items() if default == "required"}
    assert required == {name for name, is_required in known.items() if is_required}


def test_every_flag_is_explained() -> None:
    text = (DOCS / "connectors.md").read_text(encoding="utf-8")
    assert [flag for flag in Flag if f"| `{flag.value}` | " not in text] == []
