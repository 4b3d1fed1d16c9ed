"""The examples of docs/classifiers.md run, one after the other, and print what the page says after ``#> ``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import classifiers

PAGE = (Path(__file__).parents[2] / "docs/classifiers.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PRINTED = "#> "


def test_every_example_prints_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example in EXAMPLES:
        exec(compile(example, "docs/classifiers.md", "exec"), names)  # noqa: S102  (it is our own page)
        said = [line.removeprefix(PRINTED) for line in example.splitlines() if line.startswith(PRINTED)]
        assert capsys.readouterr().out.splitlines() == said


def test_the_page_uses_only_what_the_package_exports() -> None:
    imported = re.findall(r"^from (classifiers\S*) import (.*)$", PAGE, re.MULTILINE)
    assert {module for module, _ in imported} == {"classifiers"}
    assert {name for _, names in imported for name in names.split(", ")} <= set(classifiers.__all__)
