"""The texts and bodies of other projects that stand beside this one, where they do."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

ROOT = Path(__file__).resolve().parents[3] / "shared" / "data"
SECRETS = ("gitleaks", "noseyparker", "kingfisher")
RESEARCH = "presidio_research_synth_v2"
TEXTS = ("presidio_recognizers", RESEARCH, *SECRETS)


@dataclass(frozen=True, slots=True)
class Case:
    """A text and the places in it that someone labelled: type, start and end."""

    text: str
    entities: tuple[tuple[str, int, int], ...]


def is_there() -> bool:
    """Return whether the data is here; say so if it is not."""
    if not ROOT.is_dir():
        print(f"(left out: there is no {ROOT})")
    return ROOT.is_dir()


def cases(name: str) -> Iterator[Case]:
    """Yield the labelled texts of a corpus."""
    with gzip.open(ROOT / "detection" / f"{name}.jsonl.gz") as lines:
        for line in lines:
            row = orjson.loads(line)
            yield Case(row["text"], tuple((each["type"], each["start"], each["end"]) for each in row["entities"]))


def payloads() -> Mapping[str, bytes]:
    """Return the response bodies that vendors publish as examples, by the name of their file."""
    return {
        path.stem: path.read_bytes()
        for path in sorted((ROOT / "payloads").glob("*.json"))
        if path.name != "manifest.json"
    }
