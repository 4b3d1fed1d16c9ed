"""Read recognisers that are written in YAML, in the format of Presidio's recogniser registry.

Takes what a YAML reader made of a file, and tells every mistake in it at once; unlike Presidio, which passes over keys
that it does not know, nothing that a file says is ignored. An expression that some text could keep busy for hours is
a mistake too (``slow.py``). ``docs/recognizers.md`` describes the format.

Two things differ in meaning: a recogniser looks at every text whatever its language, so that its context words for
several languages are one list; and ``label`` says under which of our labels its findings go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import regex  # ships no types
import yaml

from classifiers import slow
from classifiers.faults import Fault, Keys, Reading, nearest
from classifiers.labels import FAMILIES, LABELS
from classifiers.presidio import predefined
from classifiers.presidio.custom import CustomPattern, CustomRecognizer

SHIPPED: Mapping[str, str] = {**predefined.LABELS, "CreditCardRecognizer": "payment_card"}
"""The label of each of Presidio's own recognisers that can be named. Cards are found by a detector of ours."""

_LABEL = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_USABLE_FLAGS = int(regex.IGNORECASE | regex.MULTILINE | regex.DOTALL | regex.VERBOSE)

_ROOT = ("recognizers", "supported_languages", "global_regex_flags")
_SHARED = ("name", "type", "enabled", "supported_language", "supported_languages", "country_code")
_OF_CUSTOM = ("label", "supported_entity", "supported_entities", "patterns", "deny_list", "deny_list_score", "context")
_PATTERN = ("name", "regex", "score")
_KEYS: Mapping[str, tuple[str, ...]] = {
    "custom": (*_SHARED, *_OF_CUSTOM),
    "predefined": (*_SHARED, "class_name"),
}


@dataclass(frozen=True, slots=True)
class Registry:
    """What a file says: recognisers of one's own, and the labels whose shipped recognisers are not wanted."""

    recognizers: tuple[CustomRecognizer, ...] = ()
    left_out: frozenset[str] = frozenset()


class InvalidRegistry(ValueError):
    """A file that cannot be used; ``faults`` holds all that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{'.'.join(map(str, fault.path))}: {fault.message}" for fault in faults))


def load_recognizers(path: Path) -> Registry:
    """Return what the file ``path`` says.

    Raises:
        InvalidRegistry: With all mistakes in it.
    """
    try:
        document: object = yaml.safe_load(path.read_bytes())
    except yaml.YAMLError as error:
        raise InvalidRegistry((Fault((), f"not YAML: {error}"),)) from None
    return read_recognizers(document)


def read_recognizers(document: object) -> Registry:
    """Return what a parsed file says. An expression takes some hundredths of a second to try, a slow one seconds.

    Raises:
        InvalidRegistry: With all mistakes in it.
    """
    reading = _Reading()
    registry = reading.registry(document)
    if reading.faults:
        raise InvalidRegistry(tuple(reading.faults))
    return registry


@dataclass(frozen=True, slots=True)
class _LeftOut:
    label: str


class _Reading(Reading):
    def __init__(self) -> None:
        super().__init__()
        self._flags = slow.FLAGS
        self._named: set[str] = set()

    def registry(self, document: object) -> Registry:
        keys = self.mapping(document, ())
        self.only(_ROOT, keys, ())
        self.optional(keys, "supported_languages", (), self._languages)
        flags = self.optional(keys, "global_regex_flags", (), self._flag_bits)
        self._flags = slow.FLAGS if flags is None else flags
        read = self.required(keys, "recognizers", (), self._recognizers) or ()
        return Registry(
            tuple(each for each in read if isinstance(each, CustomRecognizer)),
            frozenset(each.label for each in read if isinstance(each, _LeftOut)),
        )

    def _recognizers(self, value: object, path: Keys) -> tuple[CustomRecognizer | _LeftOut, ...]:
        return self.each(value, path, self._recognizer)

    def _recognizer(self, value: object, path: Keys) -> CustomRecognizer | _LeftOut | None:
        if isinstance(value, str):
            self._shipped(value, path)
            return None
        keys = self.mapping(value, path)
        if not keys:
            return None
        kind = "custom" if keys.keys() & {"patterns", "deny_list"} else "predefined"  # as Presidio guesses
        kind = self.optional(keys, "type", path, self._type) or kind
        self._only_of(kind, keys, path)
        is_enabled = self.optional(keys, "enabled", path, self.truth)
        country = self.optional(keys, "country_code", path, self._country)
        context = self._context(keys, path)
        if kind == "predefined":
            if context and "context" not in keys:
                self.tell((*path, "supported_languages"), "the words of a shipped recogniser cannot be changed")
            key = "class_name" if "class_name" in keys else "name"
            label = self.required(keys, key, path, self._shipped)
            return _LeftOut(label) if label and is_enabled is False else None
        custom = self._custom(keys, path, context, country)
        return None if is_enabled is False else custom

    def _only_of(self, kind: str, keys: Mapping[str, object], path: Keys) -> None:
        fixed = keys.keys() & set(_OF_CUSTOM) if kind == "predefined" else set()
        for name in sorted(fixed):
            message = f"a recogniser that is shipped is used as it is: `{name}` goes with `type: custom`"
            self.tell((*path, name), message, in_key=True)
        self.only(_KEYS[kind], {name: value for name, value in keys.items() if name not in fixed}, path)

    def _custom(
        self, keys: Mapping[str, object], path: Keys, context: tuple[str, ...], country: str | None
    ) -> CustomRecognizer | None:
        name = self.required(keys, "name", path, self._name)
        entity = self._entity(keys, path)
        label = self.optional(keys, "label", path, self._label) or f"custom.{_spelled(entity or '')}"
        patterns = self.optional(keys, "patterns", path, self._patterns) or ()
        deny_list = self.optional(keys, "deny_list", path, self.texts) or ()
        deny_list_score = self.optional(keys, "deny_list_score", path, self.share)
        if not keys.get("patterns") and not keys.get("deny_list"):
            self.tell(path, "expected `patterns` or a `deny_list`: the recogniser finds nothing")
        if name is None or entity is None:
            return None
        return CustomRecognizer(
            label=label,
            name=name,
            entity=entity,
            patterns=patterns,
            deny_list=deny_list,
            deny_list_score=1.0 if deny_list_score is None else deny_list_score,
            context=context,
            flags=self._flags,
            country=country,
        )

    def _shipped(self, value: object, path: Keys) -> str | None:
        name = self.text(value, path)
        if name and name not in SHIPPED:
            message = f"no shipped recogniser `{name}` can be used: there is none, or it needs a model or a service"
            self.tell(path, message, nearest(name, SHIPPED))
        return SHIPPED.get(name or "")

    def _name(self, value: object, path: Keys) -> str | None:
        name = self.text(value, path)
        if name in SHIPPED:
            self.tell(path, f"`{name}` is one of Presidio's own: write `type: predefined`, or choose another name")
        elif name in self._named:
            self.tell(path, f"`{name}` is there already")
        self._named.add(name or "")
        return name

    def _entity(self, keys: Mapping[str, object], path: Keys) -> str | None:
        if "supported_entities" not in keys:
            return self.required(keys, "supported_entity", path, self._one_entity)
        place = (*path, "supported_entities")
        if "supported_entity" in keys:
            self.tell(place, "`supported_entity` says it already", in_key=True)
        entities = self.each(keys["supported_entities"], place, self._one_entity)
        if len(entities) != 1:
            self.tell(place, "expected one entity: write a recogniser for each")
        return next(iter(entities), None)

    def _one_entity(self, value: object, path: Keys) -> str | None:
        entity = self.text(value, path)
        if entity and not _spelled(entity):
            self.tell(path, f"expected a name of letters, digits and underscores, found `{entity}`")
        return entity

    def _label(self, value: object, path: Keys) -> str | None:
        label = self.text(value, path)
        if label is None:
            return None
        if not _LABEL.fullmatch(label):
            self.tell(path, "expected a label such as `custom.employee_id`: lower case, with dots between its parts")
        elif label in FAMILIES and label not in LABELS:
            self.tell(path, f"`{label}` is a family of labels: expected a label in it, such as `{label}.ours`")
        return label

    def _patterns(self, value: object, path: Keys) -> tuple[CustomPattern, ...]:
        return self.each(value, path, self._pattern)

    def _pattern(self, value: object, path: Keys) -> CustomPattern | None:
        keys = self.mapping(value, path)
        if not keys:
            return None
        self.only(_PATTERN, keys, path)
        name = self.required(keys, "name", path, self.text)
        expression = self.required(keys, "regex", path, self._expression)
        score = self.required(keys, "score", path, self.share)
        return None if name is None or expression is None or score is None else CustomPattern(name, expression, score)

    def _expression(self, value: object, path: Keys) -> str | None:
        expression = self.text(value, path)
        if expression is None:
            return None
        reason = slow.slow_reason(expression, self._flags)
        if reason:
            self.tell(path, f"the expression cannot be used: {reason}")
        return expression

    def _context(self, keys: Mapping[str, object], path: Keys) -> tuple[str, ...]:
        """Return the context words for all languages, each once."""
        self.optional(keys, "supported_language", path, self._language)
        if "supported_language" in keys and "supported_languages" in keys:
            self.tell((*path, "supported_languages"), "`supported_language` says it already", in_key=True)
        words = self.optional(keys, "context", path, self.texts) or ()
        by_language = self.optional(keys, "supported_languages", path, self._languages) or ()
        return tuple(dict.fromkeys((*words, *by_language)))

    def _languages(self, value: object, path: Keys) -> tuple[str, ...]:
        """Return the context words that stand with the languages."""
        return tuple(word for words in self.each(value, path, self._language) for word in words)

    def _language(self, value: object, path: Keys) -> tuple[str, ...]:
        if isinstance(value, dict):
            keys = self.mapping(value, path)
            self.only(("language", "context"), keys, path)
            self.required(keys, "language", path, self._language)
            return self.optional(keys, "context", path, self.texts) or ()
        code = self.text(value, path)
        if code and not _LANGUAGE.fullmatch(code):
            self.tell(path, f"expected a language such as `en`, found `{code}`")
        return ()

    def _type(self, value: object, path: Keys) -> str | None:
        kind = self.text(value, path)
        if kind and kind not in _KEYS:
            self.tell(path, f"expected `custom` or `predefined`, found `{kind}`", nearest(kind, _KEYS))
        return kind if kind in _KEYS else None

    def _country(self, value: object, path: Keys) -> str | None:
        code = self.text(value, path)
        if code and not _COUNTRY.fullmatch(code):
            self.tell(path, f"expected a country such as `de`, found `{code}`")
        return code and code.lower()

    def _flag_bits(self, value: object, path: Keys) -> int | None:
        flags = self.whole(value, path)
        if flags is not None and flags & ~_USABLE_FLAGS:
            message = (
                f"expected a sum of 2 (ignore case), 8 (multiline), 16 (dot is all) and 64 (verbose), found {flags}"
            )
            self.tell(path, message)
            return None
        return flags


def _spelled(entity: str) -> str:
    """Return an entity's name as the last part of a label: ``EMPLOYEE_ID`` gives ``employee_id``."""
    return re.sub(r"[^a-z0-9]+", "_", entity.lower()).strip("_")
