"""Texts to compare our engine with Presidio's on: the same ones for the same source of randomness.

They are made of what Presidio's recognisers look for: values written from their own expressions (some of which pass
their checks, most do not), their context words, and what lies just beside both: other separators, other scripts'
digits, characters that change their length or kind in another case, marks that no one sees, punctuation glued on.

Long texts have runs of letters and digits without white space, as encoded files are, but none of a thousand marks:
there our words are not Presidio's, on purpose (``classifiers/presidio/tokens.py``).
"""

# ruff: noqa: RUF001  (letters that look like others are what this is about)
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import phonenumbers
import presidio_analyzer.predefined_recognizers as shipped
from presidio_analyzer import PatternRecognizer
from presidio_analyzer.predefined_recognizers import EmailRecognizer, PhoneRecognizer

from benchmarks.classifiers.written import Written
from classifiers.labels import LABELS
from classifiers.leaves import words_of
from classifiers.presidio.predefined import LABELS as PREDEFINED

_GAPS = (
    *(" " for _ in range(8)),
    *("  ", "\n", "\n\n", "\r\n", "\0", "\x1f", "\t", ", ", ": ", ":", "=", "; ", " - ", "-", "/", ".", "'", '"'),
    *("(", ")", "[", "#", "_", "|", "@", "%", ""),
)
_ENCODED = "ABCDEFabcdef0123456789+/"
_SEPARATORS = ("-", " ", ".", "/", "", "_", ",", "--", "  ", "\n")
_PLAIN = (
    "the a of be is and or not customer asked about delivery order invoice was sent on monday team replied closed "
    "ticket waiting answer printer office created updated status open total amount version commit no. nr. ref a: :: "
    "isn't they'll e.g. U.S. http:// www. 1st 24/7 :-) -- ... I'm can't account's social:the 10km C++ #42 @here -PRON-"
).split()
_NAMES = (
    *("", "", "", "", "id", "created_at", "sha", "customerSSN", "phone_number", "bankAccount", "passport", "iban"),
    *("nhsNumber", "licence_plate", "email", "url", "taxId", "status", "company", "carte_vitale", "steuerId"),
)
_SCRIPTS = (
    *("naïve café Straße Ångström Łódź İstanbul ılık".split()),
    *("паспорт номер телефон карта счёт ΑΦΜ αριθμός διαβατήριο".split()),
    *("여권 번호 주민등록번호 身分証 番号 護照 電話 银行账户 เลขประจำตัว पासपोर्ट आधार رقم הטלפון".split()),
    *("Führerschein Kennzeichen Sozialversicherungsnummer Ausweis-Nr. número pasaporte identità".split()),
    *("👍🏽 🇩🇪 𝟙𝟚𝟛 ① ½ ² Ⅻ ﬁne ŉ ǅ ẞ ſsn K I\u0307D p\u200bhone e\u0301mail 1\u0663".split(" ")),
)
_DOMAINS = (
    *("example.com", "mail.example.co.uk", "EXAMPLE.ORG", "city.kawasaki.jp", "a.b.c.museum", "co.uk", "localhost"),
    *("b\u00fccher.example.de", "xn--bcher-kva.example.de", "example.invalid", "10.0.0.1", "example.com.", "x_y.com"),
)
_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0x1810, 0xFF10, 0x1D7CE, 0x1E950, 0x1FBF0)  # of ten scripts' digits
_ODD_CASES = {"s": "ſ", "S": "ẞ", "k": "K", "K": "K", "i": "ı", "I": "İ", "a": "ａ", "A": "А", "e": "е", "o": "ο"}
_ODD_SPACES = "\u00a0\u2009\u3000\u2028\u0085\u001c\u180e\u202f\u200b"
_ODD_DASHES = "\u2010\u2011\u2013\u2212\u00ad\uff0d"
_INSERTED = "\u0301\u0308\u20e3\u200b\u200d\u2060\ufeff\ufe0f\u200f\u00ad\U000e0031\U0001f600"


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and the words of the names that lead to it."""

    value: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of Presidio's recognisers: what it could find, and the words it likes to see beside that."""

    write: Callable[[Random], str]
    context: tuple[str, ...]


class Texts:
    """Writes samples."""

    def __init__(self) -> None:
        self._kinds = [_kind(name) for name in PREDEFINED]
        self._examples = [text for label in LABELS.values() for text in (label.example, label.near_miss)]
        self._pieces: Sequence[Callable[[Random], str]] = (
            *(self._value for _ in range(4)),
            *(self._introduced for _ in range(4)),
            *(self._context for _ in range(3)),
            *(lambda source: source.choice(self._examples) for _ in range(2)),
            *(lambda source: source.choice(_PLAIN) for _ in range(3)),
            *(_grouped for _ in range(2)),
            _digits,
            _code,
        )

    def short(self, source: Random) -> Sample:
        """Return up to nine pieces. One text in three is not ASCII."""
        text = self._joined(source, source.randint(1, 9), _GAPS)
        if source.randrange(3) == 0:
            text = _disguised(source, text)
        return Sample(text, self._words(source))

    def long(self, source: Random) -> Sample:
        """Return 2 to 20 KB of words with some values in it, of which one comes again, and at times a long run."""
        size = source.randint(2_000, 20_000)
        parts: list[str] = []
        values = [self._joined(source, source.randint(1, 4), _GAPS) for _ in range(source.randint(3, 12))]
        values.append(values[0])
        if source.randrange(3) == 0:
            values.append("".join(source.choices(_ENCODED, k=source.randint(900, 4_000))))
        while size > 0:
            is_value = source.randrange(25) == 0
            parts.append(source.choice(values if is_value else _PLAIN) + source.choice((" ", " ", " ", "\n", ", ")))
            size -= len(parts[-1])
        text = "".join(parts)
        return Sample(_disguised(source, text) if source.randrange(3) == 0 else text, self._words(source))

    def _joined(self, source: Random, count: int, gaps: Sequence[str]) -> str:
        return "".join(source.choice(self._pieces)(source) + source.choice(gaps) for _ in range(count))

    def _words(self, source: Random) -> tuple[str, ...]:
        if source.randrange(4) == 0:
            return words_of(self._context(source))
        return words_of(source.choice(_NAMES))

    def _value(self, source: Random) -> str:
        value = source.choice(self._kinds).write(source)
        return f"{value}{source.choice('.,-/ ')}{value}" if source.randrange(20) == 0 else value

    def _introduced(self, source: Random) -> str:
        kind = source.choice(self._kinds)
        word = source.choice(kind.context) if kind.context else source.choice(_PLAIN)
        between = source.choice((" ", ": ", " is ", "=", "\n", " number the of a ", "")) + source.choice(
            ("", "", "the ")
        )
        value = kind.write(source)
        return f"{value}{between}{word}" if source.randrange(4) == 0 else f"{word}{between}{value}"

    def _context(self, source: Random) -> str:
        words = source.choice(self._kinds).context or tuple(_PLAIN)
        word = source.choice(words)
        return source.choice((word, word.upper(), word.title(), f"un{word}ed"))


def _kind(name: str) -> _Kind:
    made = getattr(shipped, name)(supported_language="en")
    if isinstance(made, PhoneRecognizer):
        return _Kind(_phones(made.supported_regions), tuple(made.context or ()))
    if isinstance(made, EmailRecognizer):
        return _Kind(_email, tuple(made.context or ()))  # its check would fetch a list from the network
    writers = [Written(pattern.regex) for pattern in made.patterns]
    has_check = type(made).validate_result is not PatternRecognizer.validate_result

    def write(source: Random) -> str:
        writer = source.choice(writers)
        value = writer(source)
        for _ in range(12 if has_check else 0):  # most check digits are right one time in ten
            if made.validate_result(value):
                break
            value = writer(source)
        return value

    return _Kind(write, tuple(made.context or ()))


def _phones(regions: Sequence[str]) -> Callable[[Random], str]:
    examples = [
        phonenumbers.format_number(example, style)
        for region in (*regions, "DE", "JP")
        for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
        if (example := phonenumbers.example_number_for_type(region, kind))
        for style in range(4)  # E.164, international, national, RFC 3966
    ]

    def write(source: Random) -> str:
        digits = source.choice(examples)
        return "".join(
            source.choice("0123456789") if each.isdigit() and source.randrange(6) == 0 else each for each in digits
        )

    return write


def _email(source: Random) -> str:
    name = "".join(source.choices("abcxyzABC0189.+_-'!", k=source.randint(1, 12)))
    return f"{name}@{source.choice(_DOMAINS)}"


def _digits(source: Random) -> str:
    return "".join(source.choices("0123456789", k=source.randint(1, 20)))


def _grouped(source: Random) -> str:
    groups = ["".join(source.choices("0123456789", k=source.randint(1, 5))) for _ in range(source.randint(2, 6))]
    return source.choice(_SEPARATORS).join(groups)


def _code(source: Random) -> str:
    return "".join(source.choices("ABCDEFXYZabcdef0123456789-", k=source.randint(4, 20)))


def _disguised(source: Random, text: str) -> str:
    """Return the text with some characters changed for odd ones, and not ASCII."""
    changed = [_odd(source, each) if source.randrange(8) == 0 else each for each in text]
    for _ in range(source.randint(0, 3)):
        changed.insert(source.randint(0, len(changed)), source.choice(_INSERTED))
    if source.randrange(2) == 0:
        changed.insert(source.randint(0, len(changed)), f" {source.choice(_SCRIPTS)} ")
    result = "".join(changed)
    return f"{result} {source.choice(_SCRIPTS)}é" if result.isascii() else result


def _odd(source: Random, character: str) -> str:
    if character.isdecimal() and character.isascii():
        return chr(source.choice(_ZEROS) + int(character))
    if character.isspace():
        return source.choice(_ODD_SPACES)
    if character == "-":
        return source.choice(_ODD_DASHES)
    return _ODD_CASES.get(character, character)
