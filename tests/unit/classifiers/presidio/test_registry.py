from __future__ import annotations

import re
from pathlib import Path

import presidio_analyzer
import pytest
import yaml

from classifiers import slow
from classifiers.presidio import registry
from classifiers.presidio.custom import CustomPattern, CustomRecognizer, to_presidio
from classifiers.presidio.registry import InvalidRegistry, Registry, load_recognizers, read_recognizers

EXAMPLES = Path(presidio_analyzer.__file__).parent / "conf"
PAGE = (Path(__file__).parents[4] / "docs/recognizers.md").read_text(encoding="utf-8")

EMPLOYEE = """
recognizers:
  - name: Employee number
    supported_language: en
    supported_entity: EMPLOYEE_ID
    patterns:
      - {name: with a dash, regex: '\\bEMP-\\d{6}\\b', score: 0.6}
      - {name: bare, regex: '\\b\\d{6}\\b', score: 0}
    context: [employee, staff]
"""


SUM = "expected a sum of 2 (ignore case), 8 (multiline), 16 (dot is all) and 64 (verbose)"
NONE = "can be used: there is none, or it needs a model or a service"
SYNTAX = "in the syntax of the module `re`"
UNUSABLE = "the expression cannot be used"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow, "_PATIENCE", 1.0)


def read(text: str) -> Registry:
    return read_recognizers(yaml.safe_load(text))


def only(text: str) -> CustomRecognizer:
    [recognizer] = read(text).recognizers
    return recognizer


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRegistry) as caught:
        read(text)
    return [
        (
            ".".join(map(str, fault.path)),
            fault.message + (f" (did you mean `{fault.suggestion}`?)" if fault.suggestion else ""),
        )
        for fault in caught.value.faults
    ]


def test_a_recognizer_is_what_its_keys_say() -> None:
    assert only(EMPLOYEE) == CustomRecognizer(
        label="custom.employee_id",
        name="Employee number",
        entity="EMPLOYEE_ID",
        patterns=(CustomPattern("with a dash", r"\bEMP-\d{6}\b", 0.6), CustomPattern("bare", r"\b\d{6}\b", 0.0)),
        context=("employee", "staff"),
    )


@pytest.mark.parametrize(
    ("keys", "label"),
    [
        ("supported_entity: EMPLOYEE_ID", "custom.employee_id"),
        ("supported_entity: Project Code-name", "custom.project_code_name"),
        ("supported_entities: [TICKET]", "custom.ticket"),
        ("supported_entity: NIR, label: national_id.fr_nir", "national_id.fr_nir"),
        ("supported_entity: SSN, label: national_id.us_ssn", "national_id.us_ssn"),
        ("supported_entity: PHONE, label: contact.phone", "contact.phone"),  # a label, and a family too
    ],
)
def test_a_label_is_given_or_made_of_the_entity(keys: str, label: str) -> None:
    assert only(f"recognizers: [{{name: x, {keys}, deny_list: [a]}}]").label == label


def test_context_words_of_all_languages_are_one_list() -> None:
    text = """
    supported_languages: [en, de]
    recognizers:
      - name: x
        supported_entity: X
        country_code: DE
        deny_list: [a, b]
        deny_list_score: 0.5
        context: [one]
        supported_languages:
          - {language: en, context: [one, two]}
          - {language: de, context: [zwei]}
          - {language: fr}
          - pt-BR
    """
    recognizer = only(text)
    assert recognizer.context == ("one", "two", "zwei")
    assert (recognizer.deny_list, recognizer.deny_list_score, recognizer.country) == (("a", "b"), 0.5, "de")


@pytest.mark.parametrize(("line", "flags"), [("global_regex_flags: 16", 16), ("global_regex_flags: 0", 0), ("", 26)])
def test_flags_are_for_all_recognizers_of_a_file(line: str, flags: int) -> None:
    assert only(EMPLOYEE + line).flags == flags


def test_a_recognizer_that_is_not_enabled_is_read_and_left_out() -> None:
    assert read("recognizers: [{name: x, supported_entity: X, deny_list: [a], enabled: false}]") == Registry()
    [(place, _)] = faults("recognizers: [{name: x, supported_entity: X, deny_list: [7], enabled: false}]")
    assert place == "recognizers.0.deny_list.0"


def test_shipped_recognizers_are_named_to_be_left_out() -> None:
    text = """
    recognizers:
      - UsSsnRecognizer
      - {name: UrlRecognizer, type: predefined, enabled: false, supported_languages: [en]}
      - {name: ours, class_name: CreditCardRecognizer, enabled: false}
      - {name: UkNinoRecognizer, country_code: uk, enabled: true}
    """
    assert read(text) == Registry(left_out=frozenset({"network.url", "payment_card"}))


def test_presidios_own_example_can_be_read() -> None:
    found = load_recognizers(EXAMPLES / "example_recognizers.yaml")
    assert [recognizer.label for recognizer in found.recognizers] == ["custom.zip", "custom.title"]


def test_of_presidios_own_configuration_only_models_and_changed_words_are_mistakes() -> None:
    with pytest.raises(InvalidRegistry) as caught:
        load_recognizers(EXAMPLES / "default_recognizers.yaml")
    told = {fault.message.partition(" `")[0] for fault in caught.value.faults}
    assert told == {"no shipped recogniser", "the words of a shipped recogniser cannot be changed", "unknown key"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", [("", "expected a mapping, found a list"), ("recognizers", "`recognizers` is missing")]),
        ("recognisers: []", [("recognisers", "unknown key `recognisers` (did you mean `recognizers`?)"),
                             ("recognizers", "`recognizers` is missing")]),
        ("recognizers: {}", [("recognizers", "expected a list, found a mapping")]),
        ("recognizers: [7]", [("recognizers.0", "expected a mapping, found a number")]),
        ("{recognizers: [], 1: a}", [("", "expected keys that are text: put them in quotes")]),
        ("{recognizers: [], supported_countries: [us]}",
         [("supported_countries", "unknown key `supported_countries` (did you mean `supported_languages`?)")]),
        ("{recognizers: [], supported_languages: [English]}",
         [("supported_languages.0", "expected a language such as `en`, found `English`")]),
        ("{recognizers: [], global_regex_flags: 512}",
         [("global_regex_flags", f"{SUM}, found 512")]),
        ("{recognizers: [], global_regex_flags: true}",
         [("global_regex_flags", "expected a whole number, found true or false")]),
    ],
)  # fmt: skip
def test_mistakes_above_recognizers_are_told(text: str, expected: list[tuple[str, str]]) -> None:
    assert faults(text) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("name: x", [("name", f"no shipped recogniser `x` {NONE}")]),
        ("name: UsSnRecognizer",
         [("name", f"no shipped recogniser `UsSnRecognizer` {NONE} (did you mean `UsSsnRecognizer`?)")]),
        ("type: predefined", [("name", "`name` is missing")]),
        ("type: predefine, name: UsSsnRecognizer",
         [("type", "expected `custom` or `predefined`, found `predefine` (did you mean `predefined`?)")]),
        ("type: predefined, name: UsSsnRecognizer, context: [a]",
         [("context", "a recogniser that is shipped is used as it is: `context` goes with `type: custom`")]),
        ("type: predefined, name: UsSsnRecognizer, contexts: [a]", [("contexts", "unknown key `contexts`")]),
        ("name: UsSsnRecognizer, enabled: 'no'", [("enabled", "expected true or false, found text")]),
        ("name: UsSsnRecognizer, country_code: usa",
         [("country_code", "expected a country such as `de`, found `usa`")]),
        ("name: UsSsnRecognizer, supported_language: en, supported_languages: [en]",
         [("supported_languages", "`supported_language` says it already")]),
        ("name: UsSsnRecognizer, supported_languages: [{lang: en}]",
         [("supported_languages.0.lang", "unknown key `lang` (did you mean `language`?)"),
          ("supported_languages.0.language", "`language` is missing")]),
        ("name: UsSsnRecognizer, supported_languages: [{language: en, context: [a]}]",
         [("supported_languages", "the words of a shipped recogniser cannot be changed")]),
        ("type: custom", [("name", "`name` is missing"), ("supported_entity", "`supported_entity` is missing"),
                          ("", "expected `patterns` or a `deny_list`: the recogniser finds nothing")]),
        ("name: UsSsnRecognizer, supported_entity: A, deny_list: [a]",
         [("name", "`UsSsnRecognizer` is one of Presidio's own: write `type: predefined`, or choose another name")]),
        ("name: x, supported_entity: A, deny_list: [a], patern: []",
         [("patern", "unknown key `patern` (did you mean `patterns`?)")]),
        ("name: x, supported_entity: A, deny_list: [a], score_thresholds: {default: 0.4}",
         [("score_thresholds", "unknown key `score_thresholds`")]),
        ("name: x, supported_entity: A, deny_list: []",
         [("", "expected `patterns` or a `deny_list`: the recogniser finds nothing")]),
        ("name: x, supported_entity: A, deny_list: [a, ' '], deny_list_score: 2",
         [("deny_list.1", "expected text, found nothing"),
          ("deny_list_score", "expected a number from 0 to 1, found 2")]),
        ("name: x, supported_entity: A, deny_list: [no], deny_list_score: a",
         [("deny_list.0", "expected text, found true or false"),
          ("deny_list_score", "expected a number from 0 to 1, found text")]),
        ("name: x, supported_entity: '??', deny_list: [a]",
         [("supported_entity", "expected a name of letters, digits and underscores, found `??`")]),
        ("name: x, supported_entities: [A, B], deny_list: [a]",
         [("supported_entities", "expected one entity: write a recogniser for each")]),
        ("name: x, supported_entity: A, supported_entities: [A], deny_list: [a]",
         [("supported_entities", "`supported_entity` says it already")]),
        ("name: x, supported_entity: A, label: Employee, deny_list: [a]",
         [("label", "expected a label such as `custom.employee_id`: lower case, with dots between its parts")]),
        ("name: x, supported_entity: A, label: [], deny_list: [a]", [("label", "expected text, found a list")]),
        ("name: x, supported_entity: A, label: national_id, deny_list: [a]",
         [("label", "`national_id` is a family of labels: expected a label in it, such as `national_id.ours`")]),
        ("name: x, supported_entity: A, patterns: [7, {regex: 7, scor: 1}]",
         [("patterns.0", "expected a mapping, found a number"),
          ("patterns.1.scor", "unknown key `scor` (did you mean `score`?)"),
          ("patterns.1.name", "`name` is missing"),
          ("patterns.1.regex", "expected text, found a number"),
          ("patterns.1.score", "`score` is missing")]),
        ("name: x, supported_entity: A, patterns: [{name: a, regex: '(', score: true}]",
         [("patterns.0.regex", f"{UNUSABLE}: missing ), unterminated subpattern at position 0, {SYNTAX}"),
          ("patterns.0.score", "expected a number from 0 to 1, found true or false")]),
        ("name: x, supported_entity: A, patterns: [{name: a, regex: '(?:a|aa)+$', score: 1}]",
         [("patterns.0.regex", f"{UNUSABLE}: 64 characters such as 'aaa…11aa' keep it busy for more than 1 s")]),
    ],
)  # fmt: skip
def test_mistakes_in_a_recognizer_are_told_all_at_once(keys: str, expected: list[tuple[str, str]]) -> None:
    found = faults(f"recognizers: [{{{keys}}}]")
    assert [(place.removeprefix("recognizers.0").removeprefix("."), message) for place, message in found] == expected


def test_two_recognizers_have_two_names() -> None:
    one = "{name: x, supported_entity: A, deny_list: [a]}"
    assert faults(f"recognizers: [{one}, {one}]") == [("recognizers.1.name", "`x` is there already")]


def test_a_file_that_is_no_yaml_is_told(tmp_path: Path) -> None:
    path = tmp_path / "recognizers.yaml"
    path.write_text("recognizers: [")
    with pytest.raises(InvalidRegistry, match="not YAML"):
        load_recognizers(path)


def test_presidios_recognizer_of_the_same_finds_the_same() -> None:
    custom = only(
        """
        global_regex_flags: 16
        recognizers:
          - name: Project
            supported_entity: PROJECT
            patterns: [{name: code, regex: 'PRJ-\\d+', score: 0.3}]
            deny_list: [Blue Heron, C++]
            deny_list_score: 0.9
            context: [project]
            country_code: de
        """
    )
    made = to_presidio(custom)
    assert (made.name, made.context, made.global_regex_flags, made.country_code()) == ("Project", ["project"], 16, "de")
    found = made.analyze("PRJ-12 prj-12, Blue Heron, C++ and XC++", ["PROJECT"])
    assert sorted((hit.start, hit.end, hit.score) for hit in found) == [(0, 6, 0.3), (15, 25, 0.9), (27, 30, 0.9)]


def test_the_example_of_the_page_is_read_as_it_says() -> None:
    [example] = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    found = read(example)
    assert [recognizer.label for recognizer in found.recognizers] == ["custom.employee_id", "mnpi.project"]
    assert found.left_out == {"network.url"}


def test_the_page_has_a_row_for_every_key() -> None:
    rows = set(re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE))
    assert rows == {
        *registry._ROOT,
        *(f"recognizers[].{key}" for keys in registry._KEYS.values() for key in keys if key != "supported_entities"),
        *(f"recognizers[].patterns[].{key}" for key in registry._PATTERN),
    }
