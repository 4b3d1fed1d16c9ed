"""The section ``classifiers`` and the files that it names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from classifiers.documents import Images
from classifiers.lists.identifier_file import make_identifiers
from classifiers.presidio.custom import CustomPattern, CustomRecognizer
from gateway.settings import render
from gateway.settings.load import load
from gateway.settings.mistakes import InvalidConfiguration
from gateway.settings.model import ClassifierSettings

Write = Callable[..., Path]

RECOGNIZERS = """\
recognizers:
  - name: Employee number
    supported_entity: EMPLOYEE_ID
    patterns:
      - name: whole
        regex: '\\bEMP-\\d{6}\\b'
        score: 0.6
  - {name: UrlRecognizer, enabled: false}
"""
VOCABULARY = """\
[[entry]]
label = "hr.grade"
names = ["grade"]
"""
NO_DOWNLOAD = "and is no directory with a model; none is downloaded"
KEY = "0123456789abcdef"


def written(write: Write, section: str, files: dict[str, str] | None = None) -> Path:
    return write({"rules: []": f"rules: []\nclassifiers: {section}"}, files)


def settings(path: Path, *, resolve_secrets: bool = True) -> ClassifierSettings:
    return load(path, resolve_secrets=resolve_secrets).settings.classifiers


def lines(path: Path) -> list[str]:
    with pytest.raises(InvalidConfiguration) as caught:
        load(path)
    return [line.replace(f"{path}/", "") for line in render.text(caught.value.mistakes).splitlines()]


def test_without_the_section_nothing_is_added_or_left_out(write: Write) -> None:
    assert settings(write()) == settings(written(write, "{}")) == ClassifierSettings()


def test_plain_values_are_kept(write: Write) -> None:
    path = written(write, "{countries: [us, gb], budget: 500ms, images: ignore}")
    expected = ClassifierSettings(countries=frozenset({"us", "gb"}), budget=0.5, images=Images.IGNORE)
    assert settings(path) == expected
    assert settings(written(write, "{countries: []}")).countries == frozenset()


def test_a_vocabulary_is_found_beside_the_main_file(write: Write) -> None:
    [vocabulary] = settings(written(write, "{vocabularies: [hr.toml]}", {"hr.toml": VOCABULARY})).vocabularies
    assert vocabulary.labels == {"hr.grade"}


def test_recognizers_of_several_files_are_joined(write: Write) -> None:
    project = "{name: Project, supported_entity: PROJECT, deny_list: [Heron]}"
    other = f"recognizers: [{project}, {{name: IpRecognizer, enabled: false}}]"
    path = written(write, "{recognizers: [a.yaml, more/b.yaml]}", {"a.yaml": RECOGNIZERS, "more/b.yaml": other})
    found = settings(path)
    assert found.recognizers == (
        CustomRecognizer(
            label="custom.employee_id",
            name="Employee number",
            entity="EMPLOYEE_ID",
            patterns=(CustomPattern("whole", r"\bEMP-\d{6}\b", 0.6),),
        ),
        CustomRecognizer(label="custom.project", name="Project", entity="PROJECT", deny_list=("Heron",)),
    )
    assert found.left_out == {"network.url", "network.ip"}


def test_a_dictionary_is_read_with_its_label(write: Write) -> None:
    section = "{dictionaries: [{label: mnpi.deals, file: deals.csv, title: Deals, layout: csv-with-header}]}"
    [dictionary] = settings(written(write, section, {"deals.csv": "name,desk\nBlue Heron,7\n"})).dictionaries
    assert (dictionary.label, dictionary.title, dictionary.terms) == ("mnpi.deals", "Deals", b"blue heron\n")


def test_identifiers_are_read_with_their_key(write: Write) -> None:
    section = "{identifiers: [{label: custom.account, file: accounts.bin, key: file:accounts.key}]}"
    path = written(write, section, {"accounts.key": KEY})
    (path / "accounts.bin").write_bytes(make_identifiers(["12345678"], KEY.encode()))
    [identifiers] = settings(path).identifiers
    assert identifiers.label == "custom.account"
    assert "12345678" in identifiers
    assert settings(path, resolve_secrets=False).identifiers == ()


@pytest.mark.parametrize(
    ("section", "files", "line"),
    [
        ("{recognisers: [a.yaml]}", {},
         "sallyport.yaml:14:15: unknown key `recognisers` (did you mean `recognizers`?)"),
        ("{countries: [us, uk]}", {},
         "sallyport.yaml:14:31: there are no labels of the country `uk` (did you mean `gb`?)"),
        ("{countries: [USA]}", {},
         "sallyport.yaml:14:27: there are no labels of the country `USA` (did you mean `us`?)"),
        ("{budget: 0s}", {}, "sallyport.yaml:14:23: expected a duration longer than `0s`"),
        ("{images: ignored}", {},
         "sallyport.yaml:14:23: expected `refuse` or `ignore`, found `ignored` (did you mean `ignore`?)"),
        ("{recognizers: [a.yaml]}", {}, "sallyport.yaml:14:29: a.yaml cannot be read: No such file or directory"),
        ("{vocabularies: [plugins]}", {}, "sallyport.yaml:14:30: plugins cannot be read: No such file or directory"),
        ("{vocabularies: [a.toml]}", {"a.toml": ""}, "a.toml:1:1: entry: Field required"),
        ("{model: no_such_model}", {},
         "sallyport.yaml:14:22: the spaCy model `no_such_model` is not installed, " + NO_DOWNLOAD),
        ("{recognizers: [a.yaml]}", {"a.yaml": "recognizers: [\n"},
         "a.yaml:2:1: not YAML: expected the node content, but found '<stream end>'"),
        ("{recognizers: [a.yaml]}", {"a.yaml": RECOGNIZERS.replace("score", "scor")},
         "a.yaml:5:9: `score` is missing\na.yaml:7:9: unknown key `scor` (did you mean `score`?)"),
        ("{recognizers: [a.yaml]}", {"a.yaml": RECOGNIZERS.replace("\\bEMP-\\d{6}\\b", "(?:a|aa)+$")},
         "a.yaml:6:16: the expression cannot be used: 64 characters such as 'aaa…11aa' keep it busy for more than 2 s"),
        ("{dictionaries: [{label: mnpi, file: a.txt, layout: tsv}]}", {"a.txt": "x"},
         "sallyport.yaml:14:65: expected `lines` or `csv` or `csv-with-header`, found `tsv` (did you mean `csv`?)"),
        ("{dictionaries: [{label: mnpi, file: a.txt}]}", {"a.txt": "Blue Heron\n!\n"},
         "a.txt:2:1: a term needs at least two letters or digits"),
        ("{dictionaries: [{label: mnpi, file: a.txt}]}", {"a.txt": ""}, "a.txt:1:1: no terms"),
        ("{identifiers: [{label: a.b, file: a.bin, key: 'env:SALLYPORT_NO_SUCH_KEY'}]}", {"a.bin": ""},
         "sallyport.yaml:14:60: the environment variable SALLYPORT_NO_SUCH_KEY is not set"),
        ("{identifiers: [{label: a.b, file: a.bin, key: file:secret}]}", {"a.bin": "x\n"},
         "a.bin:1:1: not the header of a file of sallyport-identifiers/1"),
    ],
)  # fmt: skip
def test_mistakes_are_told_where_they_stand(write: Write, section: str, files: dict[str, str], line: str) -> None:
    assert lines(written(write, section, files)) == line.splitlines()


def test_mistakes_elsewhere_hide_none_in_the_files(write: Write) -> None:
    path = write({"listen: 127.0.0.1:8080": "classifiers: {recognizers: [a.yaml]}"}, {"a.yaml": "[]"})
    assert lines(path) == [
        "a.yaml:1:1: expected a mapping, found a list",
        "a.yaml:1:1: `recognizers` is missing",
        "sallyport.yaml:1:1: `listen` is missing",
    ]


@pytest.mark.parametrize("name", ["a.yaml", "a.txt", "hr.toml"])
def test_the_digest_is_over_what_the_classifiers_are_given(write: Write, name: str) -> None:
    section = "{recognizers: [a.yaml], dictionaries: [{label: mnpi, file: a.txt}], vocabularies: [hr.toml]}"
    path = written(write, section, {"a.yaml": RECOGNIZERS, "a.txt": "Heron\n", "hr.toml": VOCABULARY})
    before = load(path).settings.digest
    with (path / name).open("a") as file:
        file.write("# more\n")
    assert load(path).settings.digest != before
