"""What customers and the people at the desk write to each other: the words are in ``conversations.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Conversation:
    """A subject and what was said, in turn: the customer first, then the desk, and so on."""

    subject: str
    turns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """``leaks`` are the conversations in which somebody pastes a secret."""

    conversations: tuple[Conversation, ...]
    leaks: tuple[Conversation, ...]


def read() -> Prose:
    """Return every conversation, braces and all."""
    text = resources.files("gateway.demo").joinpath("conversations.yaml").read_text(encoding="utf-8")
    kinds: dict[str, list[dict[str, str]]] = yaml.safe_load(text)
    return Prose(
        **{
            kind: tuple(Conversation(said["subject"], tuple(said["turns"])) for said in conversations)
            for kind, conversations in kinds.items()
        }
    )
