from __future__ import annotations

import json
from pathlib import Path

import pytest

from classifiers.finding import NotInspected
from classifiers.scanner import Scanner
from gateway.cli.exits import Exit
from tests.commands import Run
from tests.made_documents import zipped

SSN, CARD, KEY = "536-90-4399", "4111 1111 1111 1111", "AKIA" + "QYLPMN5HHHFPZAM2"
CUSTOMER = {"name": "Ada", "ssn": SSN, "card": CARD, "salary": 12}

RULES = """\
- {id: no-ids, owner: a@example.com, because: never needed, labels: [national_id], action: redact}
- {id: no-cards, owner: a@example.com, because: PCI DSS, labels: [payment_card], action: mask}
- {id: no-keys, owner: a@example.com, because: leaked, labels: [secret], action: block}
- {id: no-pay, owner: a@example.com, because: private, connector: hr, fields: ["$.salary"], action: drop}
- {id: trial, owner: a@example.com, because: a trial, labels: [payment_card], action: drop, mode: shadow}
- {id: writes, owner: a@example.com, because: loops, limit: {rate: 1/min, per: [user]}}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES)
    return path


def payload(document: object) -> bytes:
    return json.dumps(document).encode()


def test_nothing_found_is_fine_and_shows_the_payload(run: Run) -> None:
    ended = run("scan", stdin=b'{"a": "hello"}')
    assert (ended.code, ended.err) == (Exit.FINE, "")
    assert ended.out == 'nothing found\n\n{\n  "a": "hello"\n}\n'


def test_an_empty_payload_has_nothing_in_it(run: Run) -> None:
    assert run("scan", "-").out == "nothing found\n"


def test_findings_are_a_table_and_the_payload_comes_redacted(run: Run) -> None:
    ended = run("scan", stdin=payload({"ssn": SSN, "note": f"card {CARD}"}))
    assert ended.code == Exit.FINDINGS
    assert ended.out == (
        "label               place       characters  score  recogniser\n"
        "national_id.us_ssn  body /ssn   1-11        0.85   UsSsnRecognizer\n"
        "payment_card        body /note  6-24        1.00   CardRecognizer\n"
        "\n"
        '{\n  "ssn": "[national_id.us_ssn]",\n  "note": "card [payment_card]"\n}\n'
    )


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    ("content", "found"),
    [
        (payload({"ssn": SSN}), SSN),
        (payload({"a": {"4111111111111111": {"b": "x@example.com"}}}), "4111111111111111"),
        (payload({"card": 4111111111111111}), "4111111111111111"),
        (f"ssn={SSN}&b=1".encode(), SSN),
        (f"the key is {KEY}.".encode(), KEY),
    ],
)
def test_what_was_found_is_never_printed(run: Run, content: bytes, found: str, form: str) -> None:
    ended = run("scan", "--format", form, stdin=content)
    assert ended.code == Exit.FINDINGS
    assert found not in ended.out


def test_json_tells_places_apart_and_holds_the_redacted_document(run: Run) -> None:
    document = json.loads(run("scan", "--format", "json", stdin=payload({"ssn": SSN, "card": 4111111111111111})).out)
    assert document["findings"] == [
        {
            "label": "national_id.us_ssn",
            "place": {"part": "body", "pointer": "/ssn", "in_key": False},
            "line": None,
            "span": [0, 11],
            "score": 0.85,
            "recogniser": "UsSsnRecognizer",
        },
        {
            "label": "payment_card",
            "place": {"part": "body", "pointer": "/card", "in_key": False},
            "line": None,
            "span": None,
            "score": 1.0,
            "recogniser": "CardRecognizer",
        },
    ]
    assert document["redacted"] == {"ssn": "[national_id.us_ssn]", "card": "[payment_card]"}
    assert document["withheld"] is None


def test_rules_treat_what_they_name_whatever_call_they_are_about(run: Run, rules: Path) -> None:
    ended = run("scan", "--rules", rules, stdin=payload({**CUSTOMER, "mail": "ada@example.com"}))
    assert ended.code == Exit.FINDINGS
    table, treated, released = ended.out.split("\n\n")
    assert [line.split()[0] for line in table.splitlines()[1:]] == ["national_id.us_ssn", "payment_card"]
    assert treated.splitlines() == [
        "no-ids: redact national_id.us_ssn in body /ssn",
        "no-cards: mask payment_card in body /card",
        "trial: drop payment_card in body /card (shadow)",
        "no-pay: drop field in body /salary",
    ]
    assert json.loads(released) == {
        "name": "Ada",
        "ssn": "[national_id.us_ssn]",
        "card": "***************1111",
        "mail": "ada@example.com",
    }


def test_a_field_that_a_rule_drops_is_a_finding_too(run: Run, rules: Path) -> None:
    ended = run("scan", "--rules", rules, stdin=b'{"salary": 1}')
    assert ended.code == Exit.FINDINGS
    assert ended.out == "nothing found\n\nno-pay: drop field in body /salary\n\n{}\n"


def test_rules_that_find_nothing_say_so(run: Run, rules: Path) -> None:
    ended = run("scan", "--rules", rules, stdin=b'{"a": "ada@example.com"}')
    assert ended.code == Exit.FINE
    assert ended.out.startswith("nothing found\n\nno rule treats any of it\n\n")


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_rule_blocks_is_not_shown_at_all(run: Run, rules: Path, form: str) -> None:
    ended = run("scan", "--rules", rules, "--format", form, stdin=payload({"name": "Ada", "note": KEY}))
    assert ended.code == Exit.FINDINGS
    assert "Blocked by no-keys." in ended.out
    assert "Ada" not in ended.out


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_rules_on_fields_cannot_look_into_is_withheld(run: Run, rules: Path, form: str) -> None:
    ended = run("scan", "--rules", rules, "--format", form, stdin=b"a note with a salary")
    assert ended.code == Exit.FINDINGS
    assert "A rule on fields applies, and the content has none that can be told apart." in ended.out
    assert "note" not in ended.out


def test_mistakes_in_rules_are_reported_as_check_does(run: Run, rules: Path) -> None:
    rules.write_text(RULES.replace("action: mask", "action: mas"))
    ended = run("scan", "--rules", rules, stdin=b"{}")
    assert (ended.code, ended.out) == (Exit.FINDINGS, "")
    assert ended.err.startswith(f"{rules}:2:")
    assert "did you mean `mask`?" in ended.err


def test_a_file_is_read_by_its_name(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "customer.json"
    path.write_bytes(payload(CUSTOMER))
    assert run("scan", path).code == Exit.FINDINGS
    path.write_bytes(b"{")
    ended = run("scan", path)
    assert (ended.code, ended.out) == (Exit.ENVIRONMENT, "")


def test_a_payload_is_what_the_user_says_it_is(run: Run) -> None:
    ended = run("scan", "--content-type", "text/plain", stdin=f"a={CARD}&b=1".encode())
    assert ended.lines[-1] == "a=[payment_card]&b=1"


def test_content_that_nobody_can_inspect_is_not_called_clean(run: Run) -> None:
    ended = run("scan", "--content-type", "text/event-stream", stdin=b"data: x")
    assert (ended.code, ended.out) == (Exit.ENVIRONMENT, "")
    assert "not inspected" in ended.err


def test_a_document_is_opened_and_one_that_cannot_be_is_not_called_clean(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "letter.zip"
    path.write_bytes(zipped({"a.txt": f"charged {CARD}"}))
    ended = run("scan", path)
    assert (ended.code, "payment_card" in ended.out) == (Exit.FINDINGS, True)
    assert "Nothing would be released." in ended.out
    path.write_bytes(b"PK\x03\x04")
    ended = run("scan", path)
    assert (ended.code, ended.out) == (Exit.ENVIRONMENT, "")
    assert "a ZIP archive that is damaged" in ended.err


def test_what_could_not_be_inspected_to_its_end_is_not_called_clean(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(self: Scanner, leaves: object) -> None:
        raise NotInspected("out of time")

    monkeypatch.setattr(Scanner, "scan", give_up)
    ended = run("scan", stdin=b"{}")
    assert (ended.code, ended.out) == (Exit.ENVIRONMENT, "")
    assert "could not be inspected to its end" in ended.err


def test_a_person_at_a_terminal_is_told_what_takes_so_long(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run("scan", stdin=b"{}").err == "Loading the classifiers ...\n"


def test_a_finding_in_a_text_is_told_with_its_line(run: Run) -> None:
    text = f"{CARD}\n\n{CARD} and {CARD}\n".encode()
    table = run("scan", "--labels", "payment_card", stdin=text).out.split("\n\n")[0]
    assert [line.split("  ")[1:3] for line in table.splitlines()[1:]] == [
        ["body, line 1", "1-19"],
        ["body, line 3", "22-40"],
        ["body, line 3", "46-64"],
    ]


def test_only_the_labels_that_were_named_are_looked_for(run: Run) -> None:
    content = payload({"ssn": SSN, "card": CARD, "use": f"use {KEY}"})
    for names in ("payment_card,secret", " secret , payment_card,"):
        ended = run("scan", "--labels", names, stdin=content)
        assert json.loads(ended.out.partition("\n\n")[2]) == {
            "ssn": SSN,
            "card": "[payment_card]",
            "use": "use [secret.aws_access_key]",
        }


def test_a_finding_is_explained_and_not_repeated(run: Run) -> None:
    ended = run("scan", "--explain", "--labels", "payment_card", stdin=payload({"a": CARD}))
    _, explained, _ = ended.out.split("\n\n")
    assert explained.splitlines()[:6] == [
        "payment_card in body /a, characters 1-19",
        "  title     Payment card number",
        '  found by  CardRecognizer, pattern "Visa, 16 digits"',
        "  checked   its check digit, checksum or structure is right",
        "  context   no word counted; the score is 1.00",
        "  read as   it stands",
    ]
    assert CARD not in ended.out


def test_programs_get_the_evidence_when_they_ask_for_it(run: Run) -> None:
    ended = run("scan", "--explain", "--format", "json", "--labels", "national_id.us_ssn", stdin=payload({"ssn": SSN}))
    [finding] = json.loads(ended.out)["findings"]
    assert finding["evidence"] == {
        "title": "US Social Security number",
        "pattern": "SSN5 (medium)",
        "is_checked": False,
        "context": "ssn",
        "score_without_context": 0.5,
        "reading": None,
        "misses": "bare digits without a word such as ssn near them",
    }
    assert SSN not in ended.out
